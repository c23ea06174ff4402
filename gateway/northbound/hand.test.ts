// Incidents that a person splits or merges by hand, towards other houses: none is left hanging, none speaks for what is not its own.
import type { ForwardedFire } from './terminal.ts';
import { aNorth, type TestNorth } from './testing/a-north.ts';
import { capFaults } from './testing/cap-rules.ts';
import { FakeReceiver, SECRET } from './testing/fake-receiver.ts';
import { anAlarm } from './testing/stories.ts';

const BY = { id: 'p1', name: '张三', from: '10.0.0.1', at: Date.now() };
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function told(): Promise<{ terminal: FakeReceiver; now: TestNorth }> {
  const terminal = await FakeReceiver.open();
  const opened = await aNorth({ terminal: { url: terminal.url, secret: SECRET } });
  ended.push(
    () => terminal.close(),
    () => opened.remove(),
  );
  opened.now.north.start();
  return { terminal, now: opened.now };
}
const one = anAlarm();
const other = anAlarm({ id: 'a2', device: 'smoke-2', incident: 'i1' });
const judged = (verdict: 'real' | 'false') => ({ verdict, judged: BY, attention: 'acknowledged' }) as const;
const said = ({ north }: TestNorth): string[] =>
  north.messages
    .list(undefined, 50)
    .toReversed()
    .map(({ incident, msgType }) => `${incident} ${msgType}`);

it('what was split off has no say any more in what its old incident comes to: that is cancelled when all that stayed was false', async () => {
  const { now } = await told();
  now.change([one, other]);
  now.change([one, { ...other, incident: 'i2' }]);
  now.change([{ ...one, ...judged('false') }]);
  const of = (incident: string): string[] => said(now).filter((one) => one.startsWith(incident));
  expect(of('i1')).toEqual(['i1 Alert', 'i1 Update', 'i1 Cancel']);
  expect(of('i2')).toEqual(['i2 Alert']);
});

it('a fire that was confirmed and split off is not withdrawn, or kept, by what its old incident was', async () => {
  const { terminal, now } = await told();
  now.change([one, { ...other, ...judged('real') }]);
  await terminal.until(() => terminal.got.length === 1);
  now.change([one, { ...other, ...judged('real'), incident: 'i2' }]);
  await terminal.until(() => terminal.got.length === 3);
  const phases = terminal.got.map(({ body }) => JSON.parse(body) as ForwardedFire).map(({ incident, phase }) => `${incident} ${phase}`);
  expect(phases.toSorted()).toEqual(['i1 confirmed', 'i1 withdrawn', 'i2 confirmed']);
});

it('what was merged into another is taken back with a word of where it went, and is no fire that ended', async () => {
  const { terminal, now } = await told();
  now.change([{ ...one, ...judged('real') }]);
  await terminal.until(() => terminal.got.length === 1);
  const closed = { state: 'closed', closedAt: Date.now(), closed: BY, mergedInto: 'i7' } as const;
  now.change([{ ...one, ...judged('real') }], { incident: closed });
  expect(said(now)).toEqual(['i1 Alert', 'i1 Cancel']);
  const [last] = now.north.messages.list(undefined, 1);
  expect(last?.xml).toContain('Merged into incident i7');
  expect(last?.xml).not.toMatch(/AllClear|<certainty>Unlikely/);
  expect(capFaults(last?.xml ?? '')).toEqual([]);
  // The terminal hears where it went: a fire of which nothing is said any more would stand there for good.
  await terminal.until(() => terminal.got.length === 2);
  const fire = (nth: number) => JSON.parse(terminal.got[nth]?.body ?? '{}') as ForwardedFire;
  expect(fire(1)).toMatchObject({ incident: 'i1', phase: 'merged', mergedInto: 'i7' });
  now.change([anAlarm({ id: 'a9', device: 'smoke-9', ...judged('real') })]);
  await terminal.until(() => terminal.got.length === 3);
  expect(fire(2)).toMatchObject({ incident: 'i9', phase: 'confirmed', mergedInto: null });
});

it('of what was merged before it was confirmed the terminal hears nothing', async () => {
  const { terminal, now } = await told();
  now.change([one]);
  now.change([one], { incident: { state: 'closed', closedAt: Date.now(), closed: BY, mergedInto: 'i7' } });
  expect(now.north.parcels.list({ limit: 9 }).map(({ target }) => target)).toEqual([]);
  expect(terminal.got).toEqual([]);
});
