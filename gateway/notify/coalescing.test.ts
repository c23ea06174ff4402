// The queue before the channels: nothing lost, nothing hidden, fire first, and never above what a provider takes.
import fc from 'fast-check';
import { words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Sent } from './channels/channel.ts';
import type { NoticeJob, NoticeOutcome, NoticeQueue, Try } from './coalescing.ts';
import type { DrillNotice, NoticePhase, RealNotice } from './notice.ts';
import { aJob, aQueue, chance, OK, RETRY, type Said } from './testing/a-queue.ts';

/** Everything out of the queue at an instant that goes through at once. */
function sentAt(queue: NoticeQueue<RealNotice>, now: number): string[] {
  const tries = queue.advance(now);
  for (const one of tries) queue.answered(one, OK, now);
  return tries.map((one) => one.job);
}

const TIMED_OUT: Sent = { is: 'retry', reason: words('无答复', 'no answer'), isUnsure: true };

const marked = (tries: readonly Try<RealNotice>[]): string[] =>
  tries.map(({ channel, notice }) => `${channel}${notice.isRepeated ? ' marked' : ''}`);

const inShort = (outcomes: readonly NoticeOutcome[]): string[] =>
  outcomes.map(
    (one) => `${one.job} ${one.is}${one.is === 'folded' ? ` into ${one.into}` : ''}${one.is === 'sent' ? ` ${one.channel}` : ''}`,
  );

describe('notices of one incident to one recipient', () => {
  it('go out at once the first time, and then as one summary a minute that counts what it holds', () => {
    const queue = aQueue();
    queue.put(aJob('n1', { phase: 'raised' }), 0);
    expect(sentAt(queue, 0)).toEqual(['n1']);
    for (let n = 2; n <= 5; n += 1) queue.put(aJob(`n${n}`), n * 1_000);
    expect(queue.advance(59_999)).toEqual([]);
    expect(queue.nextDue(59_999)).toBe(60_000);
    const [summary] = queue.advance(60_000);
    expect(summary?.notice.lines.at(-1)?.en).toBe('3 earlier notices folded into this one');
    queue.answered({ job: 'n5', leg: 0 }, OK, 60_100);
    expect(inShort(queue.takeOutcomes())).toEqual([
      'n1 sent robot',
      'n2 folded into n3',
      'n3 folded into n4',
      'n4 folded into n5',
      'n5 sent robot',
    ]);
  });

  it('are sent at once all the same when it becomes a fire and when it ends', () => {
    const queue = aQueue();
    const via = ['console'];
    queue.put(aJob('n1', { via }), 0);
    expect(sentAt(queue, 0)).toEqual(['n1']);
    queue.put(aJob('n2', { via }), 100);
    queue.put(aJob('n3', { class: 'fire', via }), 200);
    queue.put(aJob('n4', { class: 'fire', phase: 'resolved', via }), 300);
    expect(sentAt(queue, 300)).toEqual(['n3', 'n4']);
    expect(queue.takeOutcomes()[1]).toMatchObject({ job: 'n2', is: 'folded', into: 'n3' });
  });

  it('by a call and by a message do not hold each other up, nor do those of two incidents or two people', () => {
    const queue = aQueue();
    queue.put(aJob('n1', { via: ['voice'], to: '138' }), 0);
    queue.put(aJob('n2', { via: ['feishu'], to: '138' }), 0);
    queue.put(aJob('n3', { via: ['voice'], to: '139' }), 0);
    queue.put(aJob('n4', { via: ['feishu'], to: '138', incident: 'i2' }), 0);
    expect(sentAt(queue, 0)).toHaveLength(4);
  });
});

