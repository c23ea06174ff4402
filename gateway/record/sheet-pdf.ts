// A sheet on A4 pages as PDF, with a font that has every character of GB 2312. The one file that knows the PDF library.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Sheet, SheetBlock } from './sheet.ts';

/** Points of 1/72 inch. */
const MARGIN = 42;
const FOOT = 34;
const SIZES = { title: 18, heading: 11, text: 8.5, foot: 7 } as const;
const CELL = { x: 4, y: 3 } as const;
const HEADING = { above: 10, below: 3 } as const;
const LABEL_SHARE = 0.17;
/** Characters that the font lacks and that are named at the foot: two lines of it, below which the paper ends. */
const MOST_LACKING = 24;
/** Pictures beside each other. */
const ACROSS = 3;
const INK = '#11161b';
const QUIET = '#55606b';
const LINE = '#c3ccd4';
const SHADE = '#eef2f5';
const DRILL = '#0b6b64';

const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');
const FONTS = { plain: join(packageFolder, 'NotoSansHans-Regular.otf'), strong: join(packageFolder, 'NotoSansHans-Bold.otf') } as const;
type Weight = keyof typeof FONTS;

/** What of the library's font is not in its types: whether it can write a character. */
interface FontKnowing {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}

/** Prints a sheet; some 0.3 s of CPU, most of it reading the font. */
export function printSheet(sheet: Sheet): Promise<Buffer> {
  return new Printer(sheet).print();
}

