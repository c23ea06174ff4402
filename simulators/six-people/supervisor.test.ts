// A fire supervisor's look at a district: the wall of high-rises, the one whose pressure falls, its file, the map, and a duty check of its control room.
import { Panel } from '../gb26875/panel.ts';
import { PartList } from '../gb26875/parts.ts';
import { TransmissionDevice } from '../gb26875/station.ts';
import { ADistrict } from '../testing/a-district.ts';

/** The control room of the tower; see the demonstration's district. */
const STATION = 1_001;

describe('a fire supervisor', () => {
  let district: ADistrict;
  let room: TransmissionDevice | undefined;
  beforeAll(async () => {
    district = await ADistrict.open();
    await district.admin.ask('/parameters', 'PUT', { scope: 'tower', name: 'valveHold', value: 1, reason: '测试' });
    const panel = new Panel({ parts: new PartList([]) });
    room = new TransmissionDevice({
      transport: 'tcp',
      port: district.gateway.gb26875Port,
      station: STATION,
      panel,
      reconnectMs: 50,
      dutyAnswer: { answers: 'at-once' },
    });
    await room.start();
  }, 120_000);
  afterAll(async () => {
    await room?.stop();
    await district?.close();
  }, 30_000);

  it.each([{ language: 'zh' }, { language: 'en' }] as const)(
    'sees which high-rise needs somebody, why, where, and whether its control room answers ($language)',
    async ({ language }) => {
      const page = await district.arrives({ login: 'supervisor', language, size: { width: 1_920, height: 1_080 }, path: '/high-rises' });
      await page.getByTestId('rate').waitFor();
      const tower = page.locator('[data-testid="high-rise"][data-building="tower"]');
      const valve = await district.device('tower-b1-valve-1');
      await valve.set({ valve: 'closed' });
      await tower.and(page.locator('[data-class="supervisory"]')).waitFor();
      await tower.getByRole('link').first().click();
      await page.getByTestId('building').waitFor();
      await page.locator('[data-testid="system-water"][data-state="alarm"]').waitFor();
      await page.goto(`${district.origin}/units/tower-unit`);
      await page.getByTestId('unit').waitFor();
      await page.getByTestId('unit-tab-file').click();
      await page.goto(`${district.origin}/map`);
      await page.getByTestId('one-map').waitFor();
      await page.getByTestId('map-row').filter({ hasText: '示范大厦' }).first().waitFor();

      await page.goto(`${district.origin}/duty`);
      await page.getByTestId('duty-whom-one').click();
      await page.getByTestId('duty-one').click();
      await page.keyboard.type('消防控制室');
      await page.keyboard.press('Enter');
      await page.getByTestId('duty-call').click();
      await page.getByTestId('duty-check').first().waitFor();
      await page.locator('[data-testid=duty-tile][data-state=present]').waitFor();

      await valve.set({ valve: 'open' });
      const supervisor = await district.person('supervisor');
      const isOurs = ({ device, closed }: { device: { id: string }; closed: boolean }): boolean => device.id === valve.id && !closed;
      const all = await supervisor.untilAlarms((some) => some.some((one) => isOurs(one) && one.condition === 'restored'));
      const open = all.find(isOurs);
      await supervisor.ask(`/alarms/${open?.id}/acknowledge`, 'POST', {});
      await page.goto(`${district.origin}/high-rises`);
      await page.locator('[data-testid="high-rise"][data-building="tower"]:not([data-class="supervisory"])').waitFor();
      await page.context().close();
    },
    120_000,
  );

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
