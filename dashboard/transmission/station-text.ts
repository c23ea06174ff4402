// A station number as a person writes it, and as it stands on the wire. Pure.

/** As tools print bytes: `79 03 00 00 00 00`, `79:03:…`, `79-03-…`. */
const SPACED = /^([0-9a-f]{2}[\s:-]){5}[0-9a-f]{2}$/;
/** 6 bytes. */
const LARGEST = 2 ** 48 - 1;

export interface Station {
  /** 12 hexadecimal digits in wire order, low byte first. */
  readonly wire: string;
  readonly number: number;
}

/**
 * Twelve hexadecimal digits are the bytes as they stand on the wire; anything else made of digits is the number that is
 * printed on the device. Null where it is neither, or larger than six bytes hold.
 */
export function readStation(text: string): Station | null {
  const trimmed = text.trim().toLowerCase();
  const written = SPACED.test(trimmed) ? trimmed.replaceAll(/[\s:-]/g, '') : trimmed;
  if (/^[0-9a-f]{12}$/.test(written)) return { wire: written, number: numberOf(written) };
  if (!/^\d{1,15}$/.test(written)) return null;
  const number = Number(written);
  return number > LARGEST ? null : { wire: wireOf(number), number };
}

function wireOf(number: number): string {
  const digits = number.toString(16).padStart(12, '0');
  return (digits.match(/../g) ?? []).reverse().join('');
}

function numberOf(wire: string): number {
  return Number.parseInt((wire.match(/../g) ?? []).reverse().join(''), 16);
}

/** `79 03 00 00 00 00`, as a packet shows it. */
export function spaced(wire: string): string {
  return (wire.match(/../g) ?? []).join(' ').toUpperCase();
}
