// Reading a QR code from a picture: by the browser's own reader where it has one, else by jsQR, which comes only then.
// jsQR is plain script: the readers made of WebAssembly would need `wasm-unsafe-eval` in the page's policy (docs/decisions/0009-phone.md).

/** As much of the browser's `BarcodeDetector` as is used; TypeScript's DOM does not know it yet. */
interface Detector {
  detect(picture: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** Reads a code; null where there is none in the picture. */
export type ReadCode = (picture: HTMLCanvasElement) => Promise<string | null>;

/** The longer side to which a picture is made smaller, pixels: a code a third of the width is still 4 pixels a module. */
const LONGER_SIDE = 1_024;

/** The reader of this browser. */
export async function codeReader(): Promise<ReadCode> {
  const Native = Reflect.get(globalThis, 'BarcodeDetector') as DetectorClass | undefined;
  const formats: readonly string[] = (await Native?.getSupportedFormats().catch(() => [])) ?? [];
  if (Native !== undefined && formats.includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] });
    return async (picture) => (await detector.detect(picture).catch(() => []))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import('jsqr');
  return async (picture) => {
    const { width, height } = picture;
    const pixels = picture.getContext('2d', { willReadFrequently: true })?.getImageData(0, 0, width, height);
    return (pixels && jsQR(pixels.data, width, height)?.data) || null;
  };
}

/** Draws a picture, made smaller, for a reader. */
export function drawn(picture: CanvasImageSource, width: number, height: number, on = document.createElement('canvas')): HTMLCanvasElement {
  const scale = Math.min(1, LONGER_SIDE / Math.max(width, height, 1));
  on.width = Math.max(1, Math.round(width * scale));
  on.height = Math.max(1, Math.round(height * scale));
  on.getContext('2d', { willReadFrequently: true })?.drawImage(picture, 0, 0, on.width, on.height);
  return on;
}

/** A code on a photo; null where none is found, or the file is no picture. */
export async function codeOnPhoto(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const read = await codeReader();
  const found = await read(drawn(picture, picture.width, picture.height));
  picture.close();
  return found;
}