describe('a channel', () => {
  it('is tried again after 1 s, 5 s, 30 s and 2 min, a fifth more or less, and then the next one is taken', () => {
    const queue = aQueue();
    queue.put(aJob('n1', { via: ['robot', 'console'] }), 0);
    queue.put(aJob('never', { via: ['robot'], incident: 'i2' }), 0);
    const times = new Map<string, number[]>([
      ['n1', []],
      ['never', []],
    ]);
    for (let now = 0; now < 300_000; now += 50) {
      for (const one of queue.advance(now)) {
        times.get(one.job)?.push(now);
        queue.answered(one, one.channel === 'robot' ? RETRY : OK, now);
      }
    }
    const waits = (times.get('never') ?? []).map((at, n, all) => at - (all[n - 1] ?? 0));
    for (const [n, wait] of [0, 1_000, 5_000, 30_000, 120_000].entries())
      expect(Math.abs((waits[n] ?? 0) - wait)).toBeLessThanOrEqual(wait / 5 + 50);
    expect(inShort(queue.takeOutcomes())).toEqual(['n1 sent console', 'never failed']);
  });

  it('is reported after three failures in a row, once, and when it works again; until then a notice tries it only once', () => {
    const queue = aQueue();
    const put = (n: number): void => {
      const id = `n${n}`;
      queue.put(aJob(id, { via: ['robot', 'console'], incident: id }), n);
      for (const one of queue.advance(n))
        queue.answered(one, one.channel === 'robot' && n < 6 ? { is: 'refused', reason: words('errcode 93000', 'errcode 93000') } : OK, n);
      for (const one of queue.advance(n)) queue.answered(one, OK, n);
    };
    for (let n = 1; n < 8; n += 1) put(n);
    expect(queue.takeReports()).toEqual([
      { channel: 'robot', at: 3, is: 'failing', reason: words('errcode 93000', 'errcode 93000') },
      { channel: 'robot', at: 6, is: 'working', reason: null },
    ]);
    expect(queue.takeRecords().filter((one) => one.sent.is === 'refused')).toHaveLength(5);
  });

  it('is not blamed for what is the recipient’s own: a number that is none, a sounder that stays silent in a drill', () => {
    const queue = aQueue();
    for (let n = 0; n < 5; n += 1) {
      queue.put(aJob(`n${n}`, { via: ['voice', 'console'], incident: `i${n}`, to: `${n}` }), 0);
      queue.advance(0);
      queue.answered({ job: `n${n}`, leg: 0 }, { is: 'refused', reason: words('手机号不合法', 'no number'), isOfRecipient: true }, 0);
      expect(queue.advance(0)).toMatchObject([{ job: `n${n}`, channel: 'console' }]);
    }
    expect(queue.takeReports()).toEqual([]);
  });

  it('that asks for ten minutes of silence gets them, and a fire takes the next channel meanwhile', () => {
    const queue = aQueue();
    queue.put(aJob('n1', { via: ['robot', 'console'] }), 0);
    queue.advance(0);
    queue.answered({ job: 'n1', leg: 0 }, { is: 'retry', reason: words('130101', '130101'), afterMs: 600_000 }, 0);
    queue.put(aJob('n2', { class: 'fire', incident: 'i2', via: ['robot', 'console'] }), 10);
    expect(queue.advance(10)).toMatchObject([{ job: 'n2', channel: 'console' }]);
  });

  it('of a group that asks for silence is silent whomever a notice mentions, one to persons for that person alone', () => {
    const silence: Sent = { is: 'retry', reason: words('130101', '130101'), afterMs: 600_000 };
    for (const [channel, next] of [
      ['robot', 'console'],
      ['voice', 'voice'],
    ] as const) {
      const queue = aQueue();
      queue.put(aJob('n1', { via: [channel, 'console'], to: '13800001001' }), 0);
      queue.advance(0);
      queue.answered({ job: 'n1', leg: 0 }, silence, 0);
      queue.put(aJob('n2', { class: 'fire', incident: 'i2', via: [channel, 'console'], to: '13800001002' }), 10);
      expect(queue.advance(10)).toMatchObject([{ job: 'n2', channel: next }]);
    }
  });

  it('that hangs does not hold a fire up: after 5 s the next one is taken beside it, marked as perhaps repeated', () => {
    const queue = aQueue();
    queue.put(aJob('n1', { class: 'fire', via: ['robot', 'voice', 'console'] }), 0);
    expect(marked(queue.advance(0))).toEqual(['robot']);
    expect(queue.nextDue(0)).toBe(5_000);
    expect(queue.advance(4_999)).toEqual([]);
    expect(marked(queue.advance(5_000))).toEqual(['voice marked']);
    expect(queue.nextDue(5_000)).toBe(10_000);
    queue.answered({ job: 'n1', leg: 1 }, OK, 6_000);
    expect(inShort(queue.takeOutcomes())).toEqual(['n1 sent voice']);
    expect(queue.advance(60_000)).toEqual([]);
    // What the first one comes to stands in the record all the same, and is no second outcome.
    queue.answered({ job: 'n1', leg: 0 }, TIMED_OUT, 10_000);
    expect(queue.takeRecords().map(({ channel, tookMs, sent }) => [channel, tookMs, sent.is])).toEqual([
      ['voice', 1_000, 'ok'],
      ['robot', 10_000, 'retry'],
    ]);
    expect([queue.takeOutcomes(), queue.size, queue.nextDue(60_000)]).toEqual([[], 0, null]);
  });

  it('that hangs is tried further where the one beside it refuses, and the notice fails when both have', () => {
    const queue = aQueue();
    const no: Sent = { is: 'refused', reason: words('errcode 93000', 'errcode 93000') };
    queue.put(aJob('n1', { class: 'fire', via: ['robot', 'voice'] }), 0);
    queue.advance(0);
    queue.advance(5_000);
    queue.answered({ job: 'n1', leg: 1 }, no, 5_100);
    expect(queue.takeOutcomes()).toEqual([]);
    queue.answered({ job: 'n1', leg: 0 }, TIMED_OUT, 10_000);
    expect(marked(queue.advance(11_200))).toEqual(['robot marked']);
    queue.answered({ job: 'n1', leg: 0 }, no, 11_300);
    expect(inShort(queue.takeOutcomes())).toEqual(['n1 failed']);
  });

  it('gets so long as the policy says, and as long as it needs below fire', () => {
    const queue = aQueue();
    queue.put({ ...aJob('n1', { class: 'fire', via: ['robot', 'voice'] }), besideAfterMs: 20_000 }, 0);
    queue.put(aJob('n2', { class: 'fault', incident: 'i2', via: ['robot', 'voice'] }), 0);
    expect(queue.advance(0)).toHaveLength(2);
    expect(queue.advance(19_999)).toEqual([]);
    expect(queue.advance(20_000)).toMatchObject([{ job: 'n1', channel: 'voice' }]);
    expect(queue.advance(600_000)).toEqual([]);
  });

  it('that was sent to and gave no answer is marked when it is tried again, and one that said no is not', () => {
    for (const [answer, then] of [
      [TIMED_OUT, 'robot marked'],
      [RETRY, 'robot'],
    ] as const) {
      const queue = aQueue();
      queue.put(aJob('n1'), 0);
      queue.advance(0);
      queue.answered({ job: 'n1', leg: 0 }, answer, 10_000);
      expect(marked(queue.advance(11_200))).toEqual([then]);
    }
  });

  it('keeps three tokens of ten for fire, and nothing lower ever takes them', () => {
    const queue = aQueue();
    for (let n = 0; n < 12; n += 1) queue.put(aJob(`low${n}`, { incident: `low${n}` }), 0);
    expect(sentAt(queue, 0)).toHaveLength(7);
    for (let n = 0; n < 3; n += 1) queue.put(aJob(`fire${n}`, { incident: `fire${n}`, class: 'fire' }), 100);
    expect(sentAt(queue, 100)).toEqual(['fire0', 'fire1', 'fire2']);
    expect(sentAt(queue, 59_999)).toEqual([]);
    expect(queue.nextDue(59_999)).toBe(60_000);
    expect(sentAt(queue, 60_000)).toEqual(['low7', 'low8', 'low9', 'low10']);
    expect(sentAt(queue, 60_100)).toEqual(['low11']);
  });
});

