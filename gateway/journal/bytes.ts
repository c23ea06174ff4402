// Bytes in a row: a growing writer and a checked reader of variable-length integers and text.

/** What is read does not say what it should: it was damaged, or never was what it is taken for. */
export class DamagedBytes extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'DamagedBytes';
  }
}

/** Text up to this length is copied character by character: below it a call into the runtime costs more than the loop. */
const SHORT_TEXT = 48;

/** Writes into one buffer that grows and is used again. */
export class ByteWriter {
  #bytes: Buffer<ArrayBuffer>;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.from(new ArrayBuffer(capacity));
  }

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** What was written, still in the writer's own memory: to be used before the next `clear`. */
  view(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, low bits first. */
  count(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  double(value: number): void {
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  checksum(value: number): void {
    this.#room(4);
    this.#length = this.#bytes.writeUInt32LE(value >>> 0, this.#length);
  }

  /** Length and bytes. */
  block(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Length and UTF-8. A lone surrogate is written as U+FFFD, as UTF-8 has no other word for it. */
  text(text: string): void {
    if (text.length <= SHORT_TEXT && this.#shortAscii(text)) return;
    const length = Buffer.byteLength(text);
    this.count(length);
    this.#room(length);
    this.#bytes.write(text, this.#length);
    this.#length += length;
  }

  #shortAscii(text: string): boolean {
    this.#room(text.length + 1);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at++] = code;
    }
    this.#length = at;
    return true;
  }

  #room(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.from(new ArrayBuffer(Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.view());
    this.#bytes = grown;
  }
}

/** Reads what `ByteWriter` wrote; throws `DamagedBytes` instead of reading past the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new DamagedBytes('it ends too early');
    this.#at++;
    return value;
  }

  count(): number {
    let value = 0;
    let weight = 1;
    for (let taken = 0; taken < 8; taken++) {
      const byte = this.byte();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      weight *= 0x80;
    }
    throw new DamagedBytes('a number is too large');
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#skip(8));
  }

  /** A block as a view of the bytes being read, not a copy. */
  block(): Uint8Array {
    const length = this.count();
    const from = this.#skip(length);
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + from, length);
  }

  text(): string {
    const length = this.count();
    const from = this.#skip(length);
    return this.#bytes.toString('utf8', from, from + length);
  }

  #skip(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new DamagedBytes('it ends too early');
    this.#at += length;
    return from;
  }
}
