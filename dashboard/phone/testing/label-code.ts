// A label's code as another program encoded it (the npm package `qrcode`), as a photo and as what a camera sees.

/** `https://fire.example.org/d/smoke-12-05`, error correction M; `#` is dark. */
const MODULES: readonly string[] = [
  '#######.####....#..##.#######',
  '#.....#.#..##.#.......#.....#',
  '#.###.#...#.##..#...#.#.###.#',
  '#.###.#.##.#...###.#..#.###.#',
  '#.###.#...#......#.#..#.###.#',
  '#.....#..######.####..#.....#',
  '#######.#.#.#.#.#.#.#.#######',
  '........#.##..######.........',
  '#.##.###.....#...#....#..#.##',
  '######.#....##...###.##.#...#',
  '#..#..##.###.#..#.#..##...##.',
  '#..##..#.###...#..###..#....#',
  '####.###.##...####.......##..',
  '#..###..##.##.##.#.#..#...###',
  '###.###.##.###..#.##.##.#.###',
  '.####..##.#...##..#.#...#..#.',
  '####..#######.#....###..##.#.',
  '.##..#.....##.####..##.#.###.',
  '#.#####.##.#######...####.#..',
  '....##.#.#.####.###.#..##.#..',
  '.##.#.###.##.##.###########..',
  '........##......#..##...#####',
  '#######.###.#.#.#..##.#.##.#.',
  '#.....#.####.####.#.#...##..#',
  '#.###.#..##.#....#..#####.##.',
  '#.###.#.#.####.##..###.###..#',
  '#.###.#.###...#...#.#..#..#.#',
  '#.....#...##....#...##...#.#.',
  '#######.#.#..#.#..####.....#.',
];
/** Light modules around it, as ISO/IEC 18004 wants. */
const QUIET = 4;

/** Brightness of a pixel of a picture of that size with the code in its middle, `scale` pixels a module. */
function brightness(x: number, y: number, width: number, height: number, scale: number): number {
  const at = (value: number, size: number): number => Math.floor((value - size / 2) / scale + MODULES.length / 2);
  return MODULES[at(y, height)]?.[at(x, width)] === '#' ? 20 : 230;
}

/** A photo of the label: a bitmap of 24 bits (BMP). */
export function labelPhoto(scale = 8): Buffer {
  const size = (MODULES.length + 2 * QUIET) * scale;
  const line = Math.ceil((size * 3) / 4) * 4;
  const file = Buffer.alloc(54 + line * size);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(size, 18);
  file.writeInt32LE(-size, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) file.fill(brightness(x, y, size, size, scale), 54 + y * line + x * 3, 57 + y * line + x * 3);
  return file;
}

/** What a camera sees that is held before it: two frames of 640 × 480 (YUV4MPEG2), which Chromium plays over and over. */
export function labelFilm(): Buffer {
  const [width, height] = [640, 480];
  const luma = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) luma[y * width + x] = brightness(x, y, width, height, 9);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}
