// Telling people when everything happens at once: 10,000 incidents on the real machine, by a virtual clock.
import { words } from '../device-drivers/words.ts';
import { NoticeQueue } from '../gateway/notify/coalescing.ts';
import type { EscalationEvent } from '../gateway/notify/due.ts';
import { Escalation } from '../gateway/notify/escalation.ts';
import type { RealNotice } from '../gateway/notify/notice.ts';
import { aTown, DAY_MS, MIDNIGHT, TICK_MS } from '../gateway/notify/testing/a-town.ts';
import type { BenchLine } from './line.ts';
import { percentile } from './line.ts';

const INCIDENTS = 10_000;
/** Ten minutes hold every step of the house's policy and the first repetitions of the last. */
const WATCHED_MS = 10 * 60_000;
const SECOND = 1_000;
/** A millisecond after a call of the clock, so that every step waits nearly a whole span for its call. */
const BEGIN = MIDNIGHT + 1;

/** CPU time of this process since `began`, ms: other programs on the machine do not count. */
function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

function raised(n: number, at: number): EscalationEvent {
  return { is: 'raised', incident: `i${n}`, at, class: 'fire', path: ['town', `unit-${n}`], drill: false, alarms: 1 };
}

export async function escalationBench(): Promise<BenchLine[]> {
  const cold = atOnce();
  const { late, cpuMs, notices, restoredMs } = atOnce();
  const answered = day((n) => n % 2 === 0);
  const unanswered = dayWithoutAnswer();
  const queue = queueAtOnce();
  return [
    {
      name: '10,000 fires at once: a notice leaves the machine late by, longest',
      value: late.at(-1) ?? 0,
      unit: 'ms',
      hold: { atMost: 1_000 },
    },
    { name: 'the same, p99', value: percentile(late, 0.99), unit: 'ms' },
    { name: 'the same, longest before the code was warm', value: cold.late.at(-1) ?? 0, unit: 'ms', hold: { atMost: 1_000 } },
    { name: `CPU for one incident, raised, told ${notices} times and closed`, value: (cpuMs / INCIDENTS) * 1_000, unit: 'µs' },
    { name: 'the state of 10,000 incidents written as text and read back', value: restoredMs, unit: 'ms of CPU' },
    {
      name: '24 h with 10,000 incidents that people answer, clock called each 250 ms',
      value: answered.ms,
      unit: 'ms of CPU',
      hold: { atMost: 1_000 },
    },
    { name: 'notices told in that day', value: answered.notices, unit: 'notices' },
    { name: '24 h with 10,000 fires that nobody ever answers', value: unanswered.ms, unit: 'ms of CPU' },
    { name: 'notices told in that day', value: unanswered.notices, unit: 'notices' },
    { name: '10,000 fires into the queue before the channels, each to its own person: the whole', value: queue.ms, unit: 'ms of CPU' },
  ];
}

/** Late is what the clock of 250 ms and the time the machine itself takes add up to; a call that overruns delays the next. */
function atOnce(): { late: number[]; cpuMs: number; notices: number; restoredMs: number } {
  const machine = new Escalation(aTown([]).around);
  const late: number[] = [];
  const cpu = process.cpuUsage();
  let free = BEGIN;
  const call = (at: number, work: () => readonly { readonly dueAt: number }[]): void => {
    const began = performance.now();
    const due = work();
    free = Math.max(free, at) + performance.now() - began;
    for (const one of due) late.push(free - one.dueAt);
  };
  for (let n = 0; n < INCIDENTS; n += 1) call(BEGIN, () => machine.apply(raised(n, BEGIN)));
  for (let tick = MIDNIGHT + TICK_MS; tick <= MIDNIGHT + WATCHED_MS; tick += TICK_MS) call(tick, () => machine.advance(tick));
  const before = cpuSince(cpu);
  const restore = process.cpuUsage();
  new Escalation(aTown([]).around, JSON.parse(JSON.stringify(machine.state())));
  const restoredMs = cpuSince(restore);
  const closing = process.cpuUsage();
  for (let n = 0; n < INCIDENTS; n += 1) {
    const end = MIDNIGHT + WATCHED_MS + 1;
    machine.apply({ is: 'acknowledged', incident: `i${n}`, at: end, by: 'li' });
    machine.apply({ is: 'closed', incident: `i${n}`, at: end });
  }
  const cpuMs = before + cpuSince(closing);
  return { late: late.sort((a, b) => a - b), cpuMs, notices: late.length / INCIDENTS, restoredMs };
}

/** Incidents over a day: half are acknowledged at once, half after every step was told; handled and closed later. */
function day(isSoon: (n: number) => boolean): { ms: number; notices: number } {
  const events = Array.from({ length: INCIDENTS }, (_, n): EscalationEvent[] => {
    const incident = `i${n}`;
    const at = MIDNIGHT + Math.floor((n / INCIDENTS) * (DAY_MS - 3_600 * SECOND));
    const taken = at + (isSoon(n) ? 20 : 200) * SECOND;
    return [
      raised(n, at),
      { is: 'acknowledged', incident, at: taken, by: 'li' },
      { is: 'handled', incident, at: taken + 60 * SECOND, by: 'li' },
      { is: 'closed', incident, at: at + 1_800 * SECOND },
    ];
  })
    .flat()
    .sort((a, b) => a.at - b.at);
  const machine = new Escalation(aTown([]).around);
  const began = process.cpuUsage();
  let notices = 0;
  let next = 0;
  for (let tick = MIDNIGHT; tick <= MIDNIGHT + DAY_MS; tick += TICK_MS) {
    for (let event = events[next]; event && event.at <= tick; event = events[next]) {
      notices += machine.apply(event).length;
      next += 1;
    }
    notices += machine.advance(tick).length;
  }
  return { ms: cpuSince(began), notices };
}

function dayWithoutAnswer(): { ms: number; notices: number } {
  const machine = new Escalation(aTown([]).around);
  const began = process.cpuUsage();
  let notices = 0;
  for (let n = 0; n < INCIDENTS; n += 1) notices += machine.apply(raised(n, MIDNIGHT)).length;
  for (let tick = MIDNIGHT; tick <= MIDNIGHT + DAY_MS; tick += TICK_MS) notices += machine.advance(tick).length;
  return { ms: cpuSince(began), notices };
}

/** Put, handed to the channel and answered. */
function queueAtOnce(): { ms: number } {
  const queue = new NoticeQueue<RealNotice>({ channel: () => ({ credential: 'bench', limits: {}, isGroup: false }), random: () => 0.5 });
  const title = words('【火警】', '[fire]');
  const began = process.cpuUsage();
  for (let n = 0; n < INCIDENTS; n += 1) {
    const about = {
      id: `n${n}`,
      incident: `i${n}`,
      class: 'fire',
      phase: 'raised',
      title,
      lines: [],
      place: '',
      at: 0,
      alarms: 1,
      url: null,
    } as const;
    const via = [{ channel: 'bench', recipient: { name: '', to: `1380${n}` } }];
    queue.put({ id: `n${n}`, notice: { ...about, isRepeated: false, drill: false }, via }, 0);
  }
  for (const one of queue.advance(0)) queue.answered(one, { is: 'ok' }, 1);
  return { ms: cpuSince(began) };
}
