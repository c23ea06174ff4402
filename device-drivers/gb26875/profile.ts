// What the standard leaves open, settled one way or the other by the makers of devices: a row of data for each habit.
import { type Words, words } from '../words.ts';
import type { Analogue } from './names.ts';

/** How a user-defined analogue value is written: value = raw × step. */
export interface AnalogueForm extends Analogue {
  /** Whether the raw value is signed, as those of the standard are. */
  readonly signed: boolean;
}

/** One habit of writing what the standard leaves open. */
export interface Profile {
  readonly id: string;
  readonly title: Words;
  /** How the 4 bytes of a part address are read: two u16, low byte first, loop or point in front; or as one number. */
  readonly partAddress: 'loop-point' | 'point-loop' | 'opaque';
  /** Sizes of a part-state object that are taken, the likeliest first: 46 is the standard's, 15 has no description. */
  readonly partStateBytes: readonly number[];
  /** Sizes of a device-state object that are taken: 7 is the standard's, 1 has no time tag. */
  readonly deviceStateBytes: readonly number[];
  /** User-defined analogue types, 128 to 255. */
  readonly analogues: Readonly<Record<number, AnalogueForm>>;
  /** The data unit of one byte that means "I am here", and the one that is sent beside the confirm. */
  readonly heartbeat: { readonly ask: number; readonly answer: number } | null;
  /** How sure it is, and where it was seen. */
  readonly source: string;
}

/** The standard's own forms, and the two short ones that are known beyond doubt by their length. */
export const STANDARD: Profile = {
  id: 'standard',
  title: words('标准（回路在前）', 'Standard (loop first)'),
  partAddress: 'loop-point',
  partStateBytes: [46, 15],
  deviceStateBytes: [7, 1],
  analogues: {},
  heartbeat: null,
  source: 'GB/T 26875.3-2011; the split of the part address is the habit of most panels, the standard says only "4 bytes, low byte first"',
};

/** Every profile; the first is for a device of which nothing else is known. */
export const PROFILES: readonly Profile[] = [
  STANDARD,
  {
    ...STANDARD,
    id: 'point-first',
    title: words('位号在前', 'Point first'),
    partAddress: 'point-loop',
    source: 'one maker of 2018, seen in a captured packet: bytes 05 00 65 00 are point 5 of zone 101',
  },
  {
    ...STANDARD,
    id: 'opaque-address',
    title: words('部件地址为整体编号', 'Part address as one number'),
    partAddress: 'opaque',
    source: 'terminals that write a serial number where panels write loop and point; seen in captured packets',
  },
  {
    ...STANDARD,
    id: 'nb-iot',
    title: words('NB-IoT 终端', 'NB-IoT terminal'),
    partAddress: 'opaque',
    analogues: {
      // Negative in some packets (-93), small and positive in others (11): then it is the modem's index, 0 to 31, 99 unknown.
      128: { title: words('信号强度', 'Signal strength'), unit: 'dBm', lowest: -150, highest: 99, step: 1, signed: true },
      136: { title: words('电池电压', 'Battery voltage'), unit: 'mV', lowest: 0, highest: 60_000, step: 1, signed: false },
    },
    source: 'captured packets of NB-IoT terminals; 128 is certain by its values, 136 probable (3463, 3575), 154 is not known',
  },
  {
    ...STANDARD,
    id: 'handshake',
    title: words('单字节握手', 'One-byte handshake'),
    heartbeat: { ask: 0x16, answer: 0x17 },
    source: 'one captured request, whose checksum is right, and its printed answer, whose checksum is not',
  },
];

/** The profile of that id. */
export function profileOf(id: string): Profile | undefined {
  return PROFILES.find((profile) => profile.id === id);
}

/** Loop and point of a part address, a u32 as it is read from the wire; undefined where the profile has no such split. */
export function partPlace(address: number, profile: Profile): { readonly loop: number; readonly point: number } | undefined {
  const low = address & 0xffff;
  const high = address >>> 16;
  if (profile.partAddress === 'opaque') return undefined;
  return profile.partAddress === 'loop-point' ? { loop: low, point: high } : { loop: high, point: low };
}

/** The part address of a loop and a point, u16 each; of an opaque address the point alone, up to u32. */
export function partAddressOf({ loop, point }: { readonly loop: number; readonly point: number }, profile: Profile): number {
  if (profile.partAddress === 'opaque') return point >>> 0;
  const [low, high] = profile.partAddress === 'loop-point' ? [loop, point] : [point, loop];
  return ((high & 0xffff) * 0x10000 + (low & 0xffff)) >>> 0;
}
