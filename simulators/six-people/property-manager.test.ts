// A property manager's answer from a phone: the fire of their own house, on the way, on the spot, what they see, and nothing of the neighbours.
import { ADistrict, PHONE } from '../testing/a-district.ts';
import type { SeenAlarm } from '../testing/signed-in.ts';
import type { VirtualDevice } from '../virtual-device.ts';

const IN = [
  { language: 'zh', floor: 5, mine: '5层走廊感烟探测器', going: '我去核实' },
  { language: 'en', floor: 7, mine: '7层走廊感烟探测器', going: 'going' },
] as const;

describe('a property manager', () => {
  let district: ADistrict;
  beforeAll(async () => {
    district = await ADistrict.open();
  }, 120_000);
  afterAll(() => district?.close(), 30_000);

  /** The fire at a detector is out, its smoke gone, its alarm reset. The incident that is left to close. */
  async function fireIsOut(detector: VirtualDevice): Promise<string> {
    const { admin } = district;
    const isIts = ({ device, closed }: SeenAlarm): boolean => device.id === detector.id && !closed;
    const { id = '', incident = '' } = (await admin.alarms()).find(isIts) ?? {};
    await admin.ask(`/incidents/${incident}/move`, 'POST', { to: 'out' });
    await detector.set({ smoke: 'normal' });
    await admin.untilAlarms((all) => all.some((one) => isIts(one) && one.condition === 'restored'));
    await admin.ask(`/alarms/${id}/reset`, 'POST', {});
    return incident;
  }

  it.each(IN)(
    'answers the fire of their own house from a phone, and the seat has each word of it at once ($language)',
    async ({ language, floor, mine, going }) => {
      const phone = await district.arrives({ login: 'manager', language, size: PHONE });
      const seat = await district.arrives({ login: 'seat', language });
      const neighbour = await district.device('flats-1-top-smoke-1');
      await neighbour.set({ smoke: 'alarm' });
      await seat.getByTestId('alarm-row').filter({ hasText: '33层1号感烟探测器' }).waitFor();
      const corridor = await district.device(`tower-f${floor}-smoke-corridor`);
      await corridor.set({ smoke: 'alarm' });
      const row = phone.getByTestId('alarm-row').filter({ hasText: mine });
      await row.waitFor();
      // The fire of the flats came first; it is nobody's business here.
      expect(await phone.getByTestId('alarm-row').filter({ hasNotText: '示范大厦' }).count()).toBe(0);
      await row.click();
      await phone.getByTestId('field-go').getByText(going).waitFor();
      await phone.getByTestId('field-go').click();
      await seat.getByTestId('alarm-row').filter({ hasText: mine }).click();
      const report = seat.getByTestId('field-report');
      await report.and(seat.locator('[data-is="going"]')).waitFor();
      await phone.getByTestId('field-arrive').click();
      await phone.getByTestId('arrive-where').and(phone.locator('[data-where="here"]')).waitFor();
      await phone.getByTestId('arrive-submit').click();
      await report.and(seat.locator('[data-is="arrived"]')).waitFor();
      await phone.getByTestId('field-describe').click();
      await phone.getByTestId('saw-real').click();
      await phone.getByTestId('describe-submit').click();
      const seen = report.and(seat.locator('[data-saw="real"]'));
      await seen.waitFor();
      await seen.getByTestId('field-adopt').click();
      await seat.getByTestId('judge-submit').click();
      await phone.getByTestId('incident').and(phone.locator('[data-state="confirmed"]')).waitFor();
      await district.admin.ask(`/incidents/${await fireIsOut(corridor)}/close`, 'POST', {});
      await phone.context().close();
      await seat.context().close();
    },
    120_000,
  );

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