describe('the queue when it is full', () => {
  it('refuses the oldest of the least urgent class visibly, and never a fire', () => {
    const queue = aQueue();
    for (let n = 0; n < 1_500; n += 1) queue.put(aJob(`fault${n}`, { incident: `a${n}` }), n);
    for (let n = 0; n < 500; n += 1) queue.put(aJob(`note${n}`, { incident: `b${n}`, class: 'notice' }), n);
    for (let n = 0; n < 3_000; n += 1) queue.put(aJob(`fire${n}`, { incident: `c${n}`, class: 'fire' }), n);
    expect(queue.takeOutcomes()).toEqual([]);
    queue.put(aJob('fault', { incident: 'd' }), 5_000);
    queue.put(aJob('note', { incident: 'e', class: 'notice' }), 5_000);
    expect(queue.takeOutcomes()).toMatchObject([
      { job: 'note0', is: 'refused', reason: { en: 'the queue of notices is full' } },
      { job: 'note1', is: 'refused' },
    ]);
    expect(queue.size).toBe(5_000);
  });

  it('refuses none that is being sent at that moment: it may be told already', () => {
    const queue = aQueue();
    queue.put(aJob('away', { incident: 'a' }), 0);
    expect(queue.advance(0)).toMatchObject([{ job: 'away' }]);
    for (let n = 0; n < 2_000; n += 1) queue.put(aJob(`n${n}`, { incident: `b${n}` }), 0);
    expect(queue.takeOutcomes()).toMatchObject([{ job: 'n0', is: 'refused' }]);
  });
});

