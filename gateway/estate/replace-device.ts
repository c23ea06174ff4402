// One device takes the place of another 更换: name, place, limits, spot on the plan and the parts behind it go over; the old one is history.
import { partId } from '../../device-drivers/gb26875/part.ts';
import type { Act, DeviceRecord } from '../acts.ts';
import { type Alarm, isOfFire } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Estate } from './estate.ts';

type Replace = Extract<Act, { do: 'replace-device' }>;

export interface Replaced {
  /** Ids of all that is no more: the old device, what stood behind it, and what waited under another name. */
  readonly gone: readonly string[];
  /** Old id → new id, of the device and of each part behind it. */
  readonly heirs: ReadonlyMap<string, string>;
}

/**
 * Carries it out. Throws a BalefireError and has changed nothing: `not-found` where there is no such device, `conflict`
 * where the new id is taken or was somebody's before, or where a fire alarm of the old one is active and nobody has said
 * yet what it is: a device is not taken away from under a fire.
 */
export function replaceDevice(estate: Estate, act: Replace, openOf: (device: string) => Iterable<Alarm>): Replaced {
  const old = estate.record(act.device);
  if (!old || old.part || old.carrier) throw new BalefireError('not-found', { what: act.device });
  const record = act.record;
  if (estate.record(record.id) || estate.replacements.of(record.id)) throw new BalefireError('conflict', { detail: record.id });
  estate.check(record, undefined, old.id);
  const parts = [...estate.partsOf(old.id)].flatMap((id) => estate.record(id) ?? []);
  for (const id of [old.id, ...parts.map((part) => part.id)]) {
    const fire = [...openOf(id)].find((one) => isOfFire(one) && !one.drill && one.condition === 'active' && one.verdict === 'unverified');
    if (fire)
      throw new BalefireError('conflict', {
        detail: `${fire.deviceName}：火警未核实，请先核实再更换 / a fire alarm is not verified; verify it first`,
      });
  }
  const heirs = new Map([[old.id, record.id], ...parts.map((part) => [part.id, heirId(part, record.id)] as const)]);
  const limits = [...heirs.keys()].flatMap((scope) => [...estate.parameters(scope)]);
  for (const { scope, name } of limits) estate.setParameter(scope, name, null);
  const gone = estate.remove(old.id);
  const waited = estate.register(record, act.secretHash);
  for (const part of parts) estate.adoptPart(part, heirs.get(part.id) ?? '', record.id);
  for (const { scope, name, value } of limits) estate.setParameter(heirs.get(scope) ?? record.id, name, value);
  estate.replacements.add({ old, by: record.id, at: act.at, person: { id: act.by.id, name: act.by.name }, reason: act.reason });
  return { gone: [...gone, ...waited], heirs };
}

function heirId({ part, id }: DeviceRecord, of: string): string {
  return part ? partId({ ...part, of }) : id;
}
