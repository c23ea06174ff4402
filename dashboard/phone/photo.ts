// A photo of the spot, made smaller before it is kept: a phone in a stairwell has a poor line, and a seat looks at a screen.

/** The longer side, pixels: a nameplate can still be read. */
const LONGER_SIDE = 1_600;
const QUALITY = 0.82;

/** A JPEG of the picture; null where the browser cannot read it, or can only as a picture that it does not write. Where it was taken is not in it: a browser draws pixels alone. */
export async function photoOf(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, LONGER_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
}
