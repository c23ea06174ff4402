// The way of a reading: link → journal → decode → judge → alarm desk → screens. This file is that list.
import { type Decoded, decode, decodeAck } from '../device-drivers/decode.ts';
import type { Frame } from '../device-drivers/frame.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { type Words, words } from '../device-drivers/words.ts';
import type { Finding } from '../rules/finding.ts';
import type { ActOutcome } from './act-outcome.ts';
import { type Act, type Author, type Deed, GATEWAY } from './acts.ts';
import type { FrameEntry } from './alarms/alarm-store.ts';
import { Appending, type FlowJournal } from './appending.ts';
import { dutyReadings, introduce, learn } from './behind.ts';
import { auditOf, carryOut, outcomeBefore, touchesConclusionsOnly } from './deeds/deeds.ts';
import { BalefireError } from './errors.ts';
import type { FlowRooms } from './flow-rooms.ts';
import type { JournalEntry } from './journal/entry.ts';
import type { ArrivingFrame } from './links/link.ts';
import type { Extent } from './state.ts';

/**
 * The memories of devices and rules are saved after so many entries or so long: what a restart must read again, some
 * seconds' work. In slices: all at once they held the event loop for 140 to 270 ms with 8,000 devices and parts, which
 * was the whole p99 of a confirmation.
 */
const REMEMBER_AFTER_ENTRIES = 50_000;
const REMEMBER_AFTER_MS = 30_000;
const TIME_FAILED = words('到时判断出错', 'What time alone decides has failed');
const TELLING_FAILED = words('通知判断出错，请人工通知', 'Who must be told could not be found out: tell them yourself');
const AFTER_FAILED = words('报文后续处理出错', 'What follows a judged frame has failed');

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
    const { state, history, passedOver, clock } = this.#rooms;
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
    for (let ids = passedOver.due(clock()); ids.length > 0; ids = passedOver.due(clock()))
      await this.act({ do: 'conclude-again', ids }, GATEWAY);
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

  /**
   * A person's deed: resolves when it is on the disk and carried out; rejects with a BalefireError where it cannot be. Under a
   * key of its author's (`once`) it is carried out once, however often it comes.
   */
  act(deed: Deed, by: Author, once?: string): Promise<ActOutcome> {
    return this.#appending.act(deed, by, once);
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
    if (entry.kind === 'act') {
      this.#act(entry.act as Act);
      return;
    }
    this.#advance(entry.frame.receivedAt);
    try {
      this.#frame(entry);
    } catch (error) {
      this.#passOver(entry, error);
    }
    this.#tellPeople();
  }

  /** A fault of ours in one frame does not stop the street: it is kept and tried again, and everybody sees that it was passed over. */
  #passOver(entry: FrameEntry, error: unknown): void {
    const { log, passedOver } = this.#rooms;
    log.error({ err: error, entry: entry.number }, 'an entry of the journal could not be concluded');
    // What followed from it before a restart is saved; only memories are lost.
    if (this.#isConcluded(entry.number)) return;
    passedOver.frame(entry, error);
    // The memories of another start must not take it in: what is concluded late is found by the rules then.
    this.#wholeDue = true;
  }

  /** What must not stop the rest is done; where it fails, it stands on every screen until the next start. */
  #guard(id: string, title: Words, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#rooms.counters.add(`failed.${id}`);
      this.#rooms.log.error({ err: error }, `${id} failed`);
      this.#rooms.troubles.raise(`failed:${id}`, 'fault', title, { zh: '请联系维护单位', en: 'Tell whoever maintains the gateway' });
    }
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
    this.#guard('after', AFTER_FAILED, () => {
      this.#judgeDuty();
      this.#remember(entry, readings);
      if (!this.#live) return;
      screens.publishReadings(readings);
      if (presence.isOnline(frame.device) !== before) screens.publishDevice(frame.device);
      this.#rooms.wires.deliver(device);
    });
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
    const { passedOver, presence, state, walkTesting } = this.#rooms;
    if (this.#isConcluded(this.#position)) return;
    for (const finding of findings) {
      // Time alone had brought it about before the restart, and it was saved.
      if (!entry && !this.#live && finding.at <= state.concluded.at) continue;
      const ground = entry ?? presence.lastFrame(finding.device);
      passedOver.take(finding, { entry: ground, receivedAt: entry ? entry.frame.receivedAt : finding.at });
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
      const before = outcomeBefore(act, this.#rooms);
      if (before) {
        tell?.(before);
        return;
      }
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
    this.#guard('time', TIME_FAILED, () => {
      for (let due = walkTesting.nextDue(); due <= to; due = walkTesting.nextDue()) {
        this.#advanceTo(due);
        walkTesting.advance(due);
      }
      this.#advanceTo(to);
    });
  }

  #advanceTo(to: number): void {
    if (to <= this.#time) return;
    this.#time = to;
    const { engine, commands, duty } = this.#rooms;
    if ((engine.nextDue() ?? Number.POSITIVE_INFINITY) <= to) this.#judged(engine.advance(to), undefined);
    // A call ends before the command that carried it: who was absent is not said to have been out of reach.
    duty.advance(to);
    commands.advance(to);
    if (!this.#isConcluded(this.#position)) this.#calendar(to);
    this.#judgeDuty();
    this.#tellPeople();
  }

  #calendar(to: number): void {
    const { desk, expiry } = this.#rooms;
    desk.advance(to);
    for (const finding of expiry.advance(to)) desk.take(finding, { entry: undefined, receivedAt: finding.at });
  }

  /** Who must be told of what changed, and of what time has made due. */
  #tellPeople(): void {
    const { desk, telling } = this.#rooms;
    const touched = desk.takeTouched();
    if (!this.#isConcluded(this.#position)) this.#guard('telling', TELLING_FAILED, () => telling.hear(touched, this.#time));
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
    const ids = this.#rooms.passedOver.due(this.#rooms.clock());
    // Where the disk refuses, the next start tries again.
    if (ids.length > 0) this.act({ do: 'conclude-again', ids }, GATEWAY).catch(() => undefined);
    for (const id of this.#rooms.maintenance.due(this.#rooms.clock()))
      this.act({ do: 'begin-maintenance', id }, GATEWAY).catch(() => this.#rooms.maintenance.failed(id));
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
