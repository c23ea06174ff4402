// What was heard of each device last: its values, its connection, its last frame. And which frames came twice.
import type { QuantityId, Value } from '../../device-drivers/quantity.ts';
import type { Quality, Reading } from '../../device-drivers/reading.ts';
import { Changes } from '../../rules/changes.ts';
import type { FrameEntry } from '../alarms/alarm-store.ts';
import type { MemoryLedger, MemoryRow, MemoryTable } from '../memory-table.ts';

/** Changes with the next report: copy what is kept. */
export interface LastValue {
  readonly quantity: QuantityId;
  readonly value: Value | null;
  readonly at: number;
  readonly receivedAt: number;
  readonly quality: Quality;
  readonly why?: string;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Memory {
  lastHeard: number;
  online: boolean | null;
  values: Record<string, Writable<LastValue>>;
  /** Serial, fingerprint and time of the last packets of a transmission device, three numbers each, a ring; the first is its next place. */
  packets?: number[];
}

/** Fingerprints of the last numbered frames of a device, a ring; `next` is where the next one goes. */
interface Heard {
  readonly prints: Float64Array;
  next: number;
}

/** Frames remembered per device to know a duplicate: the MQTT link lets a device have 100 in flight; it resends these. */
const REMEMBERED_FRAMES = 128;

/** A device that got no confirmation sends the same serial again, three times within 10 s each (GB/T 26875.3-2011, 6.5), and a buffered one sooner. */
const RESENT_WITHIN_MS = 60_000;
/** It sends one after the other, so that what it sends again is among the last few. */
const REMEMBERED_PACKETS = 16;

/** Presence of all devices; 10,000 of them with five points each are about 15 MB. */
export class Presence implements MemoryLedger {
  readonly room = 'presence';
  readonly #memories = new Map<string, Memory>();
  readonly #heard = new Map<string, Heard>();
  readonly #lastFrames = new Map<string, FrameEntry>();
  readonly changes = new Changes<MemoryRow>((device) => this.#row(device));
  #online = 0;

  constructor(table: MemoryTable) {
    for (const { key, text, bytes } of table.rows(this.room)) {
      const memory = JSON.parse(text) as Memory;
      if (bytes) this.#heard.set(key, readHeard(bytes));
      this.#memories.set(key, memory);
      if (memory.online === true) this.#online += 1;
    }
  }

  get online(): number {
    return this.#online;
  }

  lastHeard(device: string): number | null {
    return this.#memories.get(device)?.lastHeard ?? null;
  }

  /** Null: not known yet. */
  isOnline(device: string): boolean | null {
    return this.#memories.get(device)?.online ?? null;
  }

  values(device: string): Readonly<Record<string, LastValue>> {
    return this.#memories.get(device)?.values ?? {};
  }

  /** The last frame that told readings; not known after a restart until the next comes. */
  lastFrame(device: string): FrameEntry | undefined {
    return this.#lastFrames.get(device);
  }

  /**
   * Whether this very frame (same bytes, numbered by the device) was taken in before; remembers it if not. A device
   * that restarts its numbers sends other bytes (its time goes on), so its frames are never taken for old ones.
   */
  isRepeated(device: string, body: Uint8Array): boolean {
    this.#of(device);
    let heard = this.#heard.get(device);
    if (!heard) {
      heard = { prints: new Float64Array(REMEMBERED_FRAMES), next: 0 };
      this.#heard.set(device, heard);
    }
    const print = fingerprint(body);
    if (heard.prints.includes(print)) return true;
    heard.prints[heard.next] = print;
    heard.next = (heard.next + 1) % REMEMBERED_FRAMES;
    return false;
  }

  /**
   * Whether this packet of a transmission device came before: the same serial and data unit within a minute. Remembers
   * it if not. A device that does not count (one serial for different packets) is never taken at its number, or its
   * second fire would be lost.
   */
  isResent(device: string, { serial, unit }: { serial: number; unit: Uint8Array }, at: number): boolean {
    const memory = this.#of(device);
    memory.packets ??= new Array<number>(1 + 3 * REMEMBERED_PACKETS).fill(0);
    const { packets } = memory;
    const print = fingerprint(unit);
    let isKnown = false;
    let isNumbered = true;
    for (let place = 1; place < packets.length; place += 3) {
      const since = packets[place + 2] ?? 0;
      if (packets[place] !== serial || since === 0 || at - since > RESENT_WITHIN_MS) continue;
      if (packets[place + 1] === print) isKnown = true;
      else isNumbered = false;
    }
    if (isKnown && isNumbered) return true;
    const next = packets[0] ?? 0;
    packets[1 + 3 * next] = serial;
    packets[2 + 3 * next] = print;
    packets[3 + 3 * next] = at;
    packets[0] = (next + 1) % REMEMBERED_PACKETS;
    return false;
  }

  /** Whether a point was other than false when it was heard last; one that never was is as if it were. */
  readonly wasOn = (device: string, point: string): boolean => {
    const known = this.#memories.get(device)?.values[point];
    return known !== undefined && known.value !== false;
  };

  /** Takes in the readings of one frame, of its device and of the parts behind it. A late value does not replace a later one. */
  take(entry: FrameEntry, readings: readonly Reading[]): void {
    const { device, kind } = entry.frame;
    const own = readings.filter((reading) => reading.device === device);
    this.#hear(device, entry, own);
    if (kind === 'up') this.#setOnline(this.#of(device), true);
    if (own.length === readings.length) return;
    const ofParts = new Map<string, Reading[]>();
    for (const reading of readings) {
      const told = ofParts.get(reading.device);
      if (told) told.push(reading);
      else if (reading.device !== device) ofParts.set(reading.device, [reading]);
    }
    for (const [part, told] of ofParts) this.#hear(part, entry, told);
  }

  /** A frame about it, be it its own or that of the device before it. */
  #hear(device: string, entry: FrameEntry, readings: readonly Reading[]): void {
    const { receivedAt, kind } = entry.frame;
    const memory = this.#of(device);
    memory.lastHeard = Math.max(memory.lastHeard, receivedAt);
    if (kind !== 'presence') this.#lastFrames.set(device, entry);
    for (const reading of readings) {
      if (reading.quantity === 'link.online') {
        this.#setOnline(memory, reading.value === true);
        continue;
      }
      const known = memory.values[reading.point];
      if (known && known.at > reading.at) continue;
      const { quantity, value, at, quality, why } = reading;
      // Written over in place: what is made anew with each report and lives until the next is the collector's heaviest work.
      if (known && known.why === undefined && why === undefined) {
        known.value = value;
        known.at = at;
        known.receivedAt = receivedAt;
        known.quality = quality;
      } else memory.values[reading.point] = { quantity, value, at, receivedAt, quality, ...(why === undefined ? {} : { why }) };
    }
  }

