// A walk test over the API: begun, its points as they come, ended; who may, and where.
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';
import type { WalkTestList, WalkTestView } from '../walk-test-contract.ts';

let test: TestWeb;
let technician: Browser;
beforeAll(async () => {
  test = await aWeb();
  technician = await test.person('technician', 'tower');
});
afterAll(async () => {
  await test.close();
});

const list = async (who: Browser): Promise<WalkTestList> => (await who.get('/walk-tests')).body as WalkTestList;

describe('a technician', () => {
  it('begins a test of a building for thirty minutes, and sees points move from untested to tested', async () => {
    const { status, body } = await technician.ask('POST', '/walk-tests', { place: 'tower', callPoints: false });
    expect(status).toBe(201);
    const begun = body as WalkTestView;
    expect(begun.until - begun.begun.at).toBeGreaterThan(29 * 60_000);
    expect(begun.untested.map(({ id }) => id)).toEqual(expect.arrayContaining(['smoke-1', 'smoke-2', 'call-1', 'hydrant-1']));
    expect(begun.untested.map(({ id }) => id)).not.toContain('voice-1');
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('smoke-1', { smoke: 'normal' });
    expect((await technician.get('/walk-tests/going')).body).toMatchObject({ items: [{ id: begun.id, ended: null }] });
    const [going] = (await list(technician)).standing;
    expect(going?.tested).toMatchObject([{ device: { id: 'smoke-1', name: '1201 烟感' }, point: 'smoke', value: 'alarm' }]);
    expect(going?.untested.map(({ id }) => id)).not.toContain('smoke-1');
    expect((await technician.ask('POST', '/walk-tests', { place: 'tower', callPoints: false })).status).toBe(409);
    const ended = await technician.ask('POST', `/walk-tests/${begun.id}/end`);
    expect(ended.body).toMatchObject({ ended: { why: 'by-hand', by: { name: 'technician' } } });
    expect(await list(technician)).toMatchObject({ standing: [], past: [{ id: begun.id }] });
    expect((await technician.ask('POST', `/walk-tests/${begun.id}/end`)).status).toBe(409);
  });

  it('tests neither a unit as a whole nor longer than four hours', async () => {
    const whole = await test.person('technician');
    expect((await whole.ask('POST', '/walk-tests', { place: 'unit', callPoints: false })).status).toBe(400);
    expect((await whole.ask('POST', '/walk-tests', { place: 'tower', callPoints: false, minutes: 241 })).status).toBe(400);
  });

  it('reads on every screen for a while that a fire ended the test', async () => {
    const begun = (await technician.ask('POST', '/walk-tests', { place: 'f12', callPoints: false })).body as WalkTestView;
    await test.tell('call-1', { pressed: true });
    const items = [{ id: begun.id, ended: { why: 'call-point', by: null } }];
    expect((await technician.get('/walk-tests/going')).body).toMatchObject({ items });
    await test.tell('call-1', { pressed: false });
  });

  it('of a floor is told that the building is tested, and does not end it', async () => {
    const floor = await test.person('technician', 'f12');
    const begun = (await technician.ask('POST', '/walk-tests', { place: 'tower', callPoints: true })).body as WalkTestView;
    expect((await list(floor)).standing).toMatchObject([{ id: begun.id }]);
    expect((await floor.ask('POST', `/walk-tests/${begun.id}/end`)).status).toBe(404);
    const forest = await test.person('technician', 'farm');
    expect((await list(forest)).standing).toEqual([]);
    await technician.ask('POST', `/walk-tests/${begun.id}/end`);
  });
});
