// Sends what is due, once it is on the disk: real notices and drills by two lines that know nothing of each other.
import { setImmediate as soon } from 'node:timers';
import type { Words } from '../../device-drivers/words.ts';
import { words } from '../../device-drivers/words.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Database } from '../sqlite.ts';
import type { Troubles } from '../troubles.ts';
import type { AnswerLinks } from './answer-links.ts';
import { type ChannelSettings, NO_SUCH_CHANNEL } from './channel-settings.ts';
import type { ChannelAround, ChannelLimits, Sent } from './channels/channel.ts';
import { type ChannelReport, type NoticeOutcome, NoticeQueue, type Try } from './coalescing.ts';
import type { DrillNotice, Notice, RealNotice } from './notice.ts';
import type { NoticeRow, NoticeRows, PastTry } from './notice-rows.ts';
import { type Sought, UnreachedPeople } from './unreached.ts';
import { CONSOLE, waysTo } from './ways.ts';

export interface SendingAround {
  readonly database: Database;
  readonly rows: NoticeRows;
  readonly channels: Pick<ChannelSettings, 'usable' | 'get'>;
  readonly sendingBy: ChannelAround;
  readonly links: Pick<AnswerLinks, 'urlFor'>;
  readonly troubles: Pick<Troubles, 'raise' | 'clear'>;
  readonly log: Log;
  readonly clock: Clock;
  random(): number;
  /** Wakes the sender when something is due; left out: a timer of the machine, which a clock that is not the machine's has no use for. */
  readonly wakeAfter?: (ms: number, wake: () => void) => NodeJS.Timeout;
  /** The incident in which one goes on: itself, or where it went up; null: it is over. */
  goesOnIn(incident: string): string | null;
  /** Screens that show the seat's board now; what changed was published to them before a notice gets here. */
  screens(): number;
}

/** Of a provider's bound what drills get: with the bounds a little below the provider's own (18 of 20) both fit in. */
const DRILL_SHARE = 9;
/** Until the disk takes what it refused. */
const AGAIN_MS = 1_000;
/** The longest span of a provider's bounds. */
const DAY_MS = 24 * 3_600_000;
/** Tries recalled at the start: some tenths of a second, and many minutes of the quickest channel. */
const MOST_RECALLED = 5_000;
/** Of those whom a fire did not reach: as many as an operator can call. */
const MOST_NAMED = 5;
const NOBODY_LOOKS = words('没有打开的值班页面', 'No screen of the seat is open');

/** The id of the trouble of a channel that fails again and again. */
export function channelTrouble(channel: string): string {
  return `channel:${channel}`;
}

/** One line of sending. That of the real notices takes no drill: its type says so. */
class Line<Kind extends Notice> {
  readonly #around: SendingAround;
  readonly #queue: NoticeQueue<Kind>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #unwritten: (() => void)[] = [];
  /** Who is to be reached of a fire, by the notice's id. */
  readonly #fires = new Map<string, Sought>();
  readonly #unreached: UnreachedPeople;
  #timer: NodeJS.Timeout | undefined;
  #writeAgain: NodeJS.Timeout | undefined;
  #isAwake = false;
  #isStopped = false;