describe('whatever comes and whatever the providers say', () => {
  const said = fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    incident: fc.constantFrom('i1', 'i2', 'i3', 'i4'),
    class: fc.constantFrom<AlarmClass>('fire', 'fire', 'pre-alarm', 'fault', 'fault', 'notice'),
    phase: fc.constantFrom<NoticePhase>('raised', 'escalated', 'update', 'update', 'resolved'),
    via: fc.constantFrom(['robot'], ['robot', 'feishu'], ['voice', 'robot'], ['voice'], ['feishu', 'voice', 'console'], []),
    to: fc.constantFrom('138', '139'),
  });

  it('each notice has exactly one outcome, no bucket overflows, its reserve stays with fire, and fire goes first', () => {
    const failing = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 120 }), fc.integer(), failing, (notices, seed, share) => {
        const { outcomes, sent, records } = lived(notices, seed, share);
        expect(records).toBe(sent.length);
        expect(outcomes.toSorted()).toEqual(notices.map((_, n) => `n${n}`).toSorted());
        holds(sent, 'robot', 60_000, 10, 7);
        holds(sent, 'feishu', 1_000, 5, 3);
        const to = (recipient: string): Gone[] => sent.filter((one) => one.to === recipient);
        for (const recipient of ['138', '139']) holds(to(recipient), 'voice', 3_600_000, 5, 3);
      }),
      { numRuns: 300 },
    );
  });

  it('and the checks themselves see a full bucket and a share that was taken', () => {
    const sent = (count: number, isFire: boolean) => Array.from({ length: count }, (_, at) => ({ channel: 'robot', at, isFire }));
    expect(() => holds(sent(8, false), 'robot', 60_000, 10, 7)).toThrow('the share of fire was taken');
    expect(() => holds(sent(11, true), 'robot', 60_000, 10, 7)).toThrow('11 in one span');
    expect(() => holds([...sent(7, false), ...sent(3, true)], 'robot', 60_000, 10, 7)).not.toThrow();
  });

  it('a drill does not enter the queue of the real ones', () => {
    const drill: NoticeJob<DrillNotice> = { ...aJob('d1'), notice: { ...aJob('d1').notice, drill: true } };
    // @ts-expect-error: the type of the queue takes no drill.
    aQueue().put(drill, 0);
    expect(drill.notice.drill).toBe(true);
  });
});

