// What becomes a picture of an incident and what is refused in words; and what its camera wrote into it, taken out without loss.
import fc from 'fast-check';
import { partsOf } from './parts.ts';
import { positionOf, readPicture, withoutMetadata } from './picture.ts';
import { sizeOf } from './raster.ts';
import { aJpeg, aPng, exifAtTheLake } from './testing/a-picture.ts';

const webp = (): Buffer => {
  const exif = exifAtTheLake();
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const head = Buffer.from('0c0000008f01002b0100', 'hex');
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', head),
    chunk('VP8L', Buffer.from('2f00000000', 'hex')),
    chunk('EXIF', exif),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), Buffer.from(Uint32Array.of(body.length).buffer), body]);
};

describe('a picture', () => {
  it('is known by its content: kind, dimensions, and where it was taken', () => {
    expect(readPicture(aJpeg())).toMatchObject({ kind: 'image/jpeg', width: 400, height: 300 });
    expect(readPicture(aPng(7, 5))).toMatchObject({ kind: 'image/png', width: 7, height: 5 });
    expect(readPicture(webp())).toMatchObject({ kind: 'image/webp', width: 400, height: 300 });
    for (const [file, kind] of [
      [aJpeg(), 'image/jpeg'],
      [webp(), 'image/webp'],
    ] as const) {
      const { longitude, latitude } = positionOf(file, kind) ?? {};
      expect([longitude, latitude]).toEqual([120.1, expect.closeTo(30.26)]);
    }
    expect(positionOf(aPng(), 'image/png')).toBeNull();
  });

  it.each([
    ['a text', Buffer.from('no picture'), '只接收 JPEG、PNG、WebP'],
    ['an SVG with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), '只接收'],
    ['a JPEG cut in half', aJpeg().subarray(0, 260), '不完整'],
    ['a PNG cut in half', aPng().subarray(0, 45), '不完整'],
    ['a WebP cut in half', webp().subarray(0, 60), '不完整'],
    ['108 megapixels', aJpeg(12_000, 9_000), '12000×9000（108 百万像素），最多 64'],
    ['more than 10 MB', Buffer.alloc(10 * 2 ** 20 + 1), '超过 10 MB'],
  ])('is refused in words where it is %s', (_what, file, said) => {
    const answer = readPicture(file);
    expect('zh' in answer ? answer.zh : 'taken').toContain(said);
  });

  it('loses what its camera wrote into it and keeps its pixels, and which way up it is', () => {
    const clean = withoutMetadata(aJpeg(), 'image/jpeg');
    for (const told of ['GPS', '东湖', 'another picture']) expect(clean.includes(told)).toBe(false);
    expect(positionOf(clean, 'image/jpeg')).toBeNull();
    expect(sizeOf(clean, 'image/jpeg')).toEqual({ width: 400, height: 300 });
    expect(clean.includes(Buffer.from('00ff00d0ffd0aaffd9', 'hex'))).toBe(true);
    expect(clean.includes(Buffer.from('011200030000000100060000', 'hex'))).toBe(true);
    const png = withoutMetadata(
      aPng(4, 3, 1, [
        ['tEXt', 'GPS 30 120'],
        ['eXIf', exifAtTheLake().toString('latin1')],
      ]),
      'image/png',
    );
    expect(png).toEqual(aPng(4, 3, 1));
    const web = withoutMetadata(webp(), 'image/webp');
    expect(partsOf(web, 'image/webp')?.map(({ name }) => name)).toEqual(['VP8X', 'VP8L']);
    expect(web.readUInt8(20)).toBe(0);
  });

  it('never breaks on bytes that were changed on the way', () => {
    const files = [aJpeg(), aPng(), webp()];
    fc.assert(
      fc.property(fc.nat(2), fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 6 }), fc.nat(600), (which, changes, end) => {
        const file = Buffer.from(files[which] ?? '').subarray(0, Math.max(end, 12));
        for (const [at, value] of changes) if (at < file.length) file[at] = value;
        const answer = readPicture(file);
        if ('zh' in answer) return;
        positionOf(file, answer.kind);
        withoutMetadata(file, answer.kind);
      }),
      { numRuns: 3_000 },
    );
  });
});
