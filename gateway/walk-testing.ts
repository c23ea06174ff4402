// Walk tests at work: marks what the tested devices say as a drill, and hands it on as real when a test ends.
import { LINK_POINT } from '../device-drivers/decode.ts';
import type { Device } from '../device-drivers/device.ts';
import type { Reading } from '../device-drivers/reading.ts';
import type { RuleEngine } from '../rules/engine.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { type Act, GATEWAY } from './acts.ts';
import { isOfFire } from './alarms/alarm.ts';
import type { AlarmStore, FrameEntry } from './alarms/alarm-store.ts';
import type { AlarmDesk } from './alarms/desk.ts';
import { isLawfulTest, stepWalkTest, type TestCause, type WalkTest, type WalkTestEvent } from './alarms/walk-test.ts';
import type { HeldReading, WalkTests } from './alarms/walk-tests.ts';
import { BalefireError } from './errors.ts';
import type { PlaceTree } from './estate/places.ts';

interface Around {
  readonly tests: WalkTests;
  readonly engine: RuleEngine;
  readonly desk: AlarmDesk;
  /** Hands a finding to the desk; what the desk cannot take is kept. */
  readonly take: AlarmDesk['take'];
  readonly store: AlarmStore;
  readonly places: PlaceTree;
  device(id: string): Device | undefined;
  rule(id: string): Rule | undefined;
}

/**
 * The mark is laid on the readings of a frame as it is concluded: from there it rides on findings, alarms, incidents
 * and notices. The frame in the journal stays as it came. What is marked follows from the acts and the frames before
 * it and their times, so that a replay marks the same.
 *
 * A change of which tests go on is saved with all the memories (see `takeChanged`): what a restart reads again was
 * judged under the very tests that it finds.
 */
export class WalkTesting {
  readonly #around: Around;
  #hasChanged = false;

  constructor(around: Around) {
    this.#around = around;
  }

  begin(act: Extract<Act, { do: 'begin-walk-test' }>): WalkTest {
    const { tests, places, desk } = this.#around;
    const { id, place, callPoints, until, by, at } = act;
    if (!isLawfulTest(at, until)) throw refused('测试至多 4 小时 / a walk test lasts 4 hours at most');
    const path = places.pathOf(place);
    for (const one of desk.open()) {
      const isBurning = !one.drill && one.condition === 'active' && isOfFire(one) && one.path.includes(place);
      if (isBurning) throw refused('此处有未恢复的火警 / something burns here: a fire alarm is active');
    }
    const within = tests.going().some((one) => path.includes(one.place) || places.pathOf(one.place).includes(place));
    if (within) throw refused('此处已在测试中 / a walk test goes on here already');
    const test: WalkTest = { id, place, callPoints, by: { ...by, at }, until, tested: [], standing: [], ended: null };
    tests.put(test);
    this.#hasChanged = true;
    return test;
  }

  end({ test: id, by, at }: Extract<Act, { do: 'end-walk-test' }>): WalkTest {
    const test = this.#around.tests.get(id);
    if (!test) throw new BalefireError('not-found', { what: id });
    if (test.ended) throw refused('测试已结束 / the walk test has ended');
    return this.#step(test, { is: 'end', by: { ...by, at } }, at);
  }

