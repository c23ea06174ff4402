// A photo of the spot, made smaller before it is kept: a phone in a stairwell has a poor line, and a seat looks at a screen.

/** The longer side, pixels: a nameplate can still be read. */
const LONGER_SIDE = 1_600;
const QUALITY = 0.82;

/** Bytes of a file that a phone's browser cannot open, and that is no small broken one: it ran out of memory over its pixels. */
const HUGE = 25_000_000;
/** Brands of the container in which phones keep HEIC and HEIF (ISO/IEC 23008-12). */
const HEIC = /^ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)/;

/** Why there is no photo. `heic`: a format that this browser does not read. */
export type NoPhoto = 'empty' | 'heic' | 'huge' | 'unreadable';

/** A JPEG of the picture, or why there is none. Where it was taken is not in it: a browser draws pixels alone. */
export async function photoOf(file: Blob): Promise<Blob | NoPhoto> {
  if (file.size === 0) return 'empty';
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return whyNot(file);
  const scale = Math.min(1, LONGER_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob((photo) => done(photo ?? 'huge'), 'image/jpeg', QUALITY));
}

async function whyNot(file: Blob): Promise<NoPhoto> {
  const head = await file
    .slice(4, 12)
    .text()
    .catch(() => '');
  if (HEIC.test(head)) return 'heic';
  return file.size > HUGE ? 'huge' : 'unreadable';
}