  /** A reading that the house itself makes; it is no word of the device. */
  tell({ device, point, quantity, value, at, receivedAt, quality }: Reading): void {
    this.#of(device).values[point] = { quantity, value, at, receivedAt, quality };
  }

  /** Whether it is connected is not known: it is lost together with others of its network. */
  lostWithOthers(device: string): void {
    this.#setOnline(this.#of(device), null);
  }

  /** The gateway stood still: who is connected is not known until they speak. */
  connectionsLost(): void {
    for (const [device, memory] of this.#memories) {
      if (memory.online === null) continue;
      this.changes.touch(device);
      this.#setOnline(memory, null);
    }
  }

  forget(device: string): void {
    const memory = this.#memories.get(device);
    if (!memory) return;
    this.changes.touch(device);
    this.#setOnline(memory, false);
    this.#memories.delete(device);
    this.#heard.delete(device);
    this.#lastFrames.delete(device);
  }

  #row(device: string): MemoryRow {
    const memory = this.#memories.get(device);
    const heard = this.#heard.get(device);
    return { text: memory ? JSON.stringify(memory) : null, bytes: memory && heard ? writeHeard(heard) : null };
  }

  /** Whoever asks is about to change it. */
  #of(device: string): Memory {
    this.changes.touch(device);
    let memory = this.#memories.get(device);
    if (!memory) {
      memory = { lastHeard: 0, online: null, values: {} };
      this.#memories.set(device, memory);
    }
    return memory;
  }

  #setOnline(memory: Memory, online: boolean | null): void {
    if ((memory.online === true) !== (online === true)) this.#online += online ? 1 : -1;
    memory.online = online;
  }
}

/** The next place, then the ring, a double each. */
function writeHeard({ prints, next }: Heard): Buffer {
  const bytes = Buffer.alloc((1 + prints.length) * 8);
  bytes.writeDoubleLE(next);
  for (const [nth, print] of prints.entries()) bytes.writeDoubleLE(print, (1 + nth) * 8);
  return bytes;
}

function readHeard(bytes: Buffer): Heard {
  const prints = new Float64Array(REMEMBERED_FRAMES);
  for (let nth = 0; nth < REMEMBERED_FRAMES && (nth + 2) * 8 <= bytes.length; nth += 1) prints[nth] = bytes.readDoubleLE((nth + 1) * 8);
  return { prints, next: bytes.length >= 8 ? bytes.readDoubleLE() % REMEMBERED_FRAMES : 0 };
}

/** FNV-1a over the bytes, 53 bits from two passes of 32 and 21, so that two frames of one device meet once in 10^15. */
export function fingerprint(body: Uint8Array): number {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  for (const byte of body) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x01000193) + (low >>> 24);
  }
  return ((high & 0x1fffff) >>> 0) * 0x100000000 + (low >>> 0);
}
