// A PDF of the person's own machine: its pages small, and one of them as a picture. The one file that knows pdf.js.
import { GlobalWorkerOptions, getDocument, type PDFDocumentLoadingTask, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { DRAWING_BYTES } from '../drawing-bytes.ts';
import { drawnScale, FEWEST_MEGAPIXELS, MOST_MEGAPIXELS } from './drawn-scale.ts';

// From our own address, as the page's policy asks.
GlobalWorkerOptions.workerSrc = workerUrl;

/** Bytes that are read into the browser at most: it holds them twice. */
const MOST_BYTES = 200 * 2 ** 20;
/** Pixels of a picture within a page at most: a scan of A0 at 400 dots an inch has 248 million. */
const MOST_IMAGE_PIXELS = 300e6;
/** Of what a PNG would be too large for, a scan in colours. */
const JPEG_QUALITY = 0.9;

/** `too-large`: the file. `too-full`: the picture of its page, however it is drawn. */
export type PdfFault = 'password' | 'damaged' | 'no-pages' | 'too-large' | 'too-full';

export class PdfProblem extends Error {
  readonly fault: PdfFault;

  constructor(fault: PdfFault) {
    super(fault);
    this.name = 'PdfProblem';
    this.fault = fault;
  }
}

export class PdfFile {
  readonly #task: PDFDocumentLoadingTask;
  readonly #pdf: PDFDocumentProxy;

  private constructor(task: PDFDocumentLoadingTask, pdf: PDFDocumentProxy) {
    this.#task = task;
    this.#pdf = pdf;
  }

  /** Rejects with a `PdfProblem`. */
  static async open(file: Blob): Promise<PdfFile> {
    if (file.size > MOST_BYTES) throw new PdfProblem('too-large');
    const own = (path: string): string => new URL(path, location.origin).href;
    const task = getDocument({
      data: await file.arrayBuffer(),
      // Nothing of a file is ever run, and nothing is asked of anybody but the gateway.
      isEvalSupported: false,
      enableXfa: false,
      useWasm: false,
      useWorkerFetch: true,
      wasmUrl: own('/pdf/'),
      cMapUrl: own('/pdf/cmaps/'),
      cMapPacked: true,
      useSystemFonts: true,
      maxImageSize: MOST_IMAGE_PIXELS,
      verbosity: 0,
    });
    try {
      const pdf = await task.promise;
      if (pdf.numPages < 1) throw new PdfProblem('no-pages');
      return new PdfFile(task, pdf);
    } catch (thrown) {
      void task.destroy();
      throw problemOf(thrown);
    }
  }

  get pages(): number {
    return this.#pdf.numPages;
  }

  /** Ends whatever is being drawn. */
  close(): void {
    void this.#task.destroy();
  }

  /** Draws a page into a canvas so many pixels wide and high at most. Rejects with a `PdfProblem`, or when `signal` says so. */
  async drawSmall(number: number, canvas: HTMLCanvasElement, side: number, signal: AbortSignal): Promise<void> {
    const page = await this.#page(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const scale = Math.min(side / Math.max(width, height), drawnScale(width, height, FEWEST_MEGAPIXELS) ?? 0);
    await this.#draw(number, canvas, scale, signal);
  }

  /**
   * A page as a picture that the gateway takes: a PNG, or a JPEG where that would be too large (a scan in colours), smaller
   * where a browser or the gateway takes no more. Rejects with a `PdfProblem`.
   */
  async pictureOf(number: number, signal: AbortSignal): Promise<Blob> {
    const { width, height } = (await this.#page(number)).getViewport({ scale: 1 });
    const canvas = document.createElement('canvas');
    for (let megapixels = MOST_MEGAPIXELS; megapixels >= FEWEST_MEGAPIXELS; megapixels /= 2) {
      const scale = drawnScale(width, height, megapixels);
      if (scale === undefined) throw new PdfProblem('damaged');
      const isDrawn = await this.#draw(number, canvas, scale, signal);
      for (const type of isDrawn ? ['image/png', 'image/jpeg'] : []) {
        const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, JPEG_QUALITY));
        if (picture !== null && picture.type === type && picture.size <= DRAWING_BYTES) return picture;
      }
    }
    throw new PdfProblem('too-full');
  }

  async #page(number: number) {
    try {
      return await this.#pdf.getPage(number);
    } catch (thrown) {
      throw problemOf(thrown);
    }
  }

  /** False where the browser has no canvas of that size. */
  async #draw(number: number, canvas: HTMLCanvasElement, scale: number, signal: AbortSignal): Promise<boolean> {
    const page = await this.#page(number);
    if (signal.aborted) return false;
    const viewport = page.getViewport({ scale });
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    const canvasContext = canvas.getContext('2d', { alpha: false });
    if (canvasContext === null) return false;
    const drawing = page.render({ canvasContext, viewport, background: '#ffffff' });
    const stop = (): void => drawing.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await drawing.promise;
      return true;
    } catch (thrown) {
      throw problemOf(thrown);
    } finally {
      signal.removeEventListener('abort', stop);
      page.cleanup();
    }
  }
}

/** The library tells its errors apart by name. */
function problemOf(thrown: unknown): unknown {
  const name = thrown instanceof Error ? thrown.name : '';
  if (thrown instanceof PdfProblem || name === 'RenderingCancelledException' || name === 'AbortException') return thrown;
  return new PdfProblem(name === 'PasswordException' ? 'password' : 'damaged');
}
