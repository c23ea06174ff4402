// Whom to call about an incident: who is on duty nearest to it now, nobody's drill book, and only for who has to act.
import type { IncidentContacts } from '../duty-contract.ts';
import { aWeb, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let incident = '';

beforeAll(async () => {
  test = await aWeb();
  const admin = await test.person('administrator');
  const roster = (place: string, name: string, drill: boolean) => ({
    place,
    role: 'duty-room',
    drill,
    people: [{ id: 'p', name, contacts: { sms: '13800001234', voice: '13800001234', dingtalk: 'user-7' } }],
    shifts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', people: ['p'] }],
    changes: [],
  });
  for (const [place, name, drill] of [
    ['unit', '物业值班', false],
    ['tower', '大厦值班', false],
    ['tower', '演练值班', true],
  ] as const)
    expect((await admin.ask('POST', '/rosters', roster(place, name, drill))).status).toBe(201);
  await test.tell('smoke-1', { smoke: 'alarm' });
  incident = test.house.desk.openOf('smoke-1')[0]?.incident ?? '';
});
afterAll(() => test.close());

describe('the contacts of an incident', () => {
  it('are those on duty nearest to it, each telephone once', async () => {
    const operator = await test.person('operator');
    const { body } = await operator.get(`/incidents/${incident}/contacts`);
    expect(body as IncidentContacts).toEqual({
      roles: [
        {
          role: 'duty-room',
          title: { zh: '单位值班室', en: 'duty room' },
          place: '示范大厦',
          people: [{ name: '大厦值班', phones: ['13800001234'] }],
        },
      ],
      unit: null,
      lastDuty: null,
    });
  });

  it('are those of the unit’s file too, who is nearest first, and none without a telephone', async () => {
    const file = {
      legalName: null,
      creditCode: null,
      address: null,
      isKeyUnit: false,
      contacts: [
        { id: 'a', role: 'legal', name: '示范甲', phone: '000-0000-0001' },
        { id: 'b', role: 'manager', name: '示范乙', phone: null },
        { id: 'c', role: 'duty-room', name: '消防控制室', phone: '000-0000-0003' },
      ],
      systems: [],
      contracts: [],
      certificates: [],
      note: '',
    };
    const admin = await test.person('administrator');
    expect((await admin.ask('PUT', '/units/unit/file', { version: 0, file })).status).toBe(200);
    const operator = await test.person('operator');
    const { body } = await operator.get(`/incidents/${incident}/contacts`);
    expect((body as IncidentContacts).unit?.people).toEqual([
      { role: 'duty-room', name: '消防控制室', phone: '000-0000-0003' },
      { role: 'legal', name: '示范甲', phone: '000-0000-0001' },
    ]);
    await test.tell('smoke-1', { smoke: 'alarm' }, { drill: true });
    const drill = test.house.desk.openOf('smoke-1').find((one) => one.drill)?.incident;
    expect(((await operator.get(`/incidents/${drill}/contacts`)).body as IncidentContacts).unit).toBeNull();
  });

  it('are shown to nobody who only looks', async () => {
    const auditor = await test.person('auditor');
    expect((await auditor.get(`/incidents/${incident}/contacts`)).status).toBe(403);
  });
});
