// A picture without a picture: for bounds that are known by the head alone.

/** The head of a PNG that says it has so many pixels; nothing else of it is ever read. */
export function pngHead(width: number, height: number): Buffer {
  const file = Buffer.alloc(33);
  file.write('89504e470d0a1a0a', 'hex');
  file.write('IHDR', 12, 'latin1');
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}