class Printer {
  readonly #sheet: Sheet;
  readonly #doc: PDFKit.PDFDocument;
  readonly #lacking = new Set<string>();
  /** Whether the font has a character: the library decodes a piece of the font at every question. */
  readonly #has = new Map<string, boolean>();
  readonly #width: number;
  readonly #bottom: number;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    this.#doc = new PDFDocument({
      size: 'A4',
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
      bufferPages: true,
      autoFirstPage: false,
      // A first font of its own would be known by its file alone: it was opened anew for every cell (measured: 160 ms a row).
      font: '',
      info: { Title: sheet.title, Producer: 'Balefire', Creator: 'Balefire' },
    });
    for (const weight of Object.keys(FONTS) as Weight[]) this.#doc.registerFont(weight, FONTS[weight]);
    this.#doc.on('pageAdded', () => this.#head());
    this.#doc.addPage();
    this.#width = this.#doc.page.width - 2 * MARGIN;
    this.#bottom = this.#doc.page.height - MARGIN - FOOT;
  }

  print(): Promise<Buffer> {
    const doc = this.#doc;
    const pieces: Buffer[] = [];
    const done = new Promise<Buffer>((resolve, reject) => {
      doc.on('data', (piece: Buffer) => pieces.push(piece));
      doc.on('end', () => resolve(Buffer.concat(pieces)));
      doc.on('error', reject);
    });
    this.#text('strong', SIZES.title, this.#sheet.title, MARGIN, doc.y, this.#width);
    doc.y += 6;
    for (const block of this.#sheet.blocks) this.#block(block);
    this.#feet();
    doc.end();
    return done;
  }

  #head(): void {
    const { mark } = this.#sheet;
    this.#doc.y = MARGIN;
    if (!mark) return;
    this.#doc.fillColor(DRILL);
    this.#doc.font('strong').fontSize(SIZES.title);
    this.#doc.text(this.#known(mark), MARGIN, MARGIN - 26, { width: this.#doc.page.width - 2 * MARGIN, align: 'center', lineBreak: false });
    this.#doc.fillColor(INK);
    this.#doc.y = MARGIN;
  }

  /** The number of a page is known when all are there. */
  #feet(): void {
    const doc = this.#doc;
    const { start, count } = doc.bufferedPageRange();
    const { foot, pages, lacking } = this.#sheet;
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page);
      const y = doc.page.height - MARGIN - FOOT + 12;
      doc
        .moveTo(MARGIN, y - 4)
        .lineTo(MARGIN + this.#width, y - 4)
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke();
      const number = pages.replace('{page}', String(page - start + 1)).replace('{pages}', String(count));
      this.#text('plain', SIZES.foot, foot, MARGIN, y, this.#width * 0.8, QUIET);
      doc.fillColor(QUIET).font('plain').fontSize(SIZES.foot);
      doc.text(number, MARGIN + this.#width * 0.8, y, { width: this.#width * 0.2, align: 'right', lineBreak: false });
      if (this.#lacking.size > 0) {
        const named = [...this.#lacking].slice(0, MOST_LACKING).map((one) => `U+${one.codePointAt(0)?.toString(16).toUpperCase()}`);
        const points = this.#lacking.size > MOST_LACKING ? [...named, '…'] : named;
        this.#text('plain', SIZES.foot, lacking + points.join(' '), MARGIN, y + 10, this.#width, QUIET);
      }
    }
  }

  #block(block: SheetBlock): void {
    const doc = this.#doc;
    if (block.is === 'signatures') {
      this.#signatures(block.labels);
      return;
    }
    if (block.is === 'pictures') {
      this.#pictures(block);
      return;
    }
    if (block.is === 'facts') {
      const columns = [LABEL_SHARE, 1 - LABEL_SHARE];
      const weights: readonly Weight[] = ['strong', 'plain'];
      this.#heading(block.title, this.#heightOf(block.rows[0] ?? [], columns, weights));
      for (const cells of block.rows) this.#row(cells, columns, weights);
      return;
    }
    const shares = block.columns.map(({ share }) => share);
    const plain = shares.map((): Weight => 'plain');
    const strong = shares.map((): Weight => 'strong');
    const titles = block.columns.map(({ title }) => title);
    const heading = (): void => this.#row(titles, shares, strong, SHADE);
    const [first] = block.rows;
    this.#heading(block.title, this.#heightOf(titles, shares, strong) + (first ? this.#heightOf(first, shares, plain) : 0));
    if (first) heading();
    for (const cells of block.rows) {
      if (this.#room(this.#heightOf(cells, shares, plain))) heading();
      this.#row(cells, shares, plain);
    }
    if (block.note) this.#text('plain', SIZES.text, block.note, MARGIN, doc.y + 3, this.#width, QUIET);
  }

  /** Goes with what begins below it, `height`: a heading alone at the foot of a page belongs to nothing. */
  #heading(title: string, height: number): void {
    const doc = this.#doc;
    doc.font('strong').fontSize(SIZES.heading);
    this.#room(HEADING.above + doc.heightOfString(this.#known(title), { width: this.#width }) + HEADING.below + height);
    doc.y += HEADING.above;
    this.#text('strong', SIZES.heading, title, MARGIN, doc.y, this.#width);
    doc.y += HEADING.below;
  }

  #signatures(labels: readonly string[]): void {
    const doc = this.#doc;
    this.#room(70);
    const y = doc.y + 34;
    const each = this.#width / labels.length;
    for (const [nth, label] of labels.entries()) {
      const x = MARGIN + nth * each;
      this.#text('plain', SIZES.text, label, x, y, each * 0.6);
      // Of the font that has just been written with: the line begins behind the longest word.
      const wide = Math.max(each * 0.36, doc.widthOfString(label) + CELL.x);
      doc
        .moveTo(x + wide, y + 12)
        .lineTo(x + each * 0.92, y + 12)
        .lineWidth(0.7)
        .strokeColor(INK)
        .stroke();
    }
  }

  /** Three beside each other; one that the library cannot read has its place and says so. */
  #pictures({ pictures, damaged }: Extract<SheetBlock, { is: 'pictures' }>): void {
    const doc = this.#doc;
    const each = this.#width / ACROSS;
    const box = { width: each - 2 * CELL.x, height: each * 0.75 };
    for (let first = 0; first < pictures.length; first += ACROSS) {
      const row = pictures.slice(first, first + ACROSS);
      doc.font('plain').fontSize(SIZES.foot);
      const captions = row.map(({ caption }) => doc.heightOfString(this.#known(caption), { width: box.width }));
      const height = box.height + Math.max(...captions) + 14;
      this.#room(height);
      const { y } = doc;
      for (const [nth, { bytes, caption }] of row.entries()) {
        const x = MARGIN + nth * each + CELL.x;
        if (!this.#drew(bytes, x, y + 6, box)) {
          this.#text('plain', SIZES.text, damaged, x + CELL.x, y + box.height / 2, box.width - 2 * CELL.x, QUIET);
          doc
            .rect(x, y + 6, box.width, box.height)
            .lineWidth(0.5)
            .strokeColor(LINE)
            .stroke();
        }
        this.#text('plain', SIZES.foot, caption, x, y + box.height + 9, box.width, QUIET);
      }
      doc.y = y + height;
    }
  }

  #drew(bytes: Uint8Array, x: number, y: number, box: { width: number; height: number }): boolean {
    try {
      this.#doc.image(Buffer.from(bytes), x, y, { fit: [box.width, box.height], align: 'center', valign: 'center' });
      return true;
    } catch {
      return false;
    }
  }

  /** Begins a page where so much does not fit on this one. */
  #room(height: number): boolean {
    if (this.#doc.y + height <= this.#bottom) return false;
    this.#doc.addPage();
    return true;
  }

  #row(cells: readonly string[], shares: readonly number[], weights: readonly Weight[], shade?: string): void {
    const doc = this.#doc;
    const height = this.#heightOf(cells, shares, weights);
    this.#room(height);
    const { y } = doc;
    if (shade) doc.rect(MARGIN, y, this.#width, height).fill(shade);
    let x = MARGIN;
    for (const [nth, cell] of cells.entries()) {
      const width = this.#width * (shares[nth] ?? 0);
      this.#text(weights[nth] ?? 'plain', SIZES.text, cell, x + CELL.x, y + CELL.y + this.#halfGap(), width - 2 * CELL.x);
      doc.rect(x, y, width, height).lineWidth(0.5).strokeColor(LINE).stroke();
      x += width;
    }
    doc.y = y + height;
  }

  #heightOf(cells: readonly string[], shares: readonly number[], weights: readonly Weight[]): number {
    const heights = cells.map((cell, nth) => {
      this.#doc.font(weights[nth] ?? 'plain').fontSize(SIZES.text);
      return this.#doc.heightOfString(this.#known(cell) || ' ', { width: this.#width * (shares[nth] ?? 0) - 2 * CELL.x });
    });
    return Math.max(...heights) + 2 * CELL.y;
  }

  /** The font has all of the space between two lines below them: half of it goes above, so that a line stands in the middle of its cell. */
  #halfGap(): number {
    const doc = this.#doc.font('plain').fontSize(SIZES.text);
    return (doc.currentLineHeight(true) - doc.currentLineHeight(false)) / 2;
  }

  #text(weight: Weight, size: number, text: string, x: number, y: number, width: number, colour = INK): void {
    this.#doc.fillColor(colour).font(weight).fontSize(size);
    this.#doc.text(this.#known(text), x, y, { width });
  }

  /** What the font cannot write stands as a box and is named at the foot, instead of a gap that nobody sees. */
  #known(text: string): string {
    const { font } = (this.#doc as unknown as FontKnowing)._font;
    let known = '';
    for (const character of kept(text.replace(/\p{Cc}/gu, ' '))) {
      const has = this.#has.get(character) ?? font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
      this.#has.set(character, has);
      if (has) known += character;
      else {
        this.#lacking.add(character);
        known += '□';
      }
    }
    return known;
  }
}

/** No line breaks within a time or between a number and its unit, and none begins with what only separates. */
function kept(text: string): string {
  return text.replace(/(\d{4}-\d\d-\d\d) (?=\d\d:)|(\d) (?=m\b)| (?=[·›] )/g, '$1$2\u00a0');
}
