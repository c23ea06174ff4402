// The parts that a picture is made of: segments of a JPEG, chunks of a PNG or WebP, with what each is.
import type { RasterKind } from './raster.ts';

/** From the first byte of its head to behind its last. */
export interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Where what it holds begins and ends. */
  readonly body: readonly [from: number, to: number];
}

/** The parts up to the end of the picture; undefined where it is cut off or damaged. */
export function partsOf(file: Buffer, kind: RasterKind): Part[] | undefined {
  const parts = kind === 'image/jpeg' ? jpegParts(file) : kind === 'image/png' ? pngParts(file) : webpParts(file);
  return parts && (parts.at(-1)?.to ?? 0) <= file.length ? parts : undefined;
}

/** Markers of JPEG, in hexadecimal: `e1` is APP1. The scan and the pixels behind it are one part (ITU-T T.81, B.1). */
function jpegParts(file: Buffer): Part[] | undefined {
  const parts: Part[] = [];
  let at = 2;
  while (at + 4 <= file.length || file[at + 1] === 0xd9) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return [...parts, { name: 'd9', from: at, to: at + 2, body: [at + 2, at + 2] }];
    const behind = at + 2 + file.readUInt16BE(at + 2);
    const to = marker === 0xda ? nextMarker(file, behind) : behind;
    if (to === undefined || to <= at) return undefined;
    parts.push({ name: marker.toString(16), from: at, to, body: [at + 4, behind] });
    at = to;
  }
  return undefined;
}

/** Behind a scan: pixels hold FF only before 00 or a restart marker. */
function nextMarker(file: Buffer, from: number): number | undefined {
  for (let at = file.indexOf(0xff, from); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return undefined;
}

function pngParts(file: Buffer): Part[] | undefined {
  const parts: Part[] = [];
  let at = 8;
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at);
    const name = file.subarray(at + 4, at + 8).toString('latin1');
    const to = at + 12 + length;
    parts.push({ name, from: at, to, body: [at + 8, at + 8 + length] });
    if (name === 'IEND') return parts;
    at = to;
  }
  return undefined;
}

function webpParts(file: Buffer): Part[] | undefined {
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) return undefined;
  const parts: Part[] = [];
  let at = 12;
  while (at + 8 <= end) {
    const length = file.readUInt32LE(at + 4);
    const to = at + 8 + length + (length % 2);
    parts.push({ name: file.subarray(at, at + 4).toString('latin1'), from: at, to, body: [at + 8, at + 8 + length] });
    at = to;
  }
  return parts.length > 0 ? parts : undefined;
}
