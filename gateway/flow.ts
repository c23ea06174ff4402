// The way of a reading: link → journal → decode → judge → alarm desk → screens. This file is that list.
import { type Decoded, decode, decodeAck } from '../device-drivers/decode.ts';
import type { Device } from '../device-drivers/device.ts';
import type { Frame } from '../device-drivers/frame.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { looksUrgent } from '../device-drivers/urgent.ts';
import type { RuleEngine } from '../rules/engine.ts';
import type { Finding } from '../rules/finding.ts';
import { type Act, type Author, type Deed, GATEWAY } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import type { AlarmStore, FrameEntry } from './alarms/alarm-store.ts';
import type { AlarmDesk } from './alarms/desk.ts';
import type { Incident } from './alarms/incident.ts';
import { Appending, type FlowJournal } from './appending.ts';
import { type BehindRooms, dutyReadings, introduce, learn } from './behind.ts';
import type { Clock } from './clock.ts';
import type { CommandRecord, Commands } from './commands/commands.ts';
import type { Counters } from './counters.ts';
import { type ActOutcome, auditOf, carryOut, touchesConclusionsOnly } from './deeds.ts';
import { BalefireError } from './errors.ts';
import type { Estate } from './estate/estate.ts';
import type { Presence } from './estate/presence.ts';
import type { History } from './history/history.ts';
import type { JournalEntry } from './journal/entry.ts';
import type { ArrivingFrame } from './links/link.ts';
import type { Log } from './log.ts';
import type { DutyBook } from './notify/duty-book.ts';
import type { Telling } from './notify/telling.ts';
import type { Shifts } from './shift/shifts.ts';
import type { Extent, State } from './state.ts';
import type { Troubles } from './troubles.ts';
import type { UnstoredFires } from './unstored-fires.ts';
import type { WalkTesting } from './walk-testing.ts';

/** Where the flow ends: the screens of people. */
export interface Screens {
  publishChanges(alarms: readonly Alarm[], incidents: readonly Incident[]): void;
  publishReadings(readings: readonly Reading[]): void;
  publishDevice(id: string): void;
  publishCommands(commands: readonly CommandRecord[]): void;
}

/** What goes back out: commands, and what a deed means for a device's connection. */
interface FlowWires {
  deliver(device: Device): void;
  retry(): void;
  afterDeed(act: Act): void;
}

export interface FlowRooms extends BehindRooms {
  /** Ids of the rules in the book. */
  readonly rules: ReadonlySet<string>;
  readonly clock: Clock;
  readonly goOnFrom: (at: number) => void;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly engine: RuleEngine;
  readonly alarms: AlarmStore;
  readonly desk: AlarmDesk;
  readonly commands: Commands;
  readonly walkTesting: WalkTesting;
  readonly wires: FlowWires;
  readonly history: History;
  readonly dutyBook: DutyBook;
  readonly shifts: Shifts;
  readonly telling: Telling;
  readonly state: State;
  readonly screens: Screens;
  readonly troubles: Troubles;
  readonly unstored: UnstoredFires;
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * The memories of devices and rules are saved after so many entries or so long: what a restart must read again, some
 * seconds' work. In slices: all at once they held the event loop for 140 to 270 ms with 8,000 devices and parts, which
 * was the whole p99 of a confirmation.
 */
const REMEMBER_AFTER_ENTRIES = 50_000;
const REMEMBER_AFTER_MS = 30_000;
/** How often time alone is looked at: a tenth of the shortest hold of the rule book. */
const TICK_MS = 250;

export class Flow {
  readonly #rooms: FlowRooms;
  readonly #appending: Appending;
  #time: number;
  #position: number;
  #rememberedAt = 0;
  /** A deed changed what judgement rests on: the next save is a whole one. */
  #wholeDue = false;
  #live = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor(rooms: FlowRooms) {
    this.#rooms = rooms;
    this.#appending = new Appending(rooms.clock, rooms.unstored);
    this.#time = rooms.state.remembered.at;
    this.#position = rooms.state.remembered.entry;
  }

