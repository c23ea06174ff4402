// What the journal keeps, and how a batch of it stands in bytes.
import { crc32 } from 'node:zlib';
import type { Frame, FrameKind } from '../../device-drivers/frame.ts';
import { ByteReader, type ByteWriter, DamagedBytes } from './bytes.ts';

/** Something to be kept: a frame off a wire, or what a person did (plain JSON; `at` in ms since 1970). */
export type JournalRecord =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'act'; readonly at: number; readonly act: unknown };

/** A kept record. Numbers grow by at least 1 from entry to entry, over restarts too, and are never used twice. */
export type JournalEntry = JournalRecord & { readonly number: number };

/** When it came: the frame's received time, or the act's time, ms since 1970. */
export function timeOf(record: JournalRecord): number {
  return record.kind === 'frame' ? record.frame.receivedAt : record.at;
}

/*
 * A batch: format (1 byte), count, number of the first entry, then each entry, then CRC-32 of all before it.
 * An entry: flags (1 byte), [gap], time, and then for a frame link, peer, device and body, for an act its JSON.
 * Numbers are 7 bits a byte. A text that stood in the batch before is named by its place in the batch's list of
 * texts; `place 0` is followed by a new text. A time is the difference from the entry before, sign in the lowest bit.
 */
const FORMAT = 1;
const CHECKSUM_BYTES = 4;

const KINDS: readonly FrameKind[] = ['up', 'ack', 'presence'];
const KIND_BITS = 0b11;
const KIND_ACT = 3;
const DRILL = 0b100;
/** The number is not the one before plus 1; the gap follows. */
const GAP = 0b1000;
/** The time is written as a double: it is no whole number, or too far from the one before. */
const EXACT_TIME = 0b10000;
const KNOWN_FLAGS = 0b11111;

/** Twice this is still a safe integer, which a difference with its sign needs. */
const LARGEST_STEP = 2 ** 52;

/**
 * Writes entries, numbers growing, after what the writer holds already. Texts must be well-formed UTF-16 (a lone
 * surrogate becomes U+FFFD); an act is written as its JSON.
 */
export function encodeBatch(entries: readonly JournalEntry[], writer: ByteWriter): void {
  const start = writer.length;
  const texts = new Map<string, number>();
  const named = (text: string): void => {
    const place = texts.get(text);
    if (place !== undefined) {
      writer.count(place);
      return;
    }
    writer.count(0);
    texts.set(text, texts.size + 1);
    writer.text(text);
  };

  const first = entries[0]?.number ?? 0;
  writer.byte(FORMAT);
  writer.count(entries.length);
  writer.count(first);
  let number = first - 1;
  let time = 0;
  for (const entry of entries) {
    const at = timeOf(entry);
    const gap = entry.number - number - 1;
    const step = at - time;
    const isExact = !Number.isSafeInteger(at) || Object.is(at, -0) || Math.abs(step) >= LARGEST_STEP;
    const kind = entry.kind === 'act' ? KIND_ACT : KINDS.indexOf(entry.frame.kind);
    const drill = entry.kind === 'frame' && entry.frame.drill ? DRILL : 0;
    writer.byte(kind | drill | (gap > 0 ? GAP : 0) | (isExact ? EXACT_TIME : 0));
    if (gap > 0) writer.count(gap);
    number = entry.number;
    if (isExact) {
      writer.double(at);
    } else {
      writer.count(step < 0 ? -2 * step - 1 : 2 * step);
      time = at;
    }
    if (entry.kind === 'act') {
      writer.text(JSON.stringify(entry.act));
    } else {
      named(entry.frame.link);
      named(entry.frame.peer);
      named(entry.frame.device);
      writer.block(entry.frame.body);
    }
  }
  writer.checksum(crc32(writer.view().subarray(start)));
}

/**
 * The entries of a batch, in order. Throws `DamagedBytes` when the bytes are not exactly what `encodeBatch` wrote.
 * The frames' bodies are views of `bytes`: copy what is kept for long.
 */
export function decodeBatch(bytes: Uint8Array): JournalEntry[] {
  const reader = new ByteReader(checked(bytes));
  if (reader.byte() !== FORMAT) throw new DamagedBytes('its format is not known');
  const count = reader.count();
  let number = reader.count() - 1;
  let time = 0;
  const texts: string[] = [];
  const named = (): string => {
    const place = reader.count();
    const known = place === 0 ? reader.text() : texts[place - 1];
    if (known === undefined) throw new DamagedBytes('it names a text that it does not have');
    if (place === 0) texts.push(known);
    return known;
  };

  const entries: JournalEntry[] = [];
  for (let i = 0; i < count; i++) {
    const flags = reader.byte();
    if ((flags & ~KNOWN_FLAGS) !== 0) throw new DamagedBytes('an entry is of no known kind');
    number += 1 + ((flags & GAP) === 0 ? 0 : reader.count());
    let at: number;
    if ((flags & EXACT_TIME) === 0) {
      const step = reader.count();
      time += step % 2 === 1 ? -(step + 1) / 2 : step / 2;
      at = time;
    } else {
      at = reader.double();
    }
    const kind = KINDS[flags & KIND_BITS];
    if (kind === undefined) {
      entries.push({ kind: 'act', at, act: actOf(reader.text()), number });
    } else {
      const frame = {
        link: named(),
        peer: named(),
        device: named(),
        kind,
        body: reader.block(),
        receivedAt: at,
        drill: (flags & DRILL) !== 0,
      };
      entries.push({ kind: 'frame', frame, number });
    }
  }
  if (!reader.isAtEnd) throw new DamagedBytes('something follows its end');
  return entries;
}

function actOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new DamagedBytes('an act is not JSON');
  }
}

function checked(bytes: Uint8Array): Uint8Array {
  const content = bytes.length - CHECKSUM_BYTES;
  if (content < 1) throw new DamagedBytes('it is too short');
  const sum = new DataView(bytes.buffer, bytes.byteOffset + content, CHECKSUM_BYTES).getUint32(0, true);
  if (crc32(bytes.subarray(0, content)) !== sum) throw new DamagedBytes('its checksum is wrong');
  return bytes.subarray(0, content);
}
