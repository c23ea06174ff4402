// Judgement: readings and time in, findings out. The only file that knows node-rules.
import { type API, RuleEngine as NodeRules } from 'node-rules';
import { LINK_POINT } from '../device-drivers/decode.ts';
import type { Device } from '../device-drivers/device.ts';
import type { DeviceKind } from '../device-drivers/driver.ts';
import type { QuantityId } from '../device-drivers/quantity.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { Agenda } from './agenda.ts';
import type { Changes } from './changes.ts';
import { faultsOf } from './check.ts';
import { type CompiledRule, compileRule } from './compiled-rule.ts';
import { Faults } from './faults.ts';
import type { Finding } from './finding.ts';
import { Judgement } from './judgement.ts';
import { Memories } from './memories.ts';
import { type DeviceMemory, inOrder, newDevice, newPoint, newSlot, type Slot, slotOf, UNHEARD } from './memory.ts';
import { judgesAlike } from './own-rule.ts';
import { Reach } from './reach.ts';
import type { Rule, Weekday } from './rule.ts';
import { Zones } from './zones.ts';

export interface EngineSurroundings {
  device(id: string): Device | undefined;
  /** Device, building, unit, default: nearest first is the caller's work. Undefined: the limit's own `otherwise`. */
  parameter(name: string, device: Device): number | undefined;
  /** Site time for calendar conditions: minutes since midnight. */
  localTime(at: number): { weekday: Weekday; minutes: number };
  /** The points of a device that never spoke, so that the silence of a point is counted too. */
  points?(device: Device): readonly { readonly key: string; readonly quantity: QuantityId }[];
}

/**
 * node-rules made prompt. By itself it takes a tick for each step of each rule. Here the next step is kept and run in
 * a loop: nothing is asynchronous, and a thousand rules do not lie on the stack at once.
 */
class PromptRules extends NodeRules {
  #next: (() => void) | undefined;

  override nextTick(callback: () => void): void {
    this.#next = callback;
  }

  /** The fact is empty, because node-rules clones it twice; the reading is held outside. */
  run(): void {
    this.execute(NO_FACT, DONE);
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined;
      next();
    }
  }
}

const NO_FACT = {};
const DONE = (): void => undefined;

/** The rules that can concern a device of one model and kind, by where it stands. */
interface ModelRules {
  readonly reaches: ReadonlyMap<QuantityId, Reach<PromptRules>>;
  /** Those of them that have a rule that looks at silence. */
  readonly silences: readonly Reach<PromptRules>[];
}

export class RuleEngine {
  readonly #around: EngineSurroundings;
  readonly #rules: (CompiledRule | undefined)[] = [];
  readonly #models = new Map<DeviceKind, Map<string, ModelRules>>();
  readonly #agenda = new Agenda();
  readonly #zones = new Zones((slot) => this.#memories.changes.keep(slot.point.device.id));
  readonly #faults: Faults;
  readonly #judgement: Judgement;
  readonly #memories: Memories;
  readonly #onFault: (rule: Rule, error: unknown) => void;
  /** Where each rule stands in the list. A place is never given to another. */
  readonly #places = new Map<string, number>();
  #latest: Finding | undefined;
  #findings: Finding[] = [];

  /**
   * A rule that is not sound (`faultsOf`), or has the id of one before it, is told to `onFault` and left out: one
   * bad row must not keep a fire from being judged. Rules that are not enabled are left out too.
   */
  constructor(rules: readonly Rule[], surroundings: EngineSurroundings, onFault: (rule: Rule, error: unknown) => void = () => undefined) {
    this.#around = surroundings;
    this.#faults = new Faults(onFault);
    const point = newPoint(newDevice('', '', UNHEARD), '', 'link.online', false);
    const parameter = (name: string, of: Device): number | undefined => surroundings.parameter(name, of);
    this.#judgement = new Judgement(this.#agenda, this.#faults, parameter, { device: stranger(''), point });
    this.#onFault = onFault;
    rules.forEach((rule, index) => {
      this.#rules.push(this.#compiled(rule, index));
    });
    this.#memories = new Memories(this.#rules, { agenda: this.#agenda, zones: this.#zones, faults: this.#faults });
  }