  constructor(around: SendingAround, share: number) {
    this.#around = around;
    this.#unreached = new UnreachedPeople(around.database);
    this.#queue = new NoticeQueue<Kind>({
      channel: (id) => {
        const known = around.channels.get(id);
        const isGroup = known?.kind.recipient === 'none';
        return { credential: known?.credential ?? id, limits: shared(known?.kind.limits ?? {}, share), isGroup };
      },
      random: () => around.random(),
    });
  }

  put(row: NoticeRow, notice: Kind): void {
    const via = waysTo(row, this.#around.channels.usable());
    // That it is over is no fire of which somebody must hear; nor is what was not sent before it was over.
    if (notice.class === 'fire' && !notice.drill && notice.phase !== 'resolved' && !row.via.includes(CONSOLE)) {
      const { id: person, name } = row.recipient;
      const incident = this.#around.goesOnIn(notice.incident);
      if (incident !== null) this.#fires.set(row.id, { person, name, incident });
    }
    const besideAfterMs = row.besideAfter === undefined ? undefined : row.besideAfter * 1_000;
    this.#queue.put({ id: row.id, notice, via, besideAfterMs }, this.#around.clock());
    this.#wake();
  }

  /** A try before the start, which still counts against the provider's bounds. */
  wentOut({ channel, at, row }: PastTry): void {
    const route = waysTo(row, this.#around.channels.usable()).find((way) => way.channel === channel);
    if (route) this.#queue.wentOut(route, at);
  }

  /** Whom a fire had not reached before the start, where it burns on. */
  recall(): void {
    this.#unreached.recall((incident) => this.#around.goesOnIn(incident));
    if (this.#unreached.all().length > 0) this.#tellUnreached();
    this.#record();
  }

  works(channel: string): void {
    this.#queue.works(channel, this.#around.clock());
    this.#record();
  }

  /** Ends after the tries under way; what waits is sent after the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#writeAgain);
    await Promise.all(this.#underWay);
    this.#record();
  }

  #wake(): void {
    if (this.#isAwake || this.#isStopped) return;
    this.#isAwake = true;
    // Once for all that came with one transaction, and after the screens were told.
    soon(() => {
      this.#isAwake = false;
      if (!this.#isStopped) this.#go();
    });
  }

  #go(): void {
    const { clock } = this.#around;
    for (const one of this.#queue.advance(clock())) {
      const sent = this.#send(one).then((answer) => {
        this.#underWay.delete(sent);
        this.#queue.answered(one, answer, clock());
        this.#wake();
      });
      this.#underWay.add(sent);
    }
    this.#record();
    clearTimeout(this.#timer);
    const now = clock();
    const due = this.#queue.nextDue(now);
    const { wakeAfter = (ms, wake) => setTimeout(wake, ms) } = this.#around;
    if (due !== null && !this.#isStopped) this.#timer = wakeAfter(Math.max(1, due - now), () => this.#wake());
  }

  async #send({ channel, recipient, notice }: Try<Kind>): Promise<Sent> {
    const { channels, sendingBy, screens, links, clock } = this.#around;
    if (channel === CONSOLE) return screens() > 0 ? { is: 'ok' } : { is: 'refused', reason: NOBODY_LOOKS };
    const known = channels.get(channel);
    if (!known) return { is: 'refused', reason: NO_SUCH_CHANNEL };
    // The link is made for the try and kept nowhere: who reads the database cannot answer for others.
    const url = links.urlFor(notice, known.kind.recipient, clock());
    return await known.kind.send({ ...notice, url }, [recipient], known.settings, sendingBy);
  }

  /** Every try and outcome to the disk; where it refuses, again later. */
  #record(): void {
    const { rows, database, log, troubles } = this.#around;
    for (const { job, channel, at, tookMs, sent } of this.#queue.takeRecords()) {
      const reason = sent.is === 'ok' ? null : sent.reason;
      this.#unwritten.push(() => rows.tried(job, { channel, at, tookMs, is: sent.is, reason }));
    }
    for (const outcome of this.#queue.takeOutcomes()) {
      this.#unwritten.push(() => rows.end(outcome));
      if (outcome.is === 'failed' || outcome.is === 'refused') log.warn({ notice: outcome.job, why: outcome.reason.en }, 'not told');
      this.#watchFire(outcome);
    }
    for (const report of this.#queue.takeReports()) this.#report(report);
    if (this.#unwritten.length === 0 && !this.#unreached.isDirty()) return;
    try {
      database.transaction(() => {
        for (const write of this.#unwritten) write();
        this.#unreached.write();
      })();
      this.#unwritten.length = 0;
      this.#unreached.written();
      troubles.clear('notices');
    } catch (error) {
      log.error({ err: error }, 'what became of notices could not be written');
      troubles.raise(
        'notices',
        'fault',
        { zh: '通知记录无法写盘', en: 'What became of notices cannot be written' },
        { zh: '通知照常发出，稍后补记', en: 'They are sent all the same and written later' },
      );
      clearTimeout(this.#writeAgain);
      if (!this.#isStopped) this.#writeAgain = setTimeout(() => this.#wake(), AGAIN_MS).unref();
    }
  }

  /** A fire of which a person could not be told is everybody's to know, until that person hears of one or it is over. */
  #watchFire(outcome: NoticeOutcome): void {
    const sought = this.#fires.get(outcome.job);
    if (sought === undefined) return;
    this.#fires.delete(outcome.job);
    if (outcome.is === 'failed' || outcome.is === 'refused') this.#unreached.missed({ ...sought, reason: outcome.reason });
    if (outcome.is === 'sent') this.#unreached.reached(sought.person);
    this.#tellUnreached();
  }

  /** An incident is over, whoever is told of that; `goesOnIn`: it went up in that one, and whom it did not reach is to hear of that. */
  over(incident: string, goesOnIn: string | null): void {
    for (const [job, one] of this.#fires) {
      if (one.incident !== incident) continue;
      if (goesOnIn === null) this.#fires.delete(job);
      else this.#fires.set(job, { ...one, incident: goesOnIn });
    }
    this.#unreached.over(incident, goesOnIn);
    this.#tellUnreached();
    this.#record();
  }

  #tellUnreached(): void {
    const { troubles } = this.#around;
    const people = this.#unreached.all();
    if (people.length === 0) {
      troubles.clear('notice:fire');
      return;
    }
    const named = people.slice(-MOST_NAMED);
    const others = people.length - named.length;
    const said = (language: keyof Words, between: string, joined: string, more: string): string =>
      [...named.map(({ name, reason }) => `${name}${between}${reason[language]}`), ...(others > 0 ? [more] : [])].join(joined);
    troubles.raise(
      'notice:fire',
      'fault',
      { zh: '火警通知未能送达', en: 'A notice of fire could not be brought to its recipient' },
      { zh: said('zh', '：', '；', `另有 ${others} 人`), en: said('en', ': ', '; ', `and ${others} more`) },
    );
  }

  #report({ channel, is, reason }: ChannelReport): void {
    const { troubles, channels } = this.#around;
    if (channel === CONSOLE) return;
    const trouble = channelTrouble(channel);
    if (is === 'working') {
      troubles.clear(trouble);
      return;
    }
    const name = channels.get(channel)?.name ?? channel;
    const why: Words = reason ?? words('', '');
    troubles.raise(trouble, 'fault', { zh: `通知通道“${name}”连续失败`, en: `The channel “${name}” fails again and again` }, why);
  }
}

/** The line to real people. */
export type RealLine = Pick<Line<RealNotice>, 'put'>;

/** Everything that is sent to people. Opened before the journal is read again, started after. */
export class Sending {
  readonly #around: SendingAround;
  readonly #real: Line<RealNotice>;
  readonly #drill: Line<DrillNotice>;
  /** Without an outcome when the house was opened: they may have gone out. */
  readonly #doubtful: ReadonlySet<string>;
  #isStarted = false;

  constructor(around: SendingAround) {
    this.#around = around;
    this.#real = new Line<RealNotice>(around, 1);
    this.#drill = new Line<DrillNotice>(around, DRILL_SHARE);
    this.#doubtful = new Set(around.rows.unsent().map(({ id }) => id));
  }

  /** Sends what was left, marked as perhaps repeated where it may be, and from now on what is handed in. */
  start(): void {
    this.#isStarted = true;
    this.#real.recall();
    // Without it a gateway that begins anew in a storm oversteps what a provider punishes with minutes of silence.
    for (const one of this.#around.rows.triesSince(this.#around.clock() - DAY_MS, MOST_RECALLED)) {
      (one.row.notice.drill ? this.#drill : this.#real).wentOut(one);
    }
    for (const row of this.#around.rows.unsent()) this.#put(row, this.#doubtful.has(row.id));
  }

  /** What a channel is handed, for a test beside the lines. */
  get by(): ChannelAround {
    return this.#around.sendingBy;
  }

  /** A test of the channel went through: if it was a trouble, it is none any more. */
  works(channel: string): void {
    this.#real.works(channel);
    this.#drill.works(channel);
  }

  /** Rows that are on the disk. */
  take(rows: readonly NoticeRow[]): void {
    if (!this.#isStarted) return;
    for (const row of rows) this.#put(row, false);
  }

  /** An incident was closed. `goesOnIn`: it went up in that one. */
  over(incident: string, goesOnIn: string | null): void {
    this.#real.over(incident, goesOnIn);
  }

  /** Ends after the tries under way; what waits is sent after the next start. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all([this.#real.stop(), this.#drill.stop()]);
  }

  #put(row: NoticeRow, isRepeated: boolean): void {
    const { notice } = row;
    if (notice.drill) this.#drill.put(row, { ...notice, isRepeated });
    else this.#real.put(row, { ...notice, isRepeated });
  }
}

/** A share of a provider's bounds, at least one of each. */
function shared({ perMinute, perSecond, perRecipient }: ChannelLimits, share: number): ChannelLimits {
  const part = (all: number): number => Math.max(1, Math.floor(all / share));
  const { perMinute: toOne, perHour, perDay } = perRecipient ?? {};
  return {
    ...(perMinute === undefined ? {} : { perMinute: part(perMinute) }),
    ...(perSecond === undefined ? {} : { perSecond: part(perSecond) }),
    perRecipient: {
      ...(toOne === undefined ? {} : { perMinute: part(toOne) }),
      ...(perHour === undefined ? {} : { perHour: part(perHour) }),
      ...(perDay === undefined ? {} : { perDay: part(perDay) }),
    },
  };
}
