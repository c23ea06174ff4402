// One row of the explanation of a packet, and the values that stand in head and data unit alike.
import { type Words, words } from '../words.ts';
import { timeText } from './unit-words.ts';

/** Some bytes of a packet and what they say. */
export interface Field {
  /** Offsets in the packet; `to` is behind the last byte. */
  readonly from: number;
  readonly to: number;
  readonly title: Words;
  readonly value: Words | string;
  /** What is wrong with it. */
  readonly fault?: Words;
  /** 0: the packet's own; 1: of the data unit; 2: of an object in it. */
  readonly depth: 0 | 1 | 2;
}

/** The value of a field, and what is wrong with it. */
export type Said = Pick<Field, 'value' | 'fault'>;

/** The title of bytes that nothing is known of. */
export const UNNAMED = words('未能识别', 'Not recognised');

/** A time tag's value; empty ones are common and no fault, impossible ones are. */
export function sayTime(tag: Uint8Array): Said {
  const text = timeText(tag);
  if (text) return { value: text };
  if (tag.every((byte) => byte === 0)) return { value: words('无（全零）', 'None (all zero)') };
  return { value: hexOf(tag, 0, tag.length), fault: words('不是时间', 'Not a time') };
}

/** Bytes as `40 40`, from an offset to before another. */
export function hexOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += at > from ? ` ${hexByte(bytes[at] ?? 0)}` : hexByte(bytes[at] ?? 0);
  return text;
}

/** A byte as two upper-case hex digits. */
export function hexByte(byte: number): string {
  return HEX[byte] ?? '';
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').toUpperCase());
