// Lines on their way to the server, on the disk: what an outage cannot take, bounded in bytes, the oldest going first.
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { createSegment, HEADER_BYTES, pack, readHeader, readRecord } from './spool-file.ts';

const [packed, unpacked] = [promisify(gzip), promisify(gunzip)];

/** A segment is the unit that is deleted, so it is a small part of the bound, and at most so many bytes. */
const SEGMENT_BYTES = 4 << 20;
const SEGMENT_SHARE = 1 / 16;

/** Speed before size: level 1 packs lines to about a tenth as it is. */
const PACKING = { level: 1 };

interface Segment {
  readonly number: number;
  /** Length of what is sound and on the disk. */
  end: number;
  lines: number;
  /** Lines of it that the server has, or refused for good. */
  sent: number;
}

/** What is to be sent next; `done` is handed back once it is. */
export interface Portion {
  readonly lines: string[];
  readonly done: { readonly segment: number; readonly offset: number };
}

export interface SpoolState {
  readonly bytes: number;
  readonly waiting: number;
  /** Lines thrown away unsent because the spool was full, since the start. */
  readonly shed: number;
  /** Segments in which something could not be read, since the start. */
  readonly damaged: number;
}

export class Spool {
  readonly #folder: string;
  readonly #mostBytes: number;
  #segments: Segment[] = [];
  #active: FileHandle | null = null;
  #reading: { readonly number: number; readonly handle: FileHandle } | null = null;
  #position = 0;
  /** Where the next portion begins. */
  #cursor = { segment: 0, offset: HEADER_BYTES };
  #shed = 0;
  #damaged = 0;
  /** Ends when the last piece of work on the files has: writer and reader take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Opens a spool folder; what a crash tore off the end is cut away. */
  static async open(folder: string, mostBytes: number): Promise<Spool> {
    await mkdir(folder, { recursive: true });
    const spool = new Spool(folder, mostBytes);
    await spool.#load();
    return spool;
  }

