// Values as a person reads them: the unit, the decimals and the words come from the quantity alone.
import { isQuantityId, type Quantity, quantity, type Value } from '../device-drivers/quantity.ts';

/** The languages of the dashboard. */
export type Language = 'zh' | 'en';

/** A text in both languages, as the API tells it. */
export interface BothWords {
  readonly zh: string;
  readonly en: string;
}

/** A value's text, and its unit where it has one. */
export interface Shown {
  readonly text: string;
  readonly unit: string;
}

/** What stands where there is no value. */
export const NO_VALUE = '—';

/** The quantity of that name, where this dashboard knows it. */
export function knownQuantity(id: string): Quantity | null {
  return isQuantityId(id) ? quantity(id) : null;
}

/** The unit of a quantity that is a number; nothing else has one. */
export function unitOf(id: string): string {
  const known = knownQuantity(id);
  return known?.kind === 'number' ? known.unit : '';
}

/** A value of a quantity in a language. A quantity or a state that this dashboard does not know is shown as it came. */
export function shown(quantityId: string, value: Value | null, language: Language): Shown {
  if (value === null) return { text: NO_VALUE, unit: '' };
  const known = knownQuantity(quantityId);
  if (known?.kind === 'number' && typeof value === 'number') return { text: value.toFixed(known.decimals), unit: known.unit };
  if (known?.kind === 'flag' && typeof value === 'boolean') return { text: (value ? known.on : known.off)[language], unit: '' };
  if (known?.kind === 'state' && typeof value === 'string') return { text: known.states[value]?.[language] ?? value, unit: '' };
  return { text: String(value), unit: '' };
}

/** The same in one line: `0.42 MPa`, `报警`. */
export function shownLine(quantityId: string, value: Value | null, language: Language): string {
  const { text, unit } = shown(quantityId, value, language);
  return unit === '' ? text : `${text} ${unit}`;
}

/** Whether a flag or state is the one in which nothing is the matter; null for a number or an unknown quantity. */
export function isNormal(quantityId: string, value: Value | null): boolean | null {
  const known = knownQuantity(quantityId);
  if (known === null || known.kind === 'number' || value === null) return null;
  return known.kind === 'flag' ? value === false : value === known.normal;
}

/** Bytes for a person: `3.4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let left = size;
  let step = 0;
  while (left >= 1000 && step < units.length - 1) {
    left /= 1000;
    step += 1;
  }
  return `${step === 0 ? left : left.toFixed(1)} ${units[step]}`;
}

/** `0x`-free hex in groups of two, sixteen bytes a line. */
export function hexLines(hex: string): string {
  const pairs = hex.match(/.{1,2}/g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 16) lines.push(pairs.slice(at, at + 16).join(' '));
  return lines.join('\n');
}