  /** Concludes what the journal holds beyond the saved state, then goes live. */
  async start(journal: FlowJournal): Promise<void> {
    const { state, history } = this.#rooms;
    this.#appending.open(journal);
    const { entry: from } = state.remembered;
    for (const entry of journal.entries(Math.min(history.position(), from) + 1)) {
      if (entry.number > from) this.#conclude(entry);
      else if (entry.kind === 'frame') this.#remember(entry);
    }
    this.#settle();
    // Where the wall clock was set back while we stood still, no hold, silence or expiry would run until it had caught up.
    this.#rooms.goOnFrom(this.#time);
    this.#live = true;
    await this.act({ do: 'started' }, GATEWAY);
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Saves what is concluded. The journal must have been drained. */
  stop(): void {
    clearInterval(this.#ticker);
    this.#live = false;
    this.#save('whole');
  }

  // ── into the journal ──

  /** A frame from a link: resolves when it is on the disk. */
  accept(arriving: ArrivingFrame): Promise<void> {
    return this.#appending.accept(arriving);
  }

  /** A person's deed: resolves when it is on the disk and carried out; rejects with a BalefireError where it cannot be. */
  act(deed: Deed, by: Author): Promise<ActOutcome> {
    return this.#appending.act(deed, by);
  }

  // ── out of the journal: entries in the order of their numbers ──

  /** The journal hands in what is on the disk now. */
  committed(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      this.#appending.arrived(entry);
      this.#conclude(entry);
    }
    this.#settle();
  }

  #conclude(entry: JournalEntry): void {
    if (entry.number <= this.#position) return;
    this.#position = entry.number;
    try {
      if (entry.kind === 'frame') {
        this.#advance(entry.frame.receivedAt);
        this.#frame(entry);
        this.#tellPeople();
      } else {
        this.#act(entry.act as Act);
      }
    } catch (error) {
      this.#notUnderstood(entry, error);
    }
  }

  /** A fault of ours in one entry does not stop the street: the entry stays in the journal, and everybody sees that it was passed over. */
  #notUnderstood(entry: JournalEntry, error: unknown): void {
    const { counters, log, troubles } = this.#rooms;
    counters.add('entries.passed-over');
    log.error({ err: error, entry: entry.number }, 'an entry of the journal could not be concluded');
    const about = entry.kind === 'frame' ? entry.frame.device : 'act';
    // A trouble of its own: what is passed over later, and is no fire, does not take its place.
    const mayBurn = entry.kind === 'frame' && looksUrgent(entry.frame.body);
    troubles.raise(
      mayBurn ? 'passed-over-fire' : 'passed-over',
      mayBurn ? 'fire' : 'fault',
      mayBurn
        ? { zh: '可能的火警报文未能处理，请核实', en: 'A frame that may tell of a fire could not be processed: verify' }
        : { zh: '有报文未能处理', en: 'A frame could not be processed' },
      { zh: `日志第 ${entry.number} 条（${about}），原文已保存`, en: `Journal entry ${entry.number} (${about}); the raw frame is kept` },
    );
  }

