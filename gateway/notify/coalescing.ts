// The queue in front of the channels: folds what comes too thick, keeps below the providers' limits, tries again, takes
// the next channel, and says of each notice what became of it. Fire goes first. Pure: the clock and chance are handed in.
import { type Words, words } from '../../device-drivers/words.ts';
import { ALARM_CLASSES, type AlarmClass } from '../../rules/rule.ts';
import { ChannelTokens } from './channel-tokens.ts';
import type { ChannelLimits, Sent } from './channels/channel.ts';
import { DueHeap, type Scheduled } from './due-heap.ts';
import { type Leg, Legs, type Route } from './legs.ts';
import type { Notice } from './notice.ts';

/** A notice to one recipient, with the ways to reach it in order. */
export interface NoticeJob<Kind extends Notice> {
  readonly id: string;
  readonly notice: Kind;
  readonly via: readonly Route[];
  /** Of a fire: the next way is begun beside one that brought nothing for so long, ms; left out: 5 s. */
  readonly besideAfterMs?: number | undefined;
}

/** Something to send now; its answer comes back by `answered`. */
export interface Try<Kind extends Notice> extends Route {
  readonly job: string;
  /** Which of its ways, from 0. */
  readonly leg: number;
  /** As it is told: with what was folded into it. */
  readonly notice: Kind;
}

/** What became of a notice in the end: one for each. */
export type NoticeOutcome = { readonly job: string; readonly at: number } & (
  | { readonly is: 'sent'; readonly channel: string; readonly receipt: string | null; readonly tookMs: number }
  | { readonly is: 'folded'; readonly into: string }
  | { readonly is: 'refused' | 'failed'; readonly reason: Words }
);

/** One try, for the record. */
export interface TryRecord extends Route {
  readonly job: string;
  readonly at: number;
  readonly tookMs: number;
  readonly sent: Sent;
}

/** A channel that fails, or works again. */
export interface ChannelReport {
  readonly channel: string;
  readonly at: number;
  readonly is: 'failing' | 'working';
  readonly reason: Words | null;
}

export interface QueueAround {
  /**
   * The bounds of a channel, and what shares them: channels of one credential draw from the same tokens. `isGroup`: it
   * speaks to a group whoever the recipient is, so what its provider closes is closed for all.
   */
  channel(id: string): { readonly credential: string; readonly limits: ChannelLimits; readonly isGroup: boolean };
  /** From 0 up to 1, from a source with a seed. */
  random(): number;
}

/** At most one summary of an incident to a recipient in so long (ux 4.1). */
const SUMMARY_MS = 60_000;
/** Below fire: at a robot's 18 a minute nearly two hours of telling; what stands further back is of a past nobody needs. */
const QUEUE_BOUND = 2_000;
/** After each failure (ux 4.1): a hiccup, a restart of the other side, a change of its address, a short outage. */
const AGAIN_MS: readonly number[] = [1_000, 5_000, 30_000, 120_000];
/** Tries come up to a fifth sooner or later, so that thousands that failed together do not return together. */
const JITTER = 0.2;
/**
 * A notice waits so long for a token before its next channel is taken: a fire no longer than a person notices; the rest
 * long enough that a flood of faults in a free robot does not become a flood of calls.
 */
const PATIENCE_MS = { fire: 5_000, other: 5 * 60_000 } as const;
/** Below fire, on the last channel: what waited longer tells of a state that is over. */
const WAIT_AT_MOST_MS = 10 * 60_000;
/** Failures in a row after which a channel is reported. */
const FAILING_AFTER = 3;

interface Item<Kind extends Notice> {
  readonly job: NoticeJob<Kind>;
  readonly thread: Thread<Kind>;
  /** Its place in the line; that of the eldest folded into it. */
  place: number;
  /** Upgrades to fire and ends are always sent, never folded. */
  readonly mustSend: boolean;
  folded: number;
  readonly putAt: number;
  readonly legs: Legs;
}

/** What one recipient hears of one incident. Due: when the next summary may go, or it can be forgotten. */
interface Thread<Kind extends Notice> extends Scheduled {
  readonly key: string;
  class: AlarmClass;
  gathering: Item<Kind> | null;
  waiting: Item<Kind> | null;
}