  /**
   * Judges the readings of one frame of one device, in order. Whatever was due before the frame is found first: call
   * `advance(receivedAt)` before, if it must be told apart. What a reading ends at other points of its zone is found too.
   */
  judge(readings: readonly Reading[]): Finding[] {
    const findings: Finding[] = [];
    this.#findings = findings;
    for (const reading of readings) {
      if (this.#agenda.next() <= reading.receivedAt) this.#advanceTo(reading.receivedAt);
      this.#judgeOne(reading);
    }
    return findings;
  }

  /** Fires holds, silences and ends of windows due up to `now`, in order of due time; each finding is of its due time. */
  advance(now: number): Finding[] {
    const findings: Finding[] = [];
    this.#findings = findings;
    this.#advanceTo(now);
    return findings;
  }

  /** When time alone may next find something; never too late, now and then too early. */
  nextDue(): number | undefined {
    const next = this.#agenda.next();
    return Number.isFinite(next) ? next : undefined;
  }

  /**
   * The device is there: silence is counted from `since` at the earliest, even if it never spoke. Calling it again
   * counts silence anew (the gateway stood still and heard nobody) and ends nothing.
   */
  watch(device: Device, since: number): void {
    this.#memories.changes.touch(device.id);
    const memory = this.#memories.of(device.id) ?? this.#memories.meet(device, since);
    memory.heard = Math.max(memory.heard, since);
    for (const point of memory.points) if (!point.drill && point.heard !== UNHEARD) point.heard = Math.max(point.heard, since);
    this.#expect(memory, device, since);
  }

  /** The device is no more. Its alarms are the caller's to end. */
  forget(device: string): void {
    this.#memories.forget(device);
  }

  /** The drill is over, of one device or of all: what drill readings raised is forgotten, so that the next drill raises it anew. */
  forgetDrill(device?: string): void {
    this.#memories.forgetDrill(device);
  }

  /** A parameter of the device changed: its holds and silences are looked at by the new limits when time comes to `now`. */
  lookAgain(device: string, now: number): void {
    this.#memories.changes.touch(device);
    for (const point of this.#memories.of(device)?.points ?? []) {
      for (const slot of point.slots) {
        if (!Number.isFinite(slot.due)) continue;
        slot.due = Math.min(slot.due, now);
        this.#agenda.plan(slot);
      }
    }
  }

  /**
   * A rule is new, is another from now on, or is switched off. It judges from the next reading; a silence counts from
   * `now`. Where it judges otherwise than before, what it remembered is forgotten, and its alarms are the caller's to end: then
   * the answer is true. What other rules remember stays. A new rule stands behind all others, as in the list of the next start.
   * `isAlike`: whether it judges as before.
   */
  changeRule(rule: Rule, now: number, isAlike: (before: Rule, after: Rule) => boolean = judgesAlike): boolean {
    const index = this.#places.get(rule.id) ?? this.#rules.length;
    const before = this.#rules[index]?.rule;
    const goesOn = before !== undefined && rule.enabled && isAlike(before, rule);
    this.#memories.ruleChanges(index, goesOn);
    this.#rules[index] = this.#compiled(rule, index);
    this.#models.clear();
    if (!goesOn && this.#rules[index]?.silence)
      for (const memory of this.#memories.all()) {
        this.#memories.changes.touch(memory.id);
        this.#expect(memory, this.#device(memory.id), now);
      }
    return before !== undefined && !goesOn;
  }

  /** The rules that cannot be judged just now. */
  faulty(): Rule[] {
    return this.#faults.rules();
  }

  /** Devices whose state changed, as rows of text (null: gone), for the checkpoint. */
  get changes(): Changes<string | null> {
    return this.#memories.changes;
  }

  /**
   * Takes the rows of a checkpoint back, before the first reading. Returns how many could not be read: those devices
   * begin anew, and what stands at them is raised again rather than lost.
   */
  restore(rows: Iterable<readonly [string, string]>): number {
    let unread = 0;
    for (const [id, row] of rows) if (!this.#memories.restore(id, row)) unread += 1;
    return unread;
  }

  #compiled(rule: Rule, index: number): CompiledRule | undefined {
    const faults = faultsOf(rule);
    if ((this.#places.get(rule.id) ?? index) !== index) faults.push('another rule has the same id');
    else this.#places.set(rule.id, index);
    if (faults.length > 0) this.#onFault(rule, new Error(`rule ${rule.id}: ${faults.join('; ')}`));
    const { limit } = this.#judgement;
    const localTime: EngineSurroundings['localTime'] = (at) => this.#around.localTime(at);
    return faults.length === 0 && rule.enabled ? compileRule(rule, index, { zones: this.#zones, limit, localTime }) : undefined;
  }

  #judgeOne(reading: Reading): void {
    const { receivedAt, quantity, drill } = reading;
    const device = this.#device(reading.device);
    this.#memories.changes.touch(device.id);
    const memory = this.#memories.of(device.id) ?? this.#meet(device, receivedAt);
    if (memory.zone !== device.zone) this.#memories.move(memory, device.zone);
    this.#hear(memory, device, reading);
    const reach = this.#modelRules(device).reaches.get(quantity);
    if (reach) {
      const point = this.#memories.point(memory, reading.point, quantity, drill);
      const late = reading.at < point.at || receivedAt < point.receivedAt;
      point.at = Math.max(point.at, reading.at);
      point.receivedAt = Math.max(point.receivedAt, receivedAt);
      if (!drill) point.heard = Math.max(point.heard, receivedAt);
      this.#judgement.toReading(reading, point, device, late);
      reach.of(device, point).round?.run();
    }
    this.#settleZones(receivedAt, reading.at);
  }

  /**
   * Whatever comes from a device ends its silence, be it doubtful, late or bad: it was heard. That the link lost it
   * is not its own word. A drill's frame shows that it is alive, yet ends no real alarm.
   */
  #hear(memory: DeviceMemory, device: Device, { receivedAt, quantity, drill, point, value }: Reading): void {
    if (quantity === 'link.online' && value === false) return;
    memory.heard = Math.max(memory.heard, receivedAt);
    for (const slot of memory.silences) {
      const { point: silent } = slot;
      if (silent.key === point) silent.heard = Math.max(silent.heard, receivedAt);
      else if (silent.quantity !== 'link.online') continue;
      if (slot.active && !drill) this.#lookByTime(slot, device, receivedAt, receivedAt);
    }
  }

  #advanceTo(now: number): void {
    for (let slot = this.#agenda.take(now); slot; slot = this.#agenda.take(now)) {
      const { due } = slot;
      this.#lookByTime(slot, this.#device(slot.point.device.id), due, due);
      this.#settleZones(due, due);
    }
  }

  #lookByTime(slot: Slot, device: Device, now: number, at: number): void {
    const compiled = this.#rules[slot.rule];
    if (!compiled || slot.gone) return;
    const { changes } = this.#memories;
    changes.keep(slot.point.device.id);
    const finding = this.#judgement.lookByTime(compiled, slot, device, now, at);
    if (finding) this.#findings.push(finding);
    if (finding || this.#judgement.touched) changes.touch(slot.point.device.id);
  }

  /** Points whose zone fell below its number are looked at now, also those of other devices. */
  #settleZones(now: number, at: number): void {
    for (let slots = this.#zones.takeDisturbed(); slots.length > 0; slots = this.#zones.takeDisturbed()) {
      for (const slot of [...slots].sort(inOrder)) {
        this.#memories.changes.touch(slot.point.device.id);
        this.#lookByTime(slot, this.#device(slot.point.device.id), now, at);
      }
    }
  }

  #meet(device: Device, since: number): DeviceMemory {
    const memory = this.#memories.meet(device, since);
    this.#expect(memory, device, since);
    return memory;
  }

  /** Puts the silences of a device on the agenda, also of points that never spoke. */
  #expect(memory: DeviceMemory, device: Device, since: number): void {
    const expecting = this.#modelRules(device).silences.flatMap((reach) => reach.at(device).silences);
    for (const compiled of expecting) {
      const { quantity } = compiled.rule.watches;
      const points = quantity === 'link.online' ? [{ key: LINK_POINT, quantity }] : (this.#around.points?.(device) ?? []);
      for (const { key, quantity: of } of points) {
        if (of !== quantity || !compiled.watches(device, key)) continue;
        const point = this.#memories.point(memory, key, quantity, false);
        if (point.heard === UNHEARD) point.heard = since;
        if (slotOf(point, compiled.index)) continue;
        const slot = newSlot(point, compiled);
        slot.due = since;
        this.#agenda.plan(slot);
      }
    }
  }

  #device(id: string): Device {
    return this.#around.device(id) ?? stranger(id);
  }

