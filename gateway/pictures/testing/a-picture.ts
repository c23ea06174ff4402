// Pictures made by hand for tests: a PNG that every program shows, and a JPEG with what a camera writes into it.
import { crc32, deflateSync } from 'node:zlib';

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A grey PNG; `shade`: 0 to 255, so that one differs from another. */
export function aPng(width = 4, height = 3, shade = 128, more: readonly (readonly [name: string, text: string])[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(8, 8);
  const rows = Buffer.alloc((width + 1) * height, shade);
  for (let row = 0; row < height; row += 1) rows.writeUInt8(0, row * (width + 1));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more.map(([name, text]) => chunk(name, Buffer.from(text))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** TIFF, little-endian: turned to the right, taken at 30°15′36″ N 120°6′0″ E. */
export function exifAtTheLake(): Buffer {
  const tiff = Buffer.alloc(140);
  const field = (at: number, tag: number, type: number, count: number, value: number | string): void => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    if (typeof value === 'string') tiff.write(value, at + 8, 'latin1');
    else tiff.writeUInt32LE(value, at + 8);
  };
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  field(10, 0x0112, 3, 1, 6);
  field(22, 0x8825, 4, 1, 38);
  tiff.writeUInt16LE(4, 38);
  field(40, 1, 2, 2, 'N\0');
  field(52, 2, 5, 3, 92);
  field(64, 3, 2, 2, 'E\0');
  field(76, 4, 5, 3, 116);
  for (const [nth, value] of [30, 1, 15, 1, 36, 1, 120, 1, 6, 1, 0, 1].entries()) tiff.writeUInt32LE(value, 92 + nth * 4);
  return tiff;
}

function segment(marker: string, body: Buffer): Buffer {
  const head = Buffer.from(`ff${marker}0000`, 'hex');
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Head, segments and end of a JPEG with a few pixels that no program shows. */
export function aJpeg(width = 400, height = 300): Buffer {
  const frame = Buffer.from('08000000000101110 0'.replace(' ', ''), 'hex');
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment('e0', Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment('e1', Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifAtTheLake()])),
    segment('e1', Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude="30,15.6N"/>', 'latin1')),
    segment('fe', Buffer.from('东湖边', 'utf8')),
    segment('c0', frame),
    segment('da', Buffer.from('0101003f00', 'hex')),
    Buffer.from('00ff00d0ffd0aa', 'hex'),
    Buffer.from('ffd9', 'hex'),
    Buffer.from('behind the end: another picture, taken there too'),
  ]);
}