/** For notices of one kind: that of the real ones takes no drill, by its type. */
export class NoticeQueue<Kind extends Notice> {
  readonly #around: QueueAround;
  readonly #items = new Map<string, Item<Kind>>();
  /** All without an outcome, by class, oldest first; and those of them that stand in line or are away. */
  readonly #open = new Map<AlarmClass, Set<Item<Kind>>>(ALARM_CLASSES.map((known) => [known, new Set()]));
  readonly #lanes = new Map<AlarmClass, Set<Item<Kind>>>(ALARM_CLASSES.map((known) => [known, new Set()]));
  readonly #threads = new Map<string, Thread<Kind>>();
  readonly #heap = new DueHeap<Thread<Kind>>();
  readonly #tokens = new Map<string, ChannelTokens>();
  readonly #failures = new Map<string, number>();
  /** With a try that has no answer yet. */
  readonly #away = new Map<string, Item<Kind>>();
  #outcomes: NoticeOutcome[] = [];
  #records: TryRecord[] = [];
  #reports: ChannelReport[] = [];
  #placed = 0;

  constructor(around: QueueAround) {
    this.#around = around;
  }

  /** Takes a notice. One whose id is still on its way is the same one and changes nothing. */
  put(job: NoticeJob<Kind>, now: number): void {
    if (this.#items.has(job.id)) return;
    if (job.via.length === 0) {
      const reason = words('没有可用的通知方式', 'there is no channel to the recipient');
      this.#end(job.id, { job: job.id, at: now, is: 'failed', reason });
      return;
    }
    const key = threadOf(job);
    const before = this.#threads.get(key);
    const thread: Thread<Kind> = before ?? {
      key,
      class: job.notice.class,
      gathering: null,
      waiting: null,
      due: null,
      order: this.#placed,
      slot: -1,
    };
    const isUpgrade = before !== undefined && job.notice.class === 'fire' && before.class !== 'fire';
    const mustSend = isUpgrade || job.notice.phase === 'resolved';
    const item: Item<Kind> = {
      job,
      thread,
      place: this.#placed,
      mustSend,
      folded: 0,
      putAt: now,
      legs: new Legs(job.via, job.notice.class === 'fire', job.besideAfterMs),
    };
    this.#placed += 1;
    this.#items.set(job.id, item);
    this.#open.get(job.notice.class)?.add(item);
    this.#threads.set(key, thread);
    this.#gather(thread, item, now);
    if (mustSend || before === undefined) this.#release(thread, now);
    this.#shed(now);
  }

  /** What to send now, fire first. */
  advance(now: number): Try<Kind>[] {
    for (let thread = this.#heap.first(); thread && thread.due !== null && thread.due <= now; thread = this.#heap.first()) {
      this.#release(thread, now);
    }
    const tries: Try<Kind>[] = [];
    for (const lane of this.#lanes.values()) {
      for (const item of [...lane].sort((a, b) => a.place - b.place)) {
        tries.push(...this.#tries(item, now));
      }
    }
    return tries;
  }

  /** What a try came to; of one that was begun beside another also after the notice has its outcome. */
  answered({ job, leg: nth }: Pick<Try<Kind>, 'job' | 'leg'>, sent: Sent, now: number): void {
    const item = this.#away.get(job);
    const leg = item?.legs.all[nth];
    if (!item || !leg || leg.sentAt === null) return;
    const { channel, recipient } = leg.route;
    const tookMs = now - leg.sentAt;
    leg.sentAt = null;
    if (!item.legs.isAway) this.#away.delete(job);
    this.#records.push({ job, at: now, tookMs, sent, ...leg.route });
    this.#watch(channel, sent, now);
    if (this.#items.get(job) !== item) return;
    if (sent.is === 'ok') {
      this.#end(job, { job, at: now, is: 'sent', channel, receipt: sent.receipt ?? null, tookMs: now - item.putAt });
      return;
    }
    if (sent.is === 'retry' && sent.isUnsure) item.legs.mayHaveGone = true;
    const pause = AGAIN_MS[leg.tries];
    leg.tries += 1;
    const isFailing = (this.#failures.get(channel) ?? 0) >= FAILING_AFTER;
    // A channel that is known to fail gets one try of each notice where there is another channel.
    if (sent.is === 'refused' || pause === undefined || (isFailing && item.legs.hasOtherThan(leg))) {
      this.#over(item, leg, sent.reason, now);
      return;
    }
    leg.notBefore = now + pause * (1 + JITTER * (2 * this.#around.random() - 1));
    if (sent.afterMs !== undefined) this.#tokensOf(channel).close(recipient.to, now + sent.afterMs, now);
  }

  /** Final outcomes since it was last asked. */
  takeOutcomes(): NoticeOutcome[] {
    const outcomes = this.#outcomes;
    this.#outcomes = [];
    return outcomes;
  }

  /** Tries since it was last asked. */
  takeRecords(): TryRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  /** Went out before the queue was there: the provider counts it all the same. To be told in order of time. */
  wentOut({ channel, recipient }: Route, at: number): void {
    this.#tokensOf(channel).take(recipient.to, at);
  }

  /** The channel was seen to work beside the queue: by a test of it. */
  works(channel: string, now: number): void {
    this.#watch(channel, { is: 'ok' }, now);
  }

  /** Channels that began to fail or work again since it was last asked. */
  takeReports(): ChannelReport[] {
    const reports = this.#reports;
    this.#reports = [];
    return reports;
  }

  /** When `advance` has something to do again, unless something is put or answered before; null: nothing waits. */
  nextDue(now: number): number | null {
    let next = this.#heap.first()?.due ?? Number.POSITIVE_INFINITY;
    for (const [known, lane] of this.#lanes) {
      for (const item of lane) {
        next = Math.min(next, item.legs.besideAt() ?? next);
        for (const leg of item.legs.all) {
          if (leg.isOver || leg.sentAt !== null) continue;
          const isFire = known === 'fire';
          const open = this.#tokensOf(leg.route.channel).openFor(leg.route.recipient.to, now, isFire);
          const patience = leg.since + (isFire ? PATIENCE_MS.fire : PATIENCE_MS.other) + 1;
          next = Math.min(next, Math.max(leg.notBefore, patience > now ? Math.min(open, patience) : open));
        }
      }
    }
    return Number.isFinite(next) ? next : null;
  }

  /** Notices without an outcome yet. */
  get size(): number {
    return this.#items.size;
  }

  /** The newest tells the state best and takes what was gathered in, except that nothing hides a more urgent one. */
  #gather(thread: Thread<Kind>, item: Item<Kind>, now: number): void {
    const { gathering } = thread;
    if (gathering && rankOf(gathering) < rankOf(item)) {
      if (!item.mustSend) {
        this.#fold(item, gathering, now);
        return;
      }
      this.#release(thread, now);
    }
    thread.gathering = item;
    if (gathering && rankOf(gathering) >= rankOf(item)) this.#fold(gathering, item, now);
  }

  /** Lets go what was gathered; what stood in line of the same thread, untried, goes with it. */
  #release(thread: Thread<Kind>, now: number): void {
    const { gathering } = thread;
    const waiting = thread.waiting && this.#items.get(thread.waiting.job.id) === thread.waiting ? thread.waiting : null;
    if (gathering) {
      thread.gathering = null;
      thread.class = gathering.job.notice.class;
      thread.waiting = gathering.mustSend ? null : gathering;
      gathering.legs.begin(now);
      this.#lanes.get(gathering.job.notice.class)?.add(gathering);
      if (waiting?.legs.isUntried && rankOf(waiting) >= rankOf(gathering)) this.#fold(waiting, gathering, now);
    }
    const isIdle = !gathering && !waiting;
    thread.due = isIdle ? null : now + SUMMARY_MS;
    this.#heap.place(thread);
    if (isIdle) this.#threads.delete(thread.key);
  }

  #fold(item: Item<Kind>, into: Item<Kind>, now: number): void {
    into.folded += item.folded + 1;
    into.place = Math.min(into.place, item.place);
    this.#end(item.job.id, { job: item.job.id, at: now, is: 'folded', into: into.job.id });
  }

  /** Above the bound the oldest of the least urgent class goes, and says so. Fire is outside the bound. */
  #shed(now: number): void {
    if (this.#items.size - (this.#open.get('fire')?.size ?? 0) <= QUEUE_BOUND) return;
    for (const known of ALARM_CLASSES.toReversed()) {
      if (known === 'fire') return;
      for (const { legs, job } of this.#open.get(known) ?? []) {
        if (legs.isAway) continue;
        this.#end(job.id, { job: job.id, at: now, is: 'refused', reason: words('通知队列已满', 'the queue of notices is full') });
        return;
      }
    }
  }

  #tries(item: Item<Kind>, now: number): Try<Kind>[] {
    const { legs } = item;
    const beside = legs.besideAt();
    if (beside !== null && beside <= now) legs.begin(now);
    const tries: Try<Kind>[] = [];
    // A way that comes to nothing for want of a token puts the next one behind the list.
    for (let nth = 0; nth < legs.all.length; nth += 1) {
      const leg = legs.all[nth];
      const one = leg && this.#try(item, leg, now);
      if (one) tries.push(one);
    }
    return tries;
  }

  #try(item: Item<Kind>, leg: Leg, now: number): Try<Kind> | undefined {
    const { legs, job } = item;
    if (leg.isOver || leg.sentAt !== null || leg.notBefore > now) return undefined;
    const isFire = job.notice.class === 'fire';
    const tokens = this.#tokensOf(leg.route.channel);
    const { to } = leg.route.recipient;
    const open = tokens.openFor(to, now, isFire);
    if (open <= now) {
      tokens.take(to, now);
      const notice = noticeOf(item, legs.isAway || legs.mayHaveGone);
      leg.sentAt = now;
      leg.firstSentAt ??= now;
      this.#away.set(job.id, item);
      return { ...leg.route, job: job.id, leg: leg.nth, notice };
    }
    const patience = isFire ? PATIENCE_MS.fire : PATIENCE_MS.other;
    const waited = now - leg.since;
    if (legs.hasMore && (open - now > patience || waited > patience)) this.#over(item, leg, 'no token', now);
    else if (!legs.hasMore && !isFire && waited > WAIT_AT_MOST_MS) this.#over(item, leg, 'no token', now);
    return undefined;
  }

  #over({ legs, job }: Item<Kind>, leg: Leg, why: Words | 'no token', now: number): void {
    legs.over(leg, now);
    if (!legs.isLost) return;
    const reason =
      why === 'no token'
        ? words('通道额度用尽', 'the channel has no more to give')
        : words(`各通知方式均失败：${why.zh}`, `every channel failed: ${why.en}`);
    this.#end(job.id, { job: job.id, at: now, is: 'failed', reason });
  }