  async #load(): Promise<void> {
    const numbers = (await readdir(this.#folder))
      .map((file) => /^(\d{9})\.spool$/.exec(file)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
    const note = await readFile(join(this.#folder, 'sent'), 'latin1').catch(() => '');
    const [, segment = 0, offset = 0] = (/^(\d+) (\d+)\n$/.exec(note) ?? []).map(Number);
    if (segment > 0) this.#cursor = { segment, offset };
    for (const number of numbers) await this.#loadSegment(number);
    const first = this.#segments[0];
    if (first !== undefined && this.#cursor.segment < first.number) this.#cursor = { segment: first.number, offset: HEADER_BYTES };
  }

  async #loadSegment(number: number): Promise<void> {
    const handle = await open(this.#pathOf(number), 'r+');
    try {
      const { size } = await handle.stat();
      const position = await readHeader(handle);
      if (position === null) {
        // Born in a crash, before its header was on the disk; or damaged: then its lines are not to be found any more.
        if (size > HEADER_BYTES) this.#damaged++;
        await rename(this.#pathOf(number), `${this.#pathOf(number)}.damaged`);
        return;
      }
      this.#position = Math.max(this.#position, position);
      const segment: Segment = { number, end: HEADER_BYTES, lines: 0, sent: 0 };
      for (;;) {
        const read = await readRecord(handle, segment.end, size);
        if (read === null) break;
        segment.lines += read.record.lines;
        segment.end = read.next;
        this.#position = Math.max(this.#position, read.record.entry);
        const { segment: at, offset } = this.#cursor;
        if (number < at || (number === at && read.next <= offset)) segment.sent += read.record.lines;
      }
      if (segment.end < size) await handle.truncate(segment.end);
      this.#segments.push(segment);
    } finally {
      await handle.close();
    }
  }

  #pathOf(number: number): string {
    return join(this.#folder, `${String(number).padStart(9, '0')}.spool`);
  }

  /** Every entry up to this one is in the spool, or was and has been sent. */
  position(): number {
    return this.#position;
  }

  /** Appends lines; they are on the disk when this resolves. When it rejects, nothing of them counts, and it may be tried again. */
  async append(lines: readonly string[], entry: number): Promise<void> {
    const body = await packed(lines.join('\n'), PACKING);
    await this.#inTurn(() => this.#append(lines.length, entry, body));
  }

  async #append(lines: number, entry: number, body: Uint8Array): Promise<void> {
    const record = pack({ entry: Math.max(entry, this.#position), lines, body });
    const { handle, segment } = await this.#segmentFor();
    try {
      await handle.write(record, 0, record.length, segment.end);
      await handle.datasync();
    } catch (error) {
      // After a failed write or sync nothing is known of this file's end: it is closed for good where it was sound.
      this.#active = null;
      await handle.truncate(segment.end).catch(() => undefined);
      await handle.close().catch(() => undefined);
      throw error;
    }
    segment.end += record.length;
    segment.lines += lines;
    this.#position = Math.max(this.#position, entry);
    await this.#shedOldest();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #segmentFor(): Promise<{ handle: FileHandle; segment: Segment }> {
    const last = this.#segments.at(-1);
    if (this.#active !== null && last !== undefined) {
      if (last.end < Math.min(SEGMENT_BYTES, this.#mostBytes * SEGMENT_SHARE)) return { handle: this.#active, segment: last };
      await this.#active.close();
      this.#active = null;
    }
    const segment: Segment = { number: Math.max(last?.number ?? 0, this.#cursor.segment) + 1, end: HEADER_BYTES, lines: 0, sent: 0 };
    const file = this.#pathOf(segment.number);
    // An attempt that failed half-way may have left its file.
    await rm(file, { force: true });
    this.#active = await createSegment(file, this.#position);
    await syncFolder(this.#folder);
    this.#segments.push(segment);
    await this.#dropSent();
    return { handle: this.#active, segment };
  }

  /** Throws away the oldest segments while there are too many bytes. The last one stays: it bears the position. */
  async #shedOldest(): Promise<void> {
    while (this.#bytes() > this.#mostBytes) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined) return;
      this.#shed += oldest.lines - oldest.sent;
      if (this.#cursor.segment <= oldest.number) this.#cursor = { segment: next.number, offset: HEADER_BYTES };
      await this.#remove(oldest);
    }
  }

  async #remove(segment: Segment): Promise<void> {
    this.#segments = this.#segments.filter((other) => other !== segment);
    if (this.#reading?.number === segment.number) {
      await this.#reading.handle.close();
      this.#reading = null;
    }
    await rm(this.#pathOf(segment.number), { force: true });
  }

  /** Deletes what is sent as a whole, but never the last segment. */
  async #dropSent(): Promise<void> {
    for (const segment of this.#segments.slice(0, -1)) {
      if (segment.number < this.#cursor.segment) await this.#remove(segment);
    }
  }

  /** The oldest unsent lines, whole records up to about `most` lines; null when all is sent. */
  async next(most: number): Promise<Portion | null> {
    const lines: string[] = [];
    let done = this.#cursor;
    while (lines.length < most) {
      const from = done;
      const read = await this.#inTurn(() => this.#read(from));
      if (read === null) break;
      if (lines.length > 0 && lines.length + read.record.lines > most) break;
      lines.push(...(await unpacked(read.record.body)).toString('utf8').split('\n'));
      done = read.done;
    }
    return lines.length === 0 ? null : { lines, done };
  }

  async #read(from: Portion['done']) {
    let { segment: number, offset } = from;
    for (;;) {
      const segment = this.#segments.find((one) => one.number >= number);
      if (segment === undefined) return null;
      if (segment.number > number) offset = HEADER_BYTES;
      number = segment.number;
      if (offset < segment.end) {
        const handle = await this.#handleOf(number);
        const read = await readRecord(handle, offset, segment.end);
        if (read !== null) return { record: read.record, done: { segment: number, offset: read.next } };
        // The disk has changed under us: the rest of the segment cannot be found any more.
        this.#damaged++;
        segment.end = offset;
      }
      if (segment === this.#segments.at(-1)) return null;
      number++;
      offset = HEADER_BYTES;
    }
  }

  async #handleOf(number: number): Promise<FileHandle> {
    if (this.#reading?.number === number) return this.#reading.handle;
    await this.#reading?.handle.close();
    this.#reading = null;
    this.#reading = { number, handle: await open(this.#pathOf(number), 'r') };
    return this.#reading.handle;
  }

  /** The portion is with the server (or refused for good). Where the note of it is lost, it is sent twice, which changes nothing. */
  done(portion: Portion): Promise<void> {
    return this.#inTurn(() => this.#done(portion));
  }

  async #done({ lines, done }: Portion): Promise<void> {
    if (done.segment < this.#cursor.segment) return;
    let left = lines.length;
    for (const segment of this.#segments) {
      const here = Math.min(left, segment.lines - segment.sent);
      if (segment.number > done.segment) break;
      segment.sent += here;
      left -= here;
    }
    this.#cursor = done;
    await this.#dropSent();
    const note = join(this.#folder, 'sent');
    await writeFile(`${note}.new`, `${done.segment} ${done.offset}\n`)
      .then(() => rename(`${note}.new`, note))
      .catch(() => undefined);
  }

  #bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.end, 0);
  }

  state(): SpoolState {
    const waiting = this.#segments.reduce((sum, segment) => sum + segment.lines - segment.sent, 0);
    return { bytes: this.#bytes(), waiting, shed: this.#shed, damaged: this.#damaged };
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#active?.close();
      await this.#reading?.handle.close();
      this.#active = null;
      this.#reading = null;
    });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
