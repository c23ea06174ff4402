// The sender with a clock in the test's hand: for how long a fire waits for a provider that hangs, and whom it did not reach.
import { setTimeout as later } from 'node:timers';
import { Troubles } from '../troubles.ts';
import type { NoticeRow } from './notice-rows.ts';
import { aSender, type TestSender } from './testing/a-sender.ts';
import { drillNotice, realNotice, SOME_TIME } from './testing/some-notice.ts';

/** Longer than any test: nothing wakes by itself. */
const NEVER_MS = 2_000_000_000;

it.each([
  ['after the 20 s of its policy', 20, 20_000],
  ['after 5 s where its policy leaves it out', undefined, 5_000],
])('a fire whose robot hangs is told by the telephone beside it %s, marked', async (_, besideAfter, waitMs) => {
  let now = SOME_TIME;
  let waits = (_: { ms: number; wake: () => void }): void => undefined;
  const waiting = new Promise<{ ms: number; wake: () => void }>((resolve) => {
    waits = resolve;
  });
  const { rows, sending, robot, sms, close } = await aSender(1_000, {
    clock: () => now,
    random: () => 0.5,
    wakeAfter: (ms, wake) => {
      waits({ ms, wake });
      return later(() => undefined, NEVER_MS).unref();
    },
  });
  robot.fail('hang');
  const recipient = { id: 'chen', name: '陈值班', contacts: { sms: '13800001234' } };
  const row = { id: 'n-1', dueAt: now, path: ['root'], recipient, via: ['robot', 'phone'], besideAfter, notice: realNotice() };
  rows.put(row);
  sending.take([row]);
  const { ms, wake } = await waiting;
  expect(ms).toBe(waitMs);
  const told = sms.left();
  now += ms;
  wake();
  await told;
  expect(sms.taken.map(({ text }) => text.includes('可能重复'))).toEqual([true]);
  await robot.close();
  await sending.stop();
  expect(rows.ofIncident('incident-1')).toMatchObject([{ outcome: { is: 'sent', channel: 'phone' } }]);
  await close();
});

describe('whom a fire did not reach', () => {
  /** Nobody has a number: every notice fails as soon as it is looked at. */
  const row = (id: string, person: string, incident = 'incident-1'): NoticeRow => {
    const recipient = { id: person, name: person, contacts: {} };
    return { id, dueAt: SOME_TIME, path: ['root'], recipient, via: ['phone'], notice: realNotice({ id, incident }) };
  };
  /** It was looked at, answered where no wire is between, and looked at again. */
  const looked = async (): Promise<void> => {
    for (let nth = 0; nth < 3; nth += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  let goesOnIn: Record<string, string | null>;
  let troubles: Troubles;
  let sender: TestSender;
  const said = (): string | undefined => troubles.all().find(({ id }) => id === 'notice:fire')?.detail.en;
  const told = async (...rows: readonly NoticeRow[]): Promise<string | undefined> => {
    for (const one of rows) sender.rows.put(one);
    sender.sending.take(rows);
    await looked();
    return said()?.replaceAll(': there is no channel to the recipient', '');
  };
  beforeEach(async () => {
    goesOnIn = {};
    troubles = new Troubles(
      () => SOME_TIME,
      () => undefined,
    );
    sender = await aSender(1_000, {
      clock: () => SOME_TIME,
      random: () => 0.5,
      wakeAfter: () => later(() => undefined, NEVER_MS).unref(),
      troubles,
      goesOnIn: (incident) => goesOnIn[incident] ?? (incident in goesOnIn ? null : incident),
    });
  });
  afterEach(() => sender.close());

  it('are the last five by name, the last one last, and how many there are beside them', async () => {
    expect(await told(...['a', 'b', 'c', 'd', 'e'].map((person, nth) => row(`n${nth}`, person)))).toBe('a; b; c; d; e');
    expect(await told(row('n5', 'f'), row('n6', 'b', 'incident-2'))).toBe('c; d; e; f; b; and 1 more');
  });

  it('are those of fires that burn: what was not told before its incident was over is nobody’s trouble', async () => {
    goesOnIn = { 'incident-1': null, 'incident-2': 'incident-3' };
    expect(await told(row('n1', 'a'))).toBeUndefined();
    expect(await told(row('n2', 'b', 'incident-2'))).toBe('b');
    sender.sending.over('incident-3', null);
    expect(said()).toBeUndefined();
  });

  it('are none of a fire that was over while they were being told; where it went up in another, they are that one’s', async () => {
    const rows = [row('n1', 'a'), row('n2', 'b', 'incident-2')];
    for (const one of rows) sender.rows.put(one);
    sender.sending.take(rows);
    sender.sending.over('incident-1', null);
    sender.sending.over('incident-2', 'incident-3');
    await looked();
    expect(said()).toMatch(/^b: /);
    sender.sending.over('incident-3', null);
    expect(said()).toBeUndefined();
  });

  it('are on the disk with what became of the notices, also where that refused them once', async () => {
    const kept = (): unknown[] =>
      sender.database.prepare("SELECT person || ' ' || (data ->> 'incident') FROM notice_unreached").pluck().all();
    const outcomes = (): unknown[] => sender.rows.ofIncident('incident-1').map(({ outcome }) => outcome?.is);
    sender.database.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT, 'no space'); END");
    await told(row('n1', 'a'));
    expect([kept(), outcomes()]).toEqual([[], [undefined]]);
    expect(troubles.all().map(({ id }) => id)).toEqual(['notice:fire', 'notices']);
    sender.database.exec('DROP TRIGGER full');
    await told(row('n2', 'b'));
    expect([kept(), outcomes()]).toEqual([
      ['a incident-1', 'b incident-1'],
      ['failed', 'failed'],
    ]);
    expect(troubles.all().map(({ id }) => id)).toEqual(['notice:fire']);
    sender.sending.over('incident-1', 'incident-2');
    expect(kept()).toEqual(['a incident-2', 'b incident-2']);
    sender.sending.over('incident-2', null);
    expect(kept()).toEqual([]);
  });

  it('are none of a drill, nor where it is told that it is over, nor the seat whose screen is shut', async () => {
    const drill = { ...row('n1', 'a'), notice: drillNotice({ id: 'n1' }) };
    const resolved = { ...row('n2', 'b'), notice: realNotice({ id: 'n2', phase: 'resolved' }) };
    const fault = { ...row('n3', 'c'), notice: realNotice({ id: 'n3', class: 'fault' }) };
    const seat = { ...row('n4', 'seat'), via: ['console'] };
    expect(await told(drill, resolved, fault, seat)).toBeUndefined();
    expect(sender.rows.ofIncident('incident-1').map(({ outcome }) => outcome?.is)).toEqual(['failed', 'failed', 'failed', 'failed']);
  });
});
