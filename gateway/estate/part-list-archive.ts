// The few parts of a zip archive that are wanted, never more of them than was agreed; and a plain archive of such parts.
import { crc32, inflateRawSync } from 'node:zlib';

/** Why an archive is not unpacked. `locked`: a password; `bomb`: it would be far larger than it looks. */
export type ArchiveFault = 'damaged' | 'locked' | 'bomb';

/** Ends the reading of an archive. */
export class ArchiveError extends Error {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault) {
    super(fault);
    this.fault = fault;
  }
}

/** One part as the directory at the end of the archive tells of it. */
export interface ArchivePart {
  /** With `/` between folders and none in front. */
  readonly name: string;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** Bytes that all parts together may unpack to: 40 columns of 10,000 rows are 20 MiB of XML, and twice that in their texts. */
const LARGEST_UNPACKED = 64 * 1024 * 1024;
/** A sheet of 10,000 rows is packed 1 : 10, one of nothing but empty cells 1 : 30; the most that deflate can do is 1 : 1032. */
const HIGHEST_RATIO = 200;
/** Below so many bytes no ratio is absurd. */
const SMALL = 1024 * 1024;
/** A workbook has some ten parts, one with a sheet for every floor some hundred. */
const MOST_PARTS = 2_000;

const LOCAL = 0x0403_4b50;
const DIRECTORY = 0x0201_4b50;
const END = 0x0605_4b50;
/** The record at the end, and the longest comment that may follow it. */
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

/**
 * The parts of an archive by name, from its directory; nothing is unpacked. Throws `ArchiveError`: `bomb` where the
 * directory says that they unpack to more than 64 MiB, or 200 times what they are.
 */
export function partsOf(archive: Buffer): ReadonlyMap<string, ArchivePart> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < archive.length - END_BYTES - LONGEST_COMMENT || end < 0) throw new ArchiveError('damaged');
  const parts = new Map<string, ArchivePart>();
  let unpacked = 0;
  try {
    const count = archive.readUInt16LE(end + 10);
    if (count > MOST_PARTS) throw new ArchiveError('bomb');
    let at = archive.readUInt32LE(end + 16);
    for (let n = 0; n < count; n += 1) {
      if (archive.readUInt32LE(at) !== DIRECTORY) throw new ArchiveError('damaged');
      const nameBytes = archive.readUInt16LE(at + 28);
      const part: ArchivePart = {
        name: archive
          .toString('utf8', at + 46, at + 46 + nameBytes)
          .replaceAll('\\', '/')
          .replace(/^\/+/, ''),
        flags: archive.readUInt16LE(at + 8),
        method: archive.readUInt16LE(at + 10),
        crc: archive.readUInt32LE(at + 16),
        packed: archive.readUInt32LE(at + 20),
        size: archive.readUInt32LE(at + 24),
        at: archive.readUInt32LE(at + 42),
      };
      unpacked += part.size;
      if (unpacked > LARGEST_UNPACKED || (part.size > SMALL && part.size > part.packed * HIGHEST_RATIO)) throw new ArchiveError('bomb');
      if (parts.has(part.name)) throw new ArchiveError('damaged');
      parts.set(part.name, part);
      at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    }
  } catch (error) {
    throw asFault(error);
  }
  return parts;
}

/**
 * The bytes of a part, exactly as many as the directory says: unpacking stops where a part turns out larger, so that a
 * directory that lies gains nothing. Throws `ArchiveError`.
 */
export function unpack(archive: Buffer, part: ArchivePart): Buffer {
  if (part.flags & 1) throw new ArchiveError('locked');
  try {
    if (archive.readUInt32LE(part.at) !== LOCAL) throw new ArchiveError('damaged');
    const from = part.at + 30 + archive.readUInt16LE(part.at + 26) + archive.readUInt16LE(part.at + 28);
    const packed = archive.subarray(from, from + part.packed);
    const bytes = part.method === 0 ? packed : inflate(packed, part);
    if (bytes.length !== part.size || crc32(bytes) !== part.crc) throw new ArchiveError('damaged');
    return bytes;
  } catch (error) {
    throw asFault(error);
  }
}

function inflate(packed: Buffer, { method, size }: ArchivePart): Buffer {
  if (method !== 8) throw new ArchiveError('damaged');
  // One byte more than agreed is already too much; zero is no bound to zlib.
  return inflateRawSync(packed, { maxOutputLength: size + 1 });
}

/** What reading past the end and what zlib throw says that the archive is not what it should be. */
function asFault(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  return new ArchiveError((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'damaged');
}

/** An archive of these parts, stored as they are, piece by piece: the parts themselves are not copied. */
export function storedArchive(parts: readonly (readonly [name: string, bytes: Buffer])[]): Buffer[] {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of parts) {
    const title = Buffer.from(name);
    // Version 2.0, names in UTF-8, stored, no time; then the sum, the size packed and unpacked, and the name.
    const told = Buffer.alloc(26);
    told.writeUInt16LE(20, 0);
    told.writeUInt16LE(0x800, 2);
    told.writeUInt32LE(crc32(bytes), 10);
    told.writeUInt32LE(bytes.length, 14);
    told.writeUInt32LE(bytes.length, 18);
    told.writeUInt16LE(title.length, 22);
    pieces.push(fixed(LOCAL), told, title, bytes);
    // No comment, disk 0, no attributes; then where the part begins.
    directory.push(fixed(DIRECTORY, 6).fill(20, 4, 5), told, Buffer.alloc(10), fixed(at), title);
    at += 30 + title.length + bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = fixed(END, END_BYTES);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return [...pieces, listed, end];
}

function fixed(first: number, bytes = 4): Buffer {
  const record = Buffer.alloc(bytes);
  record.writeUInt32LE(first, 0);
  return record;
}