  #modelRules(device: Device): ModelRules {
    let models = this.#models.get(device.kind);
    if (!models) {
      models = new Map();
      this.#models.set(device.kind, models);
    }
    let known = models.get(device.model);
    if (!known) {
      const byQuantity = new Map<QuantityId, CompiledRule[]>();
      for (const rule of this.#rules) {
        if (!rule?.watchesModel(device)) continue;
        const { quantity } = rule.rule.watches;
        const alike = byQuantity.get(quantity);
        if (alike) alike.push(rule);
        else byQuantity.set(quantity, [rule]);
      }
      const reaches = new Map([...byQuantity].map(([quantity, rules]) => [quantity, new Reach(rules, (some) => this.#round(some))]));
      known = { reaches, silences: [...reaches.values()].filter(({ all }) => all.silences.length > 0) };
      models.set(device.model, known);
    }
    return known;
  }

  /** One node-rules engine for a model's quantity at a spot: rules of other quantities and places have no say about its readings. */
  #round(rules: readonly CompiledRule[]): PromptRules {
    const made = rules.map((compiled) => ({
      name: compiled.rule.id,
      condition: (api: API) => {
        this.#latest = this.#judgement.look(compiled);
        api.when(this.#latest);
      },
      consequence: (api: API) => {
        if (this.#latest) this.#findings.push(this.#latest);
        api.next();
      },
    }));
    return new PromptRules(made, { ignoreFactChanges: true });
  }
}

/** What a device is taken for that the estate does not know: judged by the rules for all, in a zone of its own. */
function stranger(id: string): Device {
  return { id, model: 'unregistered', kind: 'unregistered', name: id, address: { by: 'mqtt' }, path: [id], zone: `unregistered ${id}` };
}
