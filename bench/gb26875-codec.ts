// Packets of GB/T 26875.3 a second on one core, read and written, and a million random streams through the codec.
import { decodeUnit, encodeUnit, type UnitObject } from '../device-drivers/gb26875/data-unit.ts';
import { encodePacket, type Packet } from '../device-drivers/gb26875/packet.ts';
import { scan } from '../device-drivers/gb26875/scan.ts';
import { fuzz } from '../device-drivers/gb26875/testing/fuzz.ts';
import { readText, writeText } from '../device-drivers/gb26875/text.ts';
import { readTimeTag, writeTimeTag } from '../device-drivers/gb26875/time-tag.ts';
import type { BenchLine } from './line.ts';

/** Of each kind so many a chunk: what a link reads of a TCP stream at once, 64 KiB, holds about as many. */
const ROUNDS = 100;
const MEASURE_MS = 2_000;
const STREAMS = 1_000_000;
const EMPTY = new Uint8Array(0);
const NOON = Date.UTC(2026, 0, 5, 4);

/** A district's mix: alarms and faults of parts with Chinese descriptions, short ones, analogue values, heartbeats, answers. */
export async function gb26875CodecBench(): Promise<BenchLine[]> {
  const said = Array.from({ length: ROUNDS }, (_, round) => mix(round)).flat();
  const chunk = Buffer.concat(said.map(write));
  const decoded = rate(() => readAll(chunk));
  const encoded = rate(() => said.map(write).length);
  const began = process.cpuUsage();
  const { runs } = fuzz(STREAMS);
  const { user, system } = process.cpuUsage(began);
  return [
    { name: 'packets read to time, objects and text, a second of CPU', value: decoded, unit: 'packets/s', hold: { atLeast: 200_000 } },
    { name: 'packets written, data unit included, a second of CPU', value: encoded, unit: 'packets/s' },
    {
      name: `${runs.toLocaleString('en')} random and damaged streams without an exception, CPU`,
      value: (user + system) / 1_000_000,
      unit: 's',
      hold: { atMost: 180 },
    },
  ];
}

/** A packet whose data unit is not written yet. */
interface Said extends Omit<Packet, 'unit'> {
  readonly objects: readonly UnitObject[];
}

function mix(round: number): Said[] {
  const time = writeTimeTag(NOON + round * 1000);
  const part = { systemType: 1, systemAddress: 0, partType: 40, partAddress: 0x0001_0001 + round };
  const state: UnitObject = { is: 'part-state', ...part, status: 3, description: writeText(`三层东走廊烟感${round}`, 31), time };
  const value: UnitObject = { is: 'analogue', ...part, partType: 91, analogueType: 5, raw: 3500 + round, time };
  const units: readonly UnitObject[][] = [
    [state],
    [{ ...state, status: 4, description: writeText(`Hall ${round}`, 31) }],
    [{ ...state, description: new Uint8Array(0) }],
    [state, state, state],
    [value, { ...value, analogueType: 2, raw: 265 }, value],
    [{ is: 'system-state', systemType: 11, systemAddress: 1, status: 1, time }],
    [{ is: 'device-state', status: 1, time }],
    [{ is: 'device-operation', operations: 0x20, operator: 1, time }],
    [],
    [],
  ];
  return units.map((objects, n) => ({
    serial: round * units.length + n,
    version: { main: 1, user: 1 },
    sent: time,
    source: '790300000000',
    destination: '385b01000000',
    command: objects.length === 0 && n % 2 === 1 ? 3 : 2,
    objects,
  }));
}

/** What a gateway does of a chunk; gives how many packets it was. */
function readAll(chunk: Uint8Array): number {
  let packets = 0;
  let kept = 0;
  for (const one of scan(chunk).found) {
    if (one.is !== 'packet') throw new Error(`${one.is} in a sound stream`);
    packets += 1;
    kept += readTimeTag(one.packet.sent) ?? 0;
    for (const object of decodeUnit(one.packet.unit).objects) {
      if ('time' in object) kept += readTimeTag(object.time) ?? 0;
      if ('description' in object) kept += readText(object.description).length;
    }
  }
  if (kept === 0) throw new Error('nothing was read');
  return packets;
}

function write(said: Said): Uint8Array {
  return encodePacket({ ...said, unit: said.objects.length === 0 ? EMPTY : encodeUnit(said.objects) });
}

/** Packets in a second of this process's CPU time: other programs on the machine do not count. */
function rate(step: () => number): number {
  for (let warm = 0; warm < 50; warm += 1) step();
  const began = process.cpuUsage();
  let done = 0;
  let spent = 0;
  while (spent < MEASURE_MS) {
    done += step();
    const { user, system } = process.cpuUsage(began);
    spent = (user + system) / 1000;
  }
  return Math.round((done / spent) * 1000);
}
