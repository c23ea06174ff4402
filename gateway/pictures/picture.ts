// What a file must be to become a picture of an incident, and the same picture without what its camera wrote into it.
import { createHash } from 'node:crypto';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Picture } from '../alarms/incident-work.ts';
import { type Exif, exifOfOrientation, readExif } from './exif.ts';
import { type Part, partsOf } from './parts.ts';
import { LONGEST_SIDE, type RasterKind, rasterKind, sizeOf } from './raster.ts';

/** Bytes of a picture at most: what a phone makes at its best has 4 to 8 million. */
export const PICTURE_BYTES = 10 * 2 ** 20;
/** 64 million pixels take 256 MB of a browser that shows them. */
const MOST_MEGAPIXELS = 64;

const EXIF_HEAD = 'Exif\0\0';

/** What the file is, or why it cannot be taken, in a person's words. */
export function readPicture(bytes: Uint8Array): Picture | Words {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length > PICTURE_BYTES)
    return words('照片超过 10 MB，请降低相机分辨率后重拍', 'The picture has more than 10 MB; take it with fewer pixels');
  const kind = rasterKind(file);
  if (kind === undefined)
    return words('只接收 JPEG、PNG、WebP 照片，此文件不是', 'Pictures are taken as JPEG, PNG or WebP; this file is none of them');
  const size = sizeOf(file, kind);
  const parts = size && partsOf(file, kind);
  if (!size || !parts) return words('照片不完整或已损坏，请重新发送', 'The picture is cut off or damaged; send it again');
  const { width, height } = size;
  const million = Math.round((width * height) / 1e6);
  if (width * height > MOST_MEGAPIXELS * 1e6 || Math.max(width, height) > LONGEST_SIDE)
    return words(
      `照片像素过大：${width}×${height}（${million} 百万像素），最多 ${MOST_MEGAPIXELS} 百万像素、边长 ${LONGEST_SIDE}；请降低相机分辨率后重拍`,
      `Too many pixels: ${width}×${height} (${million} megapixels); ${MOST_MEGAPIXELS} megapixels and ${LONGEST_SIDE} a side are the most. Take it with fewer`,
    );
  return { hash: createHash('sha256').update(file).digest('hex'), kind, bytes: file.length, width, height };
}

/** Where it was taken, as its camera says; null where it says nothing. */
export function positionOf(file: Buffer, kind: RasterKind): Exif['position'] {
  return exifOf(file, partsOf(file, kind) ?? []).position;
}

/** Parts that are the picture; whatever else there is may say where it was taken and by whom. */
const KEPT: Readonly<Record<RasterKind, (part: Part) => boolean>> = {
  // APP1 to APP15 are the camera's, but for the colours (APP2) and Adobe's word on them (APP14); FE is a comment.
  'image/jpeg': ({ name }) => !/^(?:e[13-9abcdf]|fe)$/.test(name),
  'image/png': ({ name }) => !['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'].includes(name) && (/^[A-Z]/.test(name) || PNG_SHOWN.has(name)),
  'image/webp': ({ name }) => ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'].includes(name),
};
/** Chunks beside those of the pixels that change how a PNG looks. */
const PNG_SHOWN: ReadonlySet<string> = new Set(['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT']);

/** The same pixels, without place, time, camera and comments; which way up it is stays. */
export function withoutMetadata(file: Buffer, kind: RasterKind): Buffer {
  const parts = partsOf(file, kind) ?? [];
  const kept = parts.filter((part) => KEPT[kind](part) && !isMorePictures(file, part)).map(({ from, to }) => file.subarray(from, to));
  const { orientation } = exifOf(file, parts);
  if (kind === 'image/png') return Buffer.concat([file.subarray(0, 8), ...kept]);
  if (kind === 'image/jpeg') return Buffer.concat([file.subarray(0, 2), ...(orientation === 1 ? [] : [app1(orientation)]), ...kept]);
  const shown = kept.map((chunk) => (chunk.subarray(0, 4).toString('latin1') === 'VP8X' ? withoutFlags(chunk) : chunk));
  const head = Buffer.from(file.subarray(0, 12));
  head.writeUInt32LE(4 + shown.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...shown]);
}

/** A list of further pictures (MPF) in APP2: they stand behind the end, and have metadata of their own. */
function isMorePictures(file: Buffer, { name, body: [from] }: Part): boolean {
  return name === 'e2' && file.subarray(from, from + 4).toString('latin1') === 'MPF\0';
}

/** The chunks of EXIF and XMP are gone. */
function withoutFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk);
  copy.writeUInt8(copy.readUInt8(8) & ~0b1100, 8);
  return copy;
}

function app1(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from(EXIF_HEAD, 'latin1'), exifOfOrientation(orientation)]);
  const head = Buffer.from('ffe10000', 'hex');
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

const EXIF_PARTS: ReadonlySet<string> = new Set(['e1', 'eXIf', 'EXIF']);

/** What the camera wrote; of several words the first that says where. */
function exifOf(file: Buffer, parts: readonly Part[]): Exif {
  const found = parts
    .filter(({ name }) => EXIF_PARTS.has(name))
    .flatMap(({ name, body: [from, to] }) => {
      const body = file.subarray(from, to);
      const hasHead = body.subarray(0, EXIF_HEAD.length).toString('latin1') === EXIF_HEAD;
      return name === 'e1' && !hasHead ? [] : [readExif(hasHead ? body.subarray(EXIF_HEAD.length) : body)];
    });
  return found.find(({ position }) => position !== null) ?? found[0] ?? { orientation: 1, position: null };
}
