// One segment of the spool: an append-only file of packed batches, each with its checksum.
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** A batch of lines as it lies in the spool. */
export interface SpoolRecord {
  /** Number of the journal's entry up to which all lines are in the spool with this record. */
  readonly entry: number;
  readonly lines: number;
  /** The lines, joined by line ends, gzipped. */
  readonly body: Uint8Array;
}

const MAGIC = 'BFSPOOL1';
/** Magic 8 bytes, position at the segment's birth 8, checksum 4; numbers big-endian. */
export const HEADER_BYTES = 20;
/** Length of the body 4 bytes, checksum of what follows 4, entry 8, lines 4; then the body. */
const RECORD_BYTES = 20;
/** A body longer than this is no body of ours. */
const LONGEST_BODY = 64 << 20;

function header(position: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 'latin1');
  bytes.writeBigUInt64BE(BigInt(position), 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 16)), 16);
  return bytes;
}

export function pack({ entry, lines, body }: SpoolRecord): Buffer {
  const bytes = Buffer.alloc(RECORD_BYTES + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeBigUInt64BE(BigInt(entry), 8);
  bytes.writeUInt32BE(lines, 16);
  bytes.set(body, RECORD_BYTES);
  bytes.writeUInt32BE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** Creates a segment; it is on the disk, header and all, when this resolves. */
export async function createSegment(file: string, position: number): Promise<FileHandle> {
  const handle = await open(file, 'wx+');
  try {
    await handle.write(header(position), 0, HEADER_BYTES, 0);
    await handle.sync();
    return handle;
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw error;
  }
}

/** The position at the segment's birth; null when the file is no segment. */
export async function readHeader(handle: FileHandle): Promise<number | null> {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, HEADER_BYTES, 0);
  const sound =
    bytesRead === HEADER_BYTES && bytes.toString('latin1', 0, 8) === MAGIC && bytes.readUInt32BE(16) === crc32(bytes.subarray(0, 16));
  return sound ? Number(bytes.readBigUInt64BE(8)) : null;
}

/** The record at an offset and where the next begins; null at the end of what is sound. */
export async function readRecord(handle: FileHandle, offset: number, end: number): Promise<{ record: SpoolRecord; next: number } | null> {
  if (offset + RECORD_BYTES > end) return null;
  const head = Buffer.alloc(RECORD_BYTES);
  await handle.read(head, 0, RECORD_BYTES, offset);
  const length = head.readUInt32BE(0);
  if (length > LONGEST_BODY || offset + RECORD_BYTES + length > end) return null;
  const body = Buffer.alloc(length);
  const { bytesRead } = await handle.read(body, 0, length, offset + RECORD_BYTES);
  if (bytesRead !== length || crc32(body, crc32(head.subarray(8))) !== head.readUInt32BE(4)) return null;
  return {
    record: { entry: Number(head.readBigUInt64BE(8)), lines: head.readUInt32BE(16), body },
    next: offset + RECORD_BYTES + length,
  };
}
