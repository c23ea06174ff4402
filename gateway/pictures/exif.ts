// What a camera wrote into a picture (EXIF, as TIFF): which way up it is, and where it was taken.

export interface Exif {
  /** 1: as it is; 2 to 8: turned or mirrored. */
  readonly orientation: number;
  /** WGS-84, degrees. */
  readonly position: { readonly longitude: number; readonly latitude: number } | null;
}

const ORIENTATION = 0x0112;
const GPS = 0x8825;
/** Entries of one directory that are read; a camera writes some dozens. */
const MOST_ENTRIES = 200;

/** Reads what is there; what is damaged is as if it were not. `tiff`: from the byte order on. */
export function readExif(tiff: Buffer): Exif {
  return new Tiff(tiff).exif();
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its value, or the offset of it, stands. */
  readonly at: number;
}

class Tiff {
  readonly #bytes: Buffer;
  readonly #isLittle: boolean;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#isLittle = bytes.subarray(0, 2).toString('latin1') === 'II';
  }

  exif(): Exif {
    const first = this.#directory(this.#long(4));
    const turned = first.get(ORIENTATION);
    const orientation = turned ? this.#short(turned.at) : 1;
    const gps = first.get(GPS);
    return {
      orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
      position: gps ? this.#position(this.#directory(this.#long(gps.at))) : null,
    };
  }

  #position(gps: ReadonlyMap<number, Field>): Exif['position'] {
    const latitude = this.#degrees(gps.get(1), gps.get(2), 'S');
    const longitude = this.#degrees(gps.get(3), gps.get(4), 'W');
    const isThere = latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    return isThere ? { longitude, latitude } : null;
  }

  /** Degrees, minutes and seconds as three fractions; negative on the side that `negative` names. */
  #degrees(side: Field | undefined, value: Field | undefined, negative: string): number | undefined {
    if (!side || !value || value.type !== 5 || value.count < 3) return undefined;
    const from = this.#long(value.at);
    const [degrees = 0, minutes = 0, seconds = 0] = [0, 8, 16].map((by) => this.#long(from + by) / this.#long(from + by + 4));
    const sum = degrees + minutes / 60 + (Number.isNaN(seconds) ? 0 : seconds) / 3_600;
    if (!Number.isFinite(sum)) return undefined;
    return this.#bytes.subarray(side.at, side.at + 1).toString('latin1') === negative ? -sum : sum;
  }

  #directory(at: number): ReadonlyMap<number, Field> {
    const fields = new Map<number, Field>();
    const count = Math.min(this.#short(at), MOST_ENTRIES);
    for (let nth = 0; nth < count; nth += 1) {
      const entry = at + 2 + nth * 12;
      fields.set(this.#short(entry), { type: this.#short(entry + 2), count: this.#long(entry + 4), at: entry + 8 });
    }
    return fields;
  }

  /** What stands behind the end is nought: a directory that leads there is empty. */
  #short(at: number): number {
    if (at + 2 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  #long(at: number): number {
    if (at + 4 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }
}

/** EXIF that says nothing but which way up, big-endian. */
export function exifOfOrientation(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100010000' + '00000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