  /** Whether what follows from the entry was concluded and saved before a restart: then it only fills the memories again. */
  #isConcluded(entry: number): boolean {
    return !this.#live && entry <= this.#rooms.state.concluded.entry;
  }

  #frame(entry: FrameEntry): void {
    const { estate, presence, engine, counters, screens, walkTesting } = this.#rooms;
    const { frame } = entry;
    introduce(frame, estate);
    const device = estate.device(frame.device);
    const driver = device && estate.driver(device);
    if (!device || !driver) {
      counters.add('frames.unknown-device');
      return;
    }
    counters.add(`frames.${frame.kind}`);
    if (frame.kind === 'ack') {
      if (!this.#isConcluded(entry.number)) this.#ack(frame);
      return;
    }
    const decoded = decode(driver, frame, device.address, presence.wasOn);
    const { faults } = decoded;
    for (const { fault } of faults) counters.add(`faults.${fault}`);
    if (this.#isRepeated(decoded, frame)) {
      counters.add('frames.repeated');
      return;
    }
    const isNew = !this.#isConcluded(entry.number);
    learn(decoded, entry, this.#rooms, isNew);
    const readings = walkTesting.marked(decoded.readings, entry, isNew);
    for (const { why } of readings) if (why) counters.add(`readings.${why}`);
    if (frame.kind === 'up' && estate.isHeld(frame.device) && isNew) estate.heardHeld(frame.device, frame.receivedAt, frame.peer, null);
    const before = presence.isOnline(frame.device);
    presence.take(entry, readings);
    this.#judged(engine.judge(readings), entry, decoded.drill);
    this.#judgeDuty();
    this.#remember(entry, readings);
    if (!this.#live) return;
    screens.publishReadings(readings);
    if (presence.isOnline(frame.device) !== before) screens.publishDevice(frame.device);
    this.#rooms.wires.deliver(device);
  }

  #isRepeated({ seq, repeat }: Decoded, { device, body, receivedAt }: Frame): boolean {
    const { presence } = this.#rooms;
    if (repeat) return presence.isResent(device, repeat, receivedAt);
    return seq !== undefined && presence.isRepeated(device, body);
  }

  /** Into the history; on a restart also what was judged before and did not get there. */
  #remember(entry: FrameEntry, readings?: readonly Reading[]): void {
    const { estate, history } = this.#rooms;
    if (entry.frame.kind !== 'up' || entry.number <= history.position()) return;
    const device = estate.device(entry.frame.device);
    const driver = device && estate.driver(device);
    if (driver) history.append(readings ?? decode(driver, entry.frame, device.address, this.#rooms.presence.wasOn).readings, entry.number);
  }

  #judged(findings: readonly Finding[], entry: FrameEntry | undefined, isOwnDrill = false): void {
    const { desk, presence, state, walkTesting } = this.#rooms;
    if (this.#isConcluded(this.#position)) return;
    for (const finding of findings) {
      // Time alone had brought it about before the restart, and it was saved.
      if (!entry && !this.#live && finding.at <= state.concluded.at) continue;
      const ground = entry ?? presence.lastFrame(finding.device);
      desk.take(finding, { entry: ground, receivedAt: entry ? entry.frame.receivedAt : finding.at });
      if (!isOwnDrill) walkTesting.take([finding], entry ? entry.frame.receivedAt : finding.at);
    }
  }

  #ack(frame: Frame): void {
    const { commands, counters } = this.#rooms;
    const ack = decodeAck(frame.body);
    if ('fault' in ack) counters.add(`faults.${ack.fault}`);
    else commands.answered(frame.device, ack.id, ack.state, frame.receivedAt, ack.reason ?? null, ack.reply ?? null);
  }

  #act(act: Act): void {
    const { alarms, counters } = this.#rooms;
    if (this.#isConcluded(this.#position)) {
      this.#advance(act.at);
      return;
    }
    const tell = this.#appending.takeOutcome(act.token);
    // At a start silence is set right before time goes on, or all that was due while we stood still would be raised.
    if (act.do !== 'started') this.#advance(act.at);
    try {
      const outcome = carryOut(act, this.#rooms);
      if (!touchesConclusionsOnly(act)) this.#wholeDue = true;
      this.#advance(act.at);
      this.#tellPeople();
      if (this.#live) this.#tellWires(act);
      const audit = auditOf(act);
      if (audit) alarms.saveAudit(audit);
      this.#settle();
      tell?.(outcome);
    } catch (error) {
      counters.add('acts.refused');
      tell?.(error instanceof BalefireError ? error : new BalefireError('internal', {}, error));
    }
  }

  /** The deed is done and stands in the journal; what the wires make of it cannot undo that. */
  #tellWires(act: Act): void {
    try {
      this.#rooms.wires.afterDeed(act);
    } catch (error) {
      this.#rooms.log.error({ err: error, deed: act.do }, 'a deed could not be told to the wires');
    }
  }

  // ── time ──

  /** A walk test ends at its own moment, whenever the next entry comes: a replay must mark the same. */
  #advance(to: number): void {
    const { walkTesting } = this.#rooms;
    for (let due = walkTesting.nextDue(); due <= to; due = walkTesting.nextDue()) {
      this.#advanceTo(due);
      walkTesting.advance(due);
    }
    this.#advanceTo(to);
  }

  #advanceTo(to: number): void {
    if (to <= this.#time) return;
    this.#time = to;
    const { engine, commands, duty } = this.#rooms;
    if ((engine.nextDue() ?? Number.POSITIVE_INFINITY) <= to) this.#judged(engine.advance(to), undefined);
    // A call ends before the command that carried it: who was absent is not said to have been out of reach.
    duty.advance(to);
    commands.advance(to);
    if (!this.#isConcluded(this.#position)) this.#rooms.desk.advance(to);
    this.#judgeDuty();
    this.#tellPeople();
  }

  /** Who must be told of what changed, and of what time has made due. */
  #tellPeople(): void {
    const { desk, telling } = this.#rooms;
    const touched = desk.takeTouched();
    if (!this.#isConcluded(this.#position)) telling.hear(touched, this.#time);
  }

  /** Whether somebody sits in a control room is the house's own finding, and judged like any other. */
  #judgeDuty(): void {
    const { duty, presence, engine, screens } = this.#rooms;
    const readings = dutyReadings(duty.takeReadings(), this.#time);
    if (readings.length === 0) return;
    for (const reading of readings) presence.tell(reading);
    this.#judged(engine.judge(readings), undefined);
    if (this.#live) screens.publishReadings(readings);
  }

  /** Time passes without a frame; never past one that is on its way to the disk, or a replay would judge otherwise. */
  #tick(): void {
    this.#advance(Math.min(this.#rooms.clock(), this.#appending.oldest() ?? Number.POSITIVE_INFINITY));
    this.#rooms.wires.retry();
    this.#appending.storeUnstored();
    this.#settle();
  }

  // ── what was concluded goes to the disk and to the screens ──

  #settle(): void {
    const { state, desk, commands, screens, walkTesting } = this.#rooms;
    if (walkTesting.takeChanged()) this.#wholeDue = true;
    // In a replay the saved conclusions stand further on than we do, until we are past them.
    if (this.#position >= state.concluded.entry) {
      const behind = this.#position - state.remembered.entry;
      const isLong = this.#live && behind > 0 && this.#rooms.clock() - this.#rememberedAt >= REMEMBER_AFTER_MS;
      const isDue = behind >= REMEMBER_AFTER_ENTRIES || isLong || state.isSlicing;
      // In a replay nobody waits for the event loop.
      if (this.#wholeDue || (isDue && !this.#live)) this.#save('whole');
      else if (isDue) this.#save('slice');
      else if (this.#live && state.isDirty()) this.#save('conclusions');
    }
    const { alarms, incidents } = desk.takeChanges();
    const changed = commands.takeChanges();
    if (!this.#live) return;
    if (alarms.length > 0 || incidents.length > 0) {
      screens.publishChanges(alarms, incidents);
      for (const device of new Set(alarms.map((alarm) => alarm.device))) screens.publishDevice(device);
    }
    if (changed.length > 0) screens.publishCommands(changed);
  }

  /** A refusing disk loses nothing: the state stays in memory, the journal keeps the entries, the next save tries again. */
  #save(extent: Extent): void {
    const { state, troubles, log, clock } = this.#rooms;
    if (extent === 'whole' || (extent === 'slice' && !state.isSlicing)) this.#rememberedAt = clock();
    try {
      state.commit({ entry: this.#position, at: this.#time }, extent);
      if (extent === 'whole') this.#wholeDue = false;
      troubles.clear('state');
    } catch (error) {
      log.error({ err: error }, 'the state could not be saved');
      troubles.raise(
        'state',
        'fault',
        { zh: '状态无法写盘', en: 'The state cannot be saved' },
        { zh: '警情仍在处理，重启后将由日志重放', en: 'Alarms go on; after a restart the journal tells them again' },
      );
    }
  }
}
