// The sender with a clock in the test's hand and a provider that hangs: for how long a fire waits is what its policy says.
import { setTimeout as later } from 'node:timers';
import { aSender } from './testing/a-sender.ts';
import { realNotice, SOME_TIME } from './testing/some-notice.ts';

/** Longer than any test: nothing wakes by itself. */
const NEVER_MS = 2_000_000_000;

it.each([
  [20, 20_000],
  [undefined, 5_000],
])('a fire whose robot hangs is told by the telephone beside it after %p s of its policy, marked', async (besideAfter, waitMs) => {
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
