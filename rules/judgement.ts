// One look of one rule at one point: by a reading, or by time alone. Guarded: what throws is told, and is no word.
import type { Device } from '../device-drivers/device.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { type Words, words } from '../device-drivers/words.ts';
import type { Agenda } from './agenda.ts';
import { reading as readingText, seconds } from './because.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Bench, Moment, Truth } from './conditions/node.ts';
import type { Faults } from './faults.ts';
import type { Finding } from './finding.ts';
import { live } from './life.ts';
import { dropSlot, NEVER, newSlot, type PointMemory, type Slot, slotOf, UNHEARD } from './memory.ts';
import type { Limit, Rule } from './rule.ts';

/** A look that threw is taken again after so long where only time would bring it back, ms. */
const FAULT_RETRY_MS = 60_000;

/** Where the parameter of a limit comes from. */
export type Parameter = (name: string, device: Device) => number | undefined;

export class Judgement {
  readonly #agenda: Agenda;
  readonly #faults: Faults;
  readonly #parameter: Parameter;
  readonly #moment: Moment;
  #late = false;
  #point: PointMemory;
  #rule: Rule | undefined;
  readonly #limitFaults: unknown[] = [];

  constructor(agenda: Agenda, faults: Faults, parameter: Parameter, nobody: { readonly device: Device; readonly point: PointMemory }) {
    this.#agenda = agenda;
    this.#faults = faults;
    this.#parameter = parameter;
    this.#point = nobody.point;
    this.#moment = {
      device: nobody.device,
      quantity: nobody.point.quantity,
      value: null,
      quality: undefined,
      at: 0,
      deviceNow: 0,
      now: 0,
      heard: UNHEARD,
      drill: false,
      weak: false,
      byTime: false,
      slot: undefined,
      until: NEVER,
      touched: false,
    };
  }

  /**
   * A limit for the device of the moment. Where the parameter cannot be had, a rule on fire goes on with its own
   * default; any other is not judged: a wrong default would raise a whole district's telemetry.
   */
  readonly limit: Bench['limit'] = (limit: Limit, { device }: Moment): number => {
    if (typeof limit === 'number') return limit;
    const { parameter, otherwise, plus = 0 } = limit;
    try {
      const given = this.#parameter(parameter, device);
      return (given !== undefined && Number.isFinite(given) ? given : otherwise) + plus;
    } catch (error) {
      if (this.#rule?.class !== 'fire' && this.#rule?.class !== 'pre-alarm') throw error;
      this.#limitFaults.push(error);
      return otherwise + plus;
    }
  };

  /** Sets the moment to a reading of a point whose memory knows of it already. */
  toReading(reading: Reading, point: PointMemory, device: Device, late: boolean): void {
    const moment = this.#moment;
    this.#point = point;
    this.#late = late;
    moment.device = device;
    moment.quantity = reading.quantity;
    moment.value = reading.quality === 'bad' ? null : reading.value;
    moment.quality = reading.quality;
    moment.at = reading.at;
    moment.deviceNow = point.at;
    moment.now = point.receivedAt;
    moment.heard = reading.quantity === 'link.online' ? point.device.heard : point.heard;
    moment.drill = reading.drill;
    moment.weak = late || reading.quality === 'doubtful';
    moment.byTime = false;
  }

  /** Judges the moment's reading by a rule. */
  look(compiled: CompiledRule): Finding | undefined {
    const moment = this.#moment;
    const point = this.#point;
    const known = slotOf(point, compiled.index);
    if (!this.#concerns(compiled, known)) return undefined;
    const slot = known ?? (compiled.timed ? newSlot(point, compiled) : undefined);
    return this.#guarded(compiled, slot, moment.at);
  }

  /** Judges a slot by time alone, or because what it counts on changed. `at` is for the finding. */
  lookByTime(compiled: CompiledRule, slot: Slot, device: Device, now: number, at: number): Finding | undefined {
    const moment = this.#moment;
    const { point } = slot;
    this.#point = point;
    this.#late = false;
    moment.device = device;
    moment.quantity = point.quantity;
    moment.value = slot.value;
    moment.quality = slot.quality;
    moment.deviceNow = point.receivedAt === UNHEARD ? now : point.at + (now - point.receivedAt);
    moment.at = moment.deviceNow;
    moment.now = now;
    moment.heard = point.quantity === 'link.online' ? point.device.heard : point.heard;
    moment.drill = point.drill;
    moment.weak = false;
    moment.byTime = true;
    if (!slot.active && !compiled.watchesModel(device)) return undefined;
    return this.#concerns(compiled, slot) ? this.#guarded(compiled, slot, at) : undefined;
  }

  /** A device that was moved out of a rule's reach is judged on until what was raised there has ended. */
  #concerns(compiled: CompiledRule, slot: Slot | undefined): boolean {
    return slot?.active === true || compiled.watches(this.#moment.device, this.#point.key);
  }

  /** Whether the last look changed what is remembered. */
  get touched(): boolean {
    return this.#moment.touched;
  }

  #guarded(compiled: CompiledRule, slot: Slot | undefined, at: number): Finding | undefined {
    this.#rule = compiled.rule;
    if (this.#limitFaults.length > 0) this.#limitFaults.length = 0;
    this.#moment.touched = false;
    try {
      const finding = this.#step(compiled, slot, at);
      if (this.#limitFaults.length > 0) this.#faults.failed(compiled.rule, this.#point, this.#limitFaults[0]);
      else this.#faults.passed(compiled.rule, this.#point);
      return finding;
    } catch (error) {
      this.#faults.failed(compiled.rule, this.#point, error);
      if (slot && (slot.due <= this.#moment.now || slot.due === NEVER)) {
        slot.due = this.#moment.now + FAULT_RETRY_MS;
        this.#agenda.plan(slot);
      }
      return undefined;
    }
  }

  #step(compiled: CompiledRule, known: Slot | undefined, at: number): Finding | undefined {
    const moment = this.#moment;
    moment.slot = known;
    const raise = compiled.raise.holds(moment);
    if (!known && raise !== true) return undefined;
    const slot = known ?? newSlot(this.#point, compiled);
    moment.slot = slot;
    let until = moment.until;
    let clear: Truth;
    if (compiled.clear && (slot.active || compiled.clear.stateful)) {
      clear = compiled.clear.holds(moment);
      until = Math.min(until, moment.until);
    }
    const hold = compiled.hold(moment);
    const { now, weak, byTime } = moment;
    const { active, holding, since } = slot;
    const hasClear = compiled.clear !== undefined;
    const change = live(slot, { raise, clear, hasClear, hold, again: compiled.again, now, weak, late: this.#late });
    if (slot.active !== active || slot.holding !== holding || slot.since !== since) moment.touched = true;
    if (!byTime && (raise === true || !weak)) this.#remember(slot);
    const finding = change && this.#finding(compiled, change, at, hold);
    this.#plan(compiled, slot, hold, until);
    return finding;
  }

  /** Keeps what had a say, so that time alone judges by it and not by a word that counted for nothing. */
  #remember(slot: Slot): void {
    const { value, quality } = this.#moment;
    if (quality !== 'bad') slot.value = value;
    slot.quality = quality;
  }

  #plan(compiled: CompiledRule, slot: Slot, hold: number, until: number): void {
    const { now, byTime } = this.#moment;
    let due = compiled.timed ? until : NEVER;
    if (slot.since !== undefined) due = Math.min(due, slot.since + hold);
    // A look by time that asked for itself again would never end.
    slot.due = byTime && due <= now ? now + 1 : due;
    if (slot.due !== NEVER) this.#agenda.plan(slot);
    if (compiled.timed || slot.active || slot.since !== undefined) return;
    this.#agenda.drop(slot);
    dropSlot(slot);
  }

  #finding(compiled: CompiledRule, change: Finding['change'], at: number, hold: number): Finding {
    const { byTime, value, drill } = this.#moment;
    const decided = byTime && !(change === 'raise' && hold > 0 && !compiled.silence) ? null : value;
    return {
      rule: compiled.rule,
      device: this.#point.device.id,
      point: this.#point.key,
      change,
      at,
      ...(decided === null ? {} : { value: decided }),
      because: this.#because(compiled, change, hold),
      drill,
    };
  }

  /** What was found stands, also where its reason cannot be put in words (a limit that could be had a moment ago). */
  #because({ rule, raise, clear, silence }: CompiledRule, change: Finding['change'], hold: number): Words {
    const moment = this.#moment;
    try {
      if (change !== 'clear') return held(raise.say(moment), hold);
      return clear ? clear.say(moment) : ended(moment, silence);
    } catch {
      return rule.title;
    }
  }
}

function held(said: Words, hold: number): Words {
  if (hold <= 0) return said;
  const time = seconds(hold / 1000);
  return words(`${said.zh}，已持续 ${time} 秒`, `${said.en}, for ${time} s`);
}

function ended(moment: Moment, silence: boolean): Words {
  if (silence) return words('重新收到消息', 'Heard again');
  if (moment.byTime || moment.value === null) return words('条件不再成立', 'It holds no longer');
  const said = readingText(moment.quantity, moment.value);
  return words(`${said.zh}，条件不再成立`, `${said.en}; it holds no longer`);
}
