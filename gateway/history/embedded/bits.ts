// Bits in and out of bytes: fixed widths, varints and exponential Golomb codes, the highest bit first.

/** A chunk that is not what was written; only its own points are lost. */
export class ChunkDamaged extends Error {
  constructor(what: string) {
    super(`damaged chunk: ${what}`);
    this.name = 'ChunkDamaged';
  }
}

/** The number of bits that a 32-bit unsigned number takes: 0 for 0, 32 for 2³²−1. */
export function bitLength(value: number): number {
  return 32 - Math.clz32(value);
}

/** Writes bits into a buffer that grows; one writer serves many chunks through `reset`. */
export class BitWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #word = 0;
  #room = 32;

  reset(): void {
    this.#length = 0;
    this.#word = 0;
    this.#room = 32;
  }

  /** The number of bits written so far. */
  get bits(): number {
    return this.#length * 8 + 32 - this.#room;
  }

  /** Writes an unsigned number below 2^`width`; width 0 to 32. There is always room for one bit: `#room` is 1 to 32. */
  put(value: number, width: number): void {
    if (width < this.#room) {
      this.#room -= width;
      this.#word |= value << this.#room;
      return;
    }
    const rest = width - this.#room;
    this.#spill(this.#word | (value >>> rest));
    this.#room = 32 - rest;
    this.#word = rest === 0 ? 0 : value << this.#room;
  }

  #spill(word: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    const at = this.#length;
    this.#bytes[at] = word >>> 24;
    this.#bytes[at + 1] = word >>> 16;
    this.#bytes[at + 2] = word >>> 8;
    this.#bytes[at + 3] = word;
    this.#length = at + 4;
  }

  /** Writes a whole number from 0 to 2⁵³−1 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.put(128 | (rest % 128), 8);
      rest = Math.floor(rest / 128);
    }
    this.put(rest, 8);
  }

  /** Writes a whole number from −2⁵² to 2⁵²−1. */
  signedVarint(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Writes an unsigned number below 2³¹ in the exponential Golomb code of order `k`, 0 to 30. */
  golomb(value: number, k: number): void {
    const shifted = (value + (1 << k)) >>> 0;
    const length = bitLength(shifted);
    const width = 2 * length - 1 - k;
    if (width <= 32) {
      this.put(shifted, width);
    } else {
      this.put(0, width - length);
      this.put(shifted, length);
    }
  }

  /** What was written, filled up with zero bits to a whole byte, behind `before` free bytes and with `after` free bytes behind it. */
  take(before: number, after: number): Uint8Array {
    const tail = Math.ceil((32 - this.#room) / 8);
    const taken = new Uint8Array(before + this.#length + tail + after);
    taken.set(this.#bytes.subarray(0, this.#length), before);
    for (let i = 0; i < tail; i++) taken[before + this.#length + i] = this.#word >>> (24 - 8 * i);
    return taken;
  }
}

/** Reads what a `BitWriter` wrote. Reading past the end throws `ChunkDamaged`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  /** Reads the bytes from `from` up to `end`, exclusive. */
  constructor(bytes: Uint8Array, from: number, end: number) {
    this.#bytes = bytes;
    this.#at = from * 8;
    this.#end = end * 8;
  }

  // Bytes past the end read as undefined, which counts as 0 in the shifts; #advance tells when they were used.
  #peek(): number {
    const bytes = this.#bytes;
    const at = this.#at >>> 3;
    const shift = this.#at & 7;
    const word =
      ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    return shift === 0 ? word : (word << shift) | ((bytes[at + 4] as number) >>> (8 - shift));
  }

  #advance(width: number): void {
    this.#at += width;
    if (this.#at > this.#end) throw new ChunkDamaged('it ends too early');
  }

  /** Reads an unsigned number of 0 to 32 bits. */
  get(width: number): number {
    if (width === 0) return 0;
    const value = this.#peek() >>> (32 - width);
    this.#advance(width);
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const group = this.get(8);
      value += (group & 127) * scale;
      if (group < 128) break;
      scale *= 128;
      if (scale > 2 ** 49) throw new ChunkDamaged('a number is too long');
    }
    if (value > Number.MAX_SAFE_INTEGER) throw new ChunkDamaged('a number is too large');
    return value;
  }

  signedVarint(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  golomb(k: number): number {
    const word = this.#peek();
    const zeros = Math.clz32(word);
    const length = zeros + 1 + k;
    if (length > 32) throw new ChunkDamaged('a code is too long');
    if (zeros + length <= 32) {
      const value = word >>> (32 - zeros - length);
      this.#advance(zeros + length);
      return value - (1 << k);
    }
    this.#advance(zeros);
    return this.get(length) - (1 << k);
  }
}
