// The memories of all devices: met, moved, forgotten, written to the checkpoint and taken back.
import type { Device } from '../device-drivers/device.ts';
import type { QuantityId } from '../device-drivers/quantity.ts';
import type { Agenda } from './agenda.ts';
import { Changes } from './changes.ts';
import { type RulesByName, readDevice, writeDevice } from './checkpoint.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Faults } from './faults.ts';
import { type DeviceMemory, dropSlot, newDevice, newPoint, type PointMemory, pointOfMemory, type Slot } from './memory.ts';
import { isOwnRule } from './own-rule.ts';
import type { Zones } from './zones.ts';

interface Around {
  readonly agenda: Agenda;
  readonly zones: Zones;
  readonly faults: Faults;
}

export class Memories {
  readonly #rules: readonly (CompiledRule | undefined)[];
  readonly #around: Around;
  readonly #byName: RulesByName;
  #byId: ReadonlyMap<string, CompiledRule> | undefined;
  readonly #devices = new Map<string, DeviceMemory>();
  /** The device's row for the checkpoint; null: it is gone. */
  readonly changes = new Changes<string | null>((id) => {
    const memory = this.#devices.get(id);
    return memory ? writeDevice(memory, this.#byName) : null;
  });

  constructor(rules: readonly (CompiledRule | undefined)[], around: Around) {
    this.#rules = rules;
    this.#around = around;
    this.#byName = {
      idOf: (index) => nameOf(rules[index]),
      find: (id, quantity) => {
        const compiled = this.#named().get(id);
        return compiled?.rule.watches.quantity === quantity ? compiled : undefined;
      },
    };
  }

  /** The rules by the name that a checkpoint has for them; made anew after a change of the list. */
  #named(): ReadonlyMap<string, CompiledRule> {
    this.#byId ??= new Map(this.#rules.flatMap((compiled) => (compiled ? [[nameOf(compiled), compiled]] : [])));
    return this.#byId;
  }

  all(): Iterable<DeviceMemory> {
    return this.#devices.values();
  }

  of(device: string): DeviceMemory | undefined {
    return this.#devices.get(device);
  }

  meet(device: Device, since: number): DeviceMemory {
    const memory = newDevice(device.id, device.zone, since);
    this.#devices.set(device.id, memory);
    return memory;
  }

  /** The point's memory; begun anew where the key means another quantity than before. */
  point(memory: DeviceMemory, key: string, quantity: QuantityId, drill: boolean): PointMemory {
    const known = pointOfMemory(memory, key, drill);
    if (known?.quantity === quantity) return known;
    if (known) this.#forgetPoint(known);
    return newPoint(memory, key, quantity, drill);
  }

  /** The device stands in another zone: it counts no more among the points of the old one. */
  move(memory: DeviceMemory, zone: string): void {
    for (const point of memory.points) for (const slot of point.slots) this.#leaveZones(slot);
    memory.zone = zone;
  }

  forget(device: string): void {
    const memory = this.#devices.get(device);
    if (!memory) return;
    this.changes.touch(device);
    for (const point of [...memory.points]) this.#forgetPoint(point);
    this.#devices.delete(device);
    this.#lookSoonAtDisturbed();
  }

  forgetDrill(of?: string): void {
    for (const memory of of === undefined ? this.#devices.values() : [this.#devices.get(of) ?? []].flat()) {
      const drill = memory.points.filter((point) => point.drill);
      if (drill.length > 0) this.changes.touch(memory.id);
      for (const point of drill) this.#forgetPoint(point);
    }
    this.#lookSoonAtDisturbed();
  }

  /**
   * The rule at this place of the list is about to be another. Unless it goes on judging as before, nothing of it is
   * remembered any more; what other rules remember stays.
   */
  ruleChanges(index: number, goesOn: boolean): void {
    this.#byId = undefined;
    const before = this.#rules[index];
    if (before) this.#around.faults.drop(before.rule);
    for (const device of this.#devices.values()) {
      const slots = device.points.flatMap((point) => point.slots.filter((slot) => slot.rule === index));
      if (slots.length === 0) continue;
      this.changes.touch(device.id);
      if (goesOn) continue;
      for (const slot of slots) {
        this.#leaveZones(slot);
        this.#around.agenda.drop(slot);
        dropSlot(slot);
      }
    }
    this.#lookSoonAtDisturbed();
  }

  /** False where the row cannot be read; the device then begins anew. */
  restore(id: string, row: string): boolean {
    this.forget(id);
    const memory = readDevice(id, row, this.#byName);
    if (!memory) return false;
    this.#devices.set(id, memory);
    for (const slot of memory.points.flatMap((point) => point.slots)) {
      for (const { memory: list, key } of this.#rules[slot.rule]?.togethers ?? []) {
        const membership = slot.nodes[list];
        if (membership && membership.length > 0) this.#around.zones.rejoin(key(slot), slot, membership);
      }
      if (Number.isFinite(slot.due)) this.#around.agenda.plan(slot);
    }
    return true;
  }

  #forgetPoint(point: PointMemory): void {
    for (const slot of [...point.slots]) {
      this.#leaveZones(slot);
      this.#around.agenda.drop(slot);
      dropSlot(slot);
    }
    const { points } = point.device;
    points.splice(points.indexOf(point), 1);
    this.#around.faults.forget(point);
  }

  #leaveZones(slot: Slot): void {
    for (const { memory, points, key } of this.#rules[slot.rule]?.togethers ?? []) {
      const membership = slot.nodes[memory];
      if (membership && membership.length > 0) this.#around.zones.leave(key(slot), slot, membership, points);
    }
  }

  /** Nobody waits for findings now: points that a forgotten one confirmed are looked at when time is next handed in. */
  #lookSoonAtDisturbed(): void {
    for (const slot of this.#around.zones.takeDisturbed()) {
      if (slot.gone) continue;
      this.changes.touch(slot.point.device.id);
      slot.due = Math.min(slot.due, slot.point.receivedAt);
      this.#around.agenda.plan(slot);
    }
  }
}

/**
 * A rule of one's own is remembered with its version: what an older version had in mind is not the newer one's. A rule
 * of the book goes on through a new version of the gateway.
 */
function nameOf(compiled: CompiledRule | undefined): string {
  if (!compiled) return '';
  const { id, version } = compiled.rule;
  return isOwnRule(id) ? `${id}@${version}` : id;
}