interface Gone {
  readonly channel: string;
  readonly at: number;
  readonly isFire: boolean;
  readonly to: string;
}

/** Puts notices in, answers as chance has it, and goes on until nothing waits. `share`: of the tries that fail. */
function lived(
  notices: readonly (Said & { readonly wait: number })[],
  seed: number,
  share: number,
): { outcomes: string[]; sent: Gone[]; records: number } {
  const queue = aQueue(seed);
  const random = chance(seed + 1);
  const flying: { readonly one: Try<RealNotice>; readonly at: number }[] = [];
  const sent: Gone[] = [];
  const threads = new Set<string>();
  const step = (now: number, fire?: string): void => {
    for (const away of flying.splice(0)) {
      const failed: Sent = random() < 0.8 ? RETRY : { is: 'refused', reason: words('no', 'no') };
      if (away.at > now) flying.push(away);
      else queue.answered(away.one, random() < share ? failed : OK, now);
    }
    const tries = queue.advance(now);
    for (const [nth, one] of tries.entries()) {
      const isBeside = [...flying.map((away) => away.one), ...tries.slice(0, nth)].some(({ job }) => job === one.job);
      if (isBeside && (one.notice.class !== 'fire' || !one.notice.isRepeated)) throw new Error('told twice at once without a mark');
    }
    const firstLower = tries.findIndex((one) => one.notice.class !== 'fire');
    const isBehind = firstLower >= 0 && tries.slice(firstLower).some((one) => one.notice.class === 'fire');
    if (isBehind) throw new Error('a fire behind a lower class');
    for (const one of tries) {
      const { channel, notice, recipient } = one;
      sent.push({ channel, at: now, isFire: notice.class === 'fire', to: recipient.to });
      // One in five hangs, as long as a try may take.
      flying.push({ one, at: now + Math.floor(random() < 0.2 ? 10_000 : random() * 3_000) });
    }
    if (fire === undefined || tries.some((one) => one.job === fire)) return;
    const spent = sent.filter((one) => one.channel === 'robot' && one.at > now - 60_000);
    if (spent.length < 10 || spent.some((one) => one.at === now && !one.isFire)) throw new Error('a fire waits beside a free token');
  };
  let now = 0;
  for (const [n, { wait, ...one }] of notices.entries()) {
    for (const until = now + wait; now < until; now = Math.min(until, now + 1_000)) step(now);
    queue.put(aJob(`n${n}`, one), now);
    const thread = JSON.stringify([one.incident, one.to, one.via]);
    // The first notice of a fire must go by the robot at once, if the robot has a token at all.
    if (one.class === 'fire' && one.via?.[0] === 'robot' && !threads.has(thread)) step(now, `n${n}`);
    threads.add(thread);
  }
  for (let more = 0; queue.size > 0 && more < 20_000; more += 1) {
    step(now);
    now = Math.max(now + 250, Math.min(...flying.map(({ at }) => at), queue.nextDue(now) ?? now));
  }
  for (const { one } of flying) queue.answered(one, OK, now + 10_000);
  return { outcomes: queue.takeOutcomes().map((one) => one.job), sent, records: queue.takeRecords().length };
}

/** In no span of that length do more go out than allowed, and of the lower ones no more than their share. */
function holds(
  all: readonly { channel: string; at: number; isFire: boolean }[],
  channel: string,
  span: number,
  most: number,
  lower: number,
): void {
  const sent = all.filter((one) => one.channel === channel);
  for (const { at } of sent) {
    const within = sent.filter((one) => one.at > at - span && one.at <= at);
    if (within.length > most) throw new Error(`${channel}: ${within.length} in one span`);
    if (within.filter((one) => !one.isFire).length > lower) throw new Error(`${channel}: the share of fire was taken`);
  }
}
