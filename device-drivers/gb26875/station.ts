// The 6-byte address of a transmission device or a centre: hex in the order of the wire, and as a number.

/** The station of a device that has not been given an address. */
export const ZERO_STATION = '000000000000';

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const FORM = /^[0-9a-f]{12}$/;
/** A station has 6 bytes. */
const STATIONS = 2 ** 48;

/** The station whose 6 bytes begin at `from`: 12 lower-case hex digits in the order of the wire. Missing bytes count as 0. */
export function stationAt(bytes: Uint8Array, from: number): string {
  return (
    hex(bytes[from]) + hex(bytes[from + 1]) + hex(bytes[from + 2]) + hex(bytes[from + 3]) + hex(bytes[from + 4]) + hex(bytes[from + 5])
  );
}

/**
 * Writes a station's 6 bytes at an offset.
 * @throws RangeError where the text is not a station or there is no room.
 */
export function writeStation(station: string, into: Uint8Array, at: number): void {
  if (!isStation(station)) throw new RangeError('a station is 12 lower-case hex digits');
  if (at < 0 || at + 6 > into.length) throw new RangeError('no room for a station');
  for (let n = 0; n < 6; n += 1) into[at + n] = (digit(station, 2 * n) << 4) | digit(station, 2 * n + 1);
}

/** A station's decimal number, the low byte first on the wire: 0 to 2^48 - 1. `790300000000` is 889. */
export function stationNumber(station: string): number {
  let number = 0;
  for (let at = 10; at >= 0; at -= 2) number = number * 256 + Number.parseInt(station.slice(at, at + 2), 16);
  return number;
}

/**
 * The station of a decimal number.
 * @throws RangeError where it is not a whole number from 0 to 2^48 - 1.
 */
export function stationOfNumber(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= STATIONS) throw new RangeError(`station ${number}: 0 to ${STATIONS - 1}`);
  let text = '';
  for (let rest = number, n = 0; n < 6; n += 1, rest = Math.floor(rest / 256)) text += hex(rest % 256);
  return text;
}

/** Whether a text is a station: 12 lower-case hex digits. */
export function isStation(text: string): boolean {
  return FORM.test(text);
}

function hex(byte: number | undefined): string {
  return HEX[byte ?? 0] ?? '00';
}

/** A lower-case hex digit's value; the text has been checked. */
function digit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
