// What a picture of pixels is by its head: its kind and how many pixels it has. Nothing is decoded.

export type RasterKind = 'image/png' | 'image/jpeg' | 'image/webp';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a side: what graphics cards take as one texture. */
export const LONGEST_SIDE = 16_384;

/** Undefined where it is none of them. */
export function rasterKind(file: Buffer): RasterKind | undefined {
  if (file.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png';
  if (file.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  return file.subarray(0, 4).toString('latin1') === 'RIFF' && file.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : undefined;
}

/** Undefined where the head is cut off or says nothing. */
export function sizeOf(file: Buffer, kind: RasterKind): Size | undefined {
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
