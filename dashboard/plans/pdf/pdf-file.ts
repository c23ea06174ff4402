// A PDF of the person's own machine: its pages small, and one of them as a picture. The one file that knows pdf.js.
import {
  GlobalWorkerOptions,
  getDocument,
  PasswordResponses,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
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

/** Rows of a canvas that are looked at in one go: 8 MB of a wide one. */
const STRIP_ROWS = 256;

/**
 * `too-large`: the file. `too-full`: the picture of its page, however it is drawn. `undrawn`: a picture within the page is damaged, or of a
 * kind that is not read here. `blank`: the page shows nothing.
 */
export type PdfFault = 'damaged' | 'no-pages' | 'too-large' | 'too-full' | 'undrawn' | 'blank';

/** Asked for the password of a file that has one, again as long as it `isWrong`. */
export type AskPassword = (isWrong: boolean) => Promise<string>;

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

  /** Rejects with a `PdfProblem`, or when `signal` says so, also while the password is asked for. */
  static async open(file: Blob, askPassword: AskPassword, signal: AbortSignal): Promise<PdfFile> {
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
    task.onPassword = (answer: (password: string) => void, reason: number) =>
      void askPassword(reason === PasswordResponses.INCORRECT_PASSWORD).then(answer);
    const stop = (): void => void task.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const pdf = await task.promise;
      if (pdf.numPages < 1) throw new PdfProblem('no-pages');
      return new PdfFile(task, pdf);
    } catch (thrown) {
      void task.destroy();
      throw problemOf(thrown);
    } finally {
      signal.removeEventListener('abort', stop);
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
      // The library draws on without a picture that it cannot read: a plan with a hole in it is none.
      if (lacksPicture(page)) throw new PdfProblem('undrawn');
      if (isWhite(canvasContext)) throw new PdfProblem('blank');
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
  return new PdfProblem('damaged');
}

/** Whether a picture of a page that was just drawn could not be read. */
function lacksPicture({ objs }: PDFPageProxy): boolean {
  return [...(objs as Iterable<[string, unknown]>)].some(([id, data]) => data === null && id.includes('img_'));
}

/** Whether nothing stands on a canvas that was white. */
function isWhite(pen: CanvasRenderingContext2D): boolean {
  const { width, height } = pen.canvas;
  for (let top = 0; top < height; top += STRIP_ROWS) {
    const { data } = pen.getImageData(0, top, width, Math.min(STRIP_ROWS, height - top));
    if (new Uint32Array(data.buffer).some((pixel) => pixel !== 0xffffffff)) return false;
  }
  return true;
}