  #watch(channel: string, sent: Sent, now: number): void {
    if (sent.is === 'refused' && sent.isOfRecipient) return;
    const before = this.#failures.get(channel) ?? 0;
    const failures = sent.is === 'ok' ? 0 : before + 1;
    this.#failures.set(channel, failures);
    if (failures === FAILING_AFTER) this.#reports.push({ channel, at: now, is: 'failing', reason: sent.is === 'ok' ? null : sent.reason });
    if (failures === 0 && before >= FAILING_AFTER) this.#reports.push({ channel, at: now, is: 'working', reason: null });
  }

  #end(id: string, outcome: NoticeOutcome): void {
    const item = this.#items.get(id);
    this.#items.delete(id);
    if (item) {
      this.#open.get(item.job.notice.class)?.delete(item);
      this.#lanes.get(item.job.notice.class)?.delete(item);
      if (item.thread.gathering === item) item.thread.gathering = null;
    }
    this.#outcomes.push(outcome);
  }

  #tokensOf(channel: string): ChannelTokens {
    const { credential, limits, isGroup } = this.#around.channel(channel);
    const tokens = this.#tokens.get(credential) ?? new ChannelTokens(limits, isGroup);
    this.#tokens.set(credential, tokens);
    return tokens;
  }
}

/** One incident and one recipient by the same ways: a call and a message to one person are two threads. */
function threadOf({ notice, via }: NoticeJob<Notice>): string {
  return JSON.stringify([notice.incident, ...via.map(({ channel, recipient }) => [channel, recipient.to, recipient.name])]);
}

function rankOf(item: Item<Notice>): number {
  return ALARM_CLASSES.indexOf(item.job.notice.class);
}

function noticeOf<Kind extends Notice>({ job, folded }: Item<Kind>, isAgain: boolean): Kind {
  const notice = isAgain ? { ...job.notice, isRepeated: true } : job.notice;
  if (folded === 0) return notice;
  const line = words(`另有 ${folded} 条先前的通知并入本条`, `${folded} earlier notice${folded === 1 ? '' : 's'} folded into this one`);
  return { ...notice, lines: [...notice.lines, line] };
}
