// What a file must be to become a drawing: its kind, size and dimensions are read from its head, and nothing is decoded here.
import { createHash } from 'node:crypto';
import { type Words, words } from '../../device-drivers/words.ts';
import { svgDrawing } from './svg.ts';

type DrawingKind = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';

/** A drawing as it is on record; its bytes are kept under their hash. */
export interface Drawing {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly kind: DrawingKind;
  readonly bytes: number;
  /** Pixels; of an SVG the units of its view box. */
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Bytes of a drawing at most: a scanned plan of A1 in 300 dpi as PNG. */
export const DRAWING_BYTES = 12 * 2 ** 20;
/** Pixels at most: 40 million take 160 MB of a browser that shows them; a phone has no more to give. */
const MOST_MEGAPIXELS = 40;
/** Of a side: what graphics cards take as one texture. */
const LONGEST_SIDE = 16_384;

/** What the file is, or why it cannot be a drawing, in a person's words. */
export function readDrawing(bytes: Uint8Array): Drawing | Words {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, 5).toString('latin1') === '%PDF-')
    return words('暂不支持 PDF，请将该页另存为 PNG 或 SVG 后上传', 'PDF is not taken yet; save the page as PNG or SVG and upload that');
  const kind = kindOf(file);
  if (kind === undefined)
    return words('请上传 PNG、JPEG、WebP 或 SVG 图纸', 'Upload a drawing as PNG, JPEG, WebP or SVG; this file is none of them');
  const size = kind === 'image/svg+xml' ? svgDrawing(file) : sizeOf(file, kind);
  if (size === undefined) return words('图纸文件已损坏，读不出尺寸', 'The drawing is damaged: its dimensions cannot be read');
  if ('zh' in size) return size;
  const { width, height } = size;
  if (kind !== 'image/svg+xml' && width * height > MOST_MEGAPIXELS * 1e6) {
    const is = `${width}×${height}`;
    const million = Math.round((width * height) / 1e6);
    return words(
      `图纸太大：${is}，共 ${million} 百万像素，最多 ${MOST_MEGAPIXELS} 百万像素；请缩小后再上传`,
      `The drawing is too large: ${is} is ${million} megapixels, ${MOST_MEGAPIXELS} are the most; scale it down and upload it again`,
    );
  }
  if (kind !== 'image/svg+xml' && Math.max(width, height) > LONGEST_SIDE)
    return words(`图纸边长最多 ${LONGEST_SIDE} 像素`, `A side of the drawing may have ${LONGEST_SIDE} pixels at most`);
  return { hash: createHash('sha256').update(file).digest('hex'), kind, bytes: file.length, width, height };
}

function kindOf(file: Buffer): DrawingKind | undefined {
  if (file.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png';
  if (file.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  if (file.subarray(0, 4).toString('latin1') === 'RIFF' && file.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp';
  return /<(?:[\w.-]+:)?svg[\s>]/i.test(file.subarray(0, 4_096).toString('utf8')) ? 'image/svg+xml' : undefined;
}

/** Undefined where the head is cut off or says nothing. */
function sizeOf(file: Buffer, kind: DrawingKind): Size | undefined {
  const size = kind === 'image/png' ? pngSize(file) : kind === 'image/jpeg' ? jpegSize(file) : webpSize(file);
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(file: Buffer): Size | undefined {
  if (file.length < 24 || file.subarray(12, 16).toString('latin1') !== 'IHDR') return undefined;
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

/** Goes from segment to segment up to the frame header (ITU-T T.81, B.2.2). */
function jpegSize(file: Buffer): Size | undefined {
  let at = 2;
  while (at + 9 <= file.length && file.readUInt8(at) === 0xff) {
    const marker = file.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(file: Buffer): Size | undefined {
  if (file.length < 30) return undefined;
  switch (file.subarray(12, 16).toString('latin1')) {
    case 'VP8X':
      return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = file.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    default:
      return undefined;
  }
}
