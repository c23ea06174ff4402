// What lies outside a person's subtree changes nothing they can read: not a line, not a number.
import { GATEWAY } from '../acts.ts';
import { hashSecret } from '../estate/secrets.ts';
import type { Status } from './contract.ts';
import { aWeb, type Browser, SECRET, type TestWeb } from './testing/a-web.ts';

let test: TestWeb;
beforeAll(async () => {
  test = await aWeb();
  await test.house.flow.act({ do: 'set-enrolment-key', place: 'farm', keyHash: hashSecret('farm-key') }, GATEWAY);
  await test.tell('smoke-1', { smoke: 'alarm' });
});
afterAll(async () => {
  await test.close();
});

/** Of what is asked for by time: a span that does not move while we ask. */
const SPAN = { from: Date.now() - 86_400_000, to: Date.now() + 3_600_000 };

/** Of the quality of alarms, what goes on with the clock. */
const GOES_ON: ReadonlySet<string> = new Set(['to', 'averagePer10Min', 'floodShare']);
const still = (body: unknown): unknown => JSON.parse(JSON.stringify(body, (name, value: unknown) => (GOES_ON.has(name) ? 0 : value)));

/** Everything that can be asked for without naming anything, but the figures of the house itself. */
async function everything(browser: Browser): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const route of test.web.routes) {
    // An export of the audit is a deed: asked for twice, the audit itself is another. What it holds, `/audit` tells too.
    if (route.method !== 'get' || route.params || route.id === 'readOpenApi' || route.id === 'exportAudit') continue;
    const hasSpan = route.query && 'from' in route.query.shape && 'to' in route.query.shape;
    const { body } = await browser.get(hasSpan ? `${route.path}?from=${SPAN.from}&to=${SPAN.to}` : route.path);
    if (route.id === 'readStatus') seen[route.path] = { ...(body as Status), now: 0, journal: 0, history: 0 };
    else seen[route.path] = route.id === 'readAlarmQuality' ? still(body) : body;
  }
  return seen;
}

/** Something of every kind that the house knows, in the forest farm, each with `deepwood` in its id. */
async function somethingHappensInTheForest(): Promise<void> {
  const { house } = test;
  const ranger = { id: 'deepwood-ranger', name: 'deepwood', from: '10.0.0.1' };
  const place = { id: 'deepwood-zone', parent: 'gate', kind: 'zone', name: 'deepwood', longitude: null, latitude: null } as const;
  await house.flow.act({ do: 'add-place', place }, ranger);
  const device = {
    id: 'deepwood-smoke',
    name: 'deepwood',
    model: 'balefire/smoke',
    place: 'deepwood-zone',
    modbus: null,
    longitude: null,
    latitude: null,
  };
  await house.flow.act({ do: 'register-device', device, secretHash: null }, ranger);
  await test.tell('deepwood-smoke', { smoke: 'alarm' });
  house.estate.admit('deepwood-stranger', 'farm-key');
  await test.tell('deepwood-stranger', { smoke: 'alarm' });
  const command = {
    do: 'command',
    id: 'deepwood-command',
    device: 'voice-1',
    command: 'stop',
    arguments: {},
    expiresAt: Date.now() + 60_000,
  } as const;
  await house.flow.act(command, ranger);
  await house.flow.act({ do: 'set-parameter', scope: 'deepwood-zone', name: 'lowLevel', value: 1 }, ranger);
  await house.flow.act({ do: 'add-place', place: { ...place, id: 'deepwood-tested' } }, ranger);
  const said = { zh: 'deepwood', en: 'deepwood' };
  const shape = { title: said, advice: said, class: 'notice' as const, latching: false, enabled: true };
  const watches = { quantity: 'beacon.pir' as const, places: ['deepwood-zone'] };
  const rule = { id: 'own-deepwood', version: 1, ...shape, watches, raiseWhen: { is: 'state' as const, among: [true] } };
  await house.flow.act({ do: 'set-own-rule', rule, version: 0, reason: 'deepwood' }, ranger);
  const until = house.clock.now() + 600_000;
  await house.flow.act({ do: 'begin-walk-test', id: 'deepwood-walk', place: 'deepwood-tested', callPoints: false, until }, ranger);
  const { save } = await house.people.newcomer({ login: 'deepwood', name: 'deepwood', role: 'operator', place: 'gate', secret: SECRET });
  save();
}

describe('what happens outside the subtree', () => {
  it('changes nothing that an administrator of the tower can read, and much for one of everything', async () => {
    const inside = await test.person('administrator', 'tower');
    const whole = await test.person('administrator');
    // The sign-ins stand in the audit a moment later than they are answered.
    await test.tell('smoke-1', {});
    const before = { inside: await everything(inside), whole: await everything(whole) };
    await somethingHappensInTheForest();
    const after = { inside: await everything(inside), whole: await everything(whole) };
    expect(after.inside).toEqual(before.inside);
    expect(JSON.stringify(after.inside).includes('deepwood')).toBe(false);
    const blind = [
      '/devices',
      '/places',
      '/alarms',
      '/incidents',
      '/walk-tests',
      '/held',
      '/commands',
      '/parameters',
      '/rules',
      '/people',
      '/audit',
      '/status',
    ].filter((path) => JSON.stringify(after.whole[path]) === JSON.stringify(before.whole[path]));
    expect(blind).toEqual([]);
  });
});
