// What a file must be to become a drawing: its kind, size and dimensions are read from its head, and nothing is decoded here.
import { createHash } from 'node:crypto';
import { type Words, words } from '../../device-drivers/words.ts';
import { LONGEST_SIDE, type RasterKind, rasterKind, sizeOf } from '../pictures/raster.ts';
import { svgDrawing } from './svg.ts';

type DrawingKind = RasterKind | 'image/svg+xml';

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

/** Bytes of a drawing at most: a scanned plan of A1 in 300 dpi as PNG. */
export const DRAWING_BYTES = 12 * 2 ** 20;
/** Pixels at most: 40 million take 160 MB of a browser that shows them; a phone has no more to give. */
const MOST_MEGAPIXELS = 40;

/** What the file is, or why it cannot be a drawing, in a person's words. */
export function readDrawing(bytes: Uint8Array): Drawing | Words {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, 5).toString('latin1') === '%PDF-')
    return words(
      '网关不解读 PDF：请在平面图页面选择该文件并选页，由浏览器绘成图片；或另存为 PNG、SVG 后上传',
      'The gateway reads no PDF: choose the file on the floor plan’s page, where the browser draws one of its pages; or save it as PNG or SVG',
    );
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
  return rasterKind(file) ?? (/<(?:[\w.-]+:)?svg[\s>]/i.test(file.subarray(0, 4_096).toString('utf8')) ? 'image/svg+xml' : undefined);
}