  /** The readings of a frame as they are concluded. `isNew`: they were not concluded before a restart. */
  marked(readings: readonly Reading[], entry: FrameEntry, isNew: boolean): readonly Reading[] {
    const { tests } = this.#around;
    if (tests.going().length === 0) return readings;
    return readings.map((reading) => {
      // What the device itself calls a drill is none of the technician's, and never becomes real.
      const test = reading.drill ? undefined : tests.over(this.#pathOf(reading.device));
      // What came before the test began, and is concluded late, is no part of it.
      if (!test || test.by.at > entry.frame.receivedAt) return reading;
      if (isNew) tests.hold(test.id, { reading, entry });
      return { ...reading, drill: true };
    });
  }

  /** What was found of marked readings: a point is tested, or it is no test. */
  take(findings: readonly Finding[], now: number): void {
    const { tests } = this.#around;
    for (const finding of findings) {
      const test = finding.drill ? tests.over(this.#pathOf(finding.device)) : undefined;
      if (!test || finding.point === LINK_POINT || !tests.isHeld(test.id, finding.device, finding.point)) continue;
      this.#step(test, { is: finding.change === 'clear' ? 'clear' : 'raise', cause: this.#causeOf(finding), at: now }, now);
    }
  }

  /** When time alone ends a test next; infinity: not by itself. */
  nextDue(): number {
    return this.#around.tests.nextDue();
  }

  /** Ends what is due; each call with the time of `nextDue` ends at least one. */
  advance(now: number): void {
    for (const test of this.#around.tests.going()) this.#step(test, { is: 'time', at: now }, now);
  }

  /** Whether a test began or ended since the last call: then memories and conclusions are saved together. */
  takeChanged(): boolean {
    const changed = this.#hasChanged;
    this.#hasChanged = false;
    return changed;
  }

  #step(test: WalkTest, event: WalkTestEvent, at: number): WalkTest {
    const after = stepWalkTest(test, event);
    if (after === test) return test;
    this.#around.tests.put(after);
    if (after.ended) this.#over(after, at);
    return after;
  }

  /** What the points said last counts from now on: what still burns is raised as real, of the frames that told it. */
  #over(test: WalkTest, at: number): void {
    const { tests, engine, desk, store } = this.#around;
    this.#hasChanged = true;
    const held = tests.takeHeld(test.id);
    for (const device of new Set(held.map(({ reading }) => reading.device))) {
      engine.forgetDrill(device);
      desk.drillOver(device, at);
      this.#clearAway(test, device, at);
    }
    for (const one of held) {
      for (const cause of test.standing) if (isOf(cause, one)) this.#judge(test, cause, one, at);
      this.#found(engine.judge([one.reading]), test, one.entry, at);
    }
    this.#found(engine.advance(at), test, undefined, at);
    for (const cause of test.standing) this.#assure(cause, held, at);
    if (test.ended?.why === 'by-hand') return;
    const detail = { why: test.ended?.why, place: test.place, tested: test.tested.length };
    const { id: by, name, from } = GATEWAY;
    store.saveAudit({ at, by, name, from, what: 'walk-test-over', about: test.place, detail });
  }

  /** What raised it, as if it held since the test began: the time for which it must hold has passed once already. */
  #judge(test: WalkTest, { value }: TestCause, { reading, entry }: HeldReading, at: number): void {
    if (value === null) return;
    const raising: Reading = { ...reading, value, quality: 'good', receivedAt: test.by.at };
    this.#found(this.#around.engine.judge([raising]), test, entry, at);
  }

  /** What the technician raised and saw restored was a test, and nobody need say so of a hundred detectors one by one. */
  #clearAway(test: WalkTest, device: string, at: number): void {
    const { desk } = this.#around;
    if (test.standing.some((one) => one.device === device)) return;
    for (const { id: alarm, drill, latching } of desk.openOf(device)) {
      if (!drill) continue;
      const signed = { alarm, by: test.by, at, token: `${test.id} ${alarm}` };
      const judged = desk.act({ do: 'judge', verdict: 'test', ...signed });
      if (latching && judged.closedAt === null) desk.act({ do: 'reset', ...signed });
    }
  }

  #found(findings: readonly Finding[], { standing }: WalkTest, entry: FrameEntry | undefined, at: number): void {
    for (const finding of findings) {
      const { device, point, rule } = finding;
      const since = standing.find((one) => one.device === device && one.point === point && one.rule === rule.id)?.since;
      this.#around.take(since === undefined ? finding : { ...finding, at: since }, { entry, receivedAt: at });
    }
  }

  /**
   * A rule that cannot tell it again of one reading, such as a rise, must not lose the fire: it is raised, restored
   * since nobody would tell its end, and stands latched until a person resets it.
   */
  #assure(cause: WalkTest['standing'][number], held: readonly HeldReading[], at: number): void {
    const { desk, take } = this.#around;
    const { device, point, rule: id, since, value } = cause;
    const rule = this.#around.rule(id);
    if (!rule || desk.openOf(device).some((one) => !one.drill && one.point === point && one.class === rule.class)) return;
    const ground = { entry: held.find((one) => isOf(cause, one))?.entry, receivedAt: at };
    const finding = { rule, device, point, at: since, because: rule.title, drill: false, ...(value === null ? {} : { value }) };
    take({ ...finding, change: 'raise' }, ground);
    take({ ...finding, change: 'clear' }, ground);
  }

  #causeOf({ device: id, point, rule, value }: Finding): TestCause {
    const device = this.#around.device(id);
    const { kind = 'unregistered', zone = id } = device ?? {};
    const what = { device: id, point, rule: rule.id, class: rule.class, kind, zone };
    return { ...what, quantity: rule.watches.quantity, value: value ?? null };
  }

  #pathOf(device: string): readonly string[] {
    return this.#around.device(device)?.path ?? [];
  }
}

function isOf({ device, point }: TestCause, { reading }: HeldReading): boolean {
  return reading.device === device && reading.point === point;
}

function refused(detail: string): BalefireError {
  return new BalefireError('conflict', { detail });
}
