// The values of a data unit in words for a person.
import { type Words, words } from '../words.ts';
import { ANALOGUES, type Bit, DEVICE_BITS, DEVICE_OPERATIONS, FACILITY_OPERATIONS, PART_BITS, SYSTEM_BITS, unnamed } from './names.ts';
import { type AnalogueForm, type Profile, partPlace } from './profile.ts';
import { readTimeTag } from './time-tag.ts';
import type { UnitObject } from './unit-object.ts';

const BEIJING_MS = 8 * 3_600_000;

/** A number or a name, which is the same in both languages. */
export function same(text: string): Words {
  return { zh: text, en: text };
}

/** Parts of a line, in both languages. */
export function joined(parts: readonly Words[], zh: string, en = zh): Words {
  return words(parts.map((part) => part.zh).join(zh), parts.map((part) => part.en).join(en));
}

/** `2022-07-12 14:52:56`, in Beijing time; undefined where the tag says none. */
export function timeText(bytes: Uint8Array, from = 0): string | undefined {
  const ms = readTimeTag(bytes, from);
  return ms === undefined ? undefined : new Date(ms + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The time of a tag, or that there is none. */
export function timeWords(bytes: Uint8Array): Words {
  const text = timeText(bytes);
  return text ? same(text) : words('时间未知', 'time unknown');
}

/** The bits of each kind of object that has some. */
export function bitsOf(is: UnitObject['is']): readonly (Bit | undefined)[] | undefined {
  switch (is) {
    case 'system-state':
      return SYSTEM_BITS;
    case 'part-state':
      return PART_BITS;
    case 'device-state':
      return DEVICE_BITS;
    case 'facility-operation':
      return FACILITY_OPERATIONS;
    case 'device-operation':
      return DEVICE_OPERATIONS;
    default:
      return undefined;
  }
}

/** The bits that are set. That all is well goes without saying beside a bit that says otherwise. */
export function bitWords(bits: readonly (Bit | undefined)[], value: number): Words {
  const said: Words[] = [];
  for (let n = 0; n < bits.length; n += 1) {
    if ((value >>> n) & 1) said.push(bits[n]?.title ?? words(`预留位 ${n}`, `Reserved bit ${n}`));
  }
  if (said.length === 0) return words('各位均为 0', 'All bits 0');
  return joined(said.length > 1 && value & 1 && bits[0]?.key === 'normal' ? said.slice(1) : said, '、', ', ');
}

/** Where a part is: `1-5` (loop and point), or its four bytes in hex where the profile does not split them. */
export function placeText(address: number, profile: Profile): string {
  const place = partPlace(address, profile);
  if (place) return `${place.loop}-${place.point}`;
  return [0, 8, 16, 24].map((shift) => ((address >>> shift) & 0xff).toString(16).padStart(2, '0')).join('');
}

/** What an analogue type measures: of the standard, or of the profile. */
function analogueForm(type: number, profile: Profile): AnalogueForm | undefined {
  const known = ANALOGUES.get(type);
  return known ? { ...known, signed: true } : profile.analogues[type];
}

/** The name of an analogue type, 0 to 255. */
export function analogueName(type: number, profile: Profile): Words {
  return ANALOGUES.get(type)?.title ?? profile.analogues[type]?.title ?? (type === 0 ? words('未用', 'Unused') : unnamed(type));
}

/** An analogue value with its unit; the raw number where the type is not known. */
export function analogueText(type: number, raw: number, profile: Profile): string {
  const form = analogueForm(type, profile);
  if (!form) return String(raw);
  return `${(raw * form.step).toFixed(decimalsOf(form.step))} ${form.unit}`;
}

/** Whether a raw value is outside of what its type allows. */
export function isOutOfRange(type: number, raw: number, profile: Profile): boolean {
  const form = analogueForm(type, profile);
  // In whole steps: 0.1 is no binary fraction.
  return form !== undefined && (raw < Math.round(form.lowest / form.step) || raw > Math.round(form.highest / form.step));
}

/** The steps of table 6 are 1, 0.1 and 0.01. */
function decimalsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step)));
}
