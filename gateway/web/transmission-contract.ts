// The words between gateway and screen about transmission devices (GB/T 26875.3): their link, parts, packets and operations.
import { z } from 'zod';
import { STATION_PARAMETERS } from '../../device-drivers/gb26875/settings.ts';
import { time, words } from './contract-words.ts';
import { listChange, listImport } from './list-import-contract.ts';

/** A run of bytes of a raw frame and what it means. `from` and `to` (exclusive) are offsets in the frame. */
export const frameField = z.object({
  from: z.number().int(),
  to: z.number().int(),
  /** 0: the packet's own; 1: the data unit's head; 2: a field of one of its objects. */
  depth: z.number().int().min(0).max(2),
  title: words,
  value: words,
  fault: words.optional(),
});
export type FrameFieldView = z.infer<typeof frameField>;

/** How a device stands on the wire of GB/T 26875.3. */
export const stationView = z.object({
  /** 12 hexadecimal digits, in wire order. */
  station: z.string(),
  /** The same as the number that is printed on most devices. */
  number: z.number(),
  /** Network from which alone it may come, CIDR. */
  network: z.string().nullable(),
  profile: z.string(),
});

/** Where a part (or a system, then type and address are null) stands behind its transmission device. */
export const partView = z.object({
  of: z.object({ id: z.string(), name: z.string() }),
  systemType: z.number(),
  systemAddress: z.number(),
  system: words,
  partType: z.number().nullable(),
  type: words,
  /** 8 hexadecimal digits, in wire order. */
  partAddress: z.string().nullable(),
  loop: z.number().nullable(),
  point: z.number().nullable(),
  description: z.string(),
});
export type PartView = z.infer<typeof partView>;

/** What an alarm tells of its part: whoever may see the alarm must find the head, also who may look at no device. */
export const alarmPart = partView.omit({ of: true, description: true });

/** A part in the list of a transmission device, with the states that are on. */
export const partRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  place: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  part: partView,
  worst: z.string().nullable(),
  lastHeard: time.nullable(),
  stale: z.boolean(),
  on: z.array(z.object({ point: z.string(), title: words })),
  measured: z.array(z.object({ point: z.string(), title: words, value: z.number(), unit: z.string() })),
});
export type PartRow = z.infer<typeof partRow>;

/** A value and who says so; `place` is named where one does. Seconds, or times for `resends`. */
const settingSource = z.object({
  value: z.number(),
  source: z.enum(['device', 'place', 'default']),
  place: z.object({ id: z.string(), name: z.string() }).nullable(),
});
/** A time or count of the link as it counts now; `fallback`: what would count if the device set nothing itself. */
const linkSetting = settingSource.extend({ name: z.enum(STATION_PARAMETERS.map(({ name }) => name)), fallback: settingSource });
export type LinkSettingView = z.infer<typeof linkSetting>;

/** The live state of a transmission device's connection, and what is set for it. */
export const stationLink = z.object({
  connected: z.boolean(),
  transport: z.enum(['tcp', 'udp']).nullable(),
  peer: z.string().nullable(),
  since: time.nullable(),
  lastPacket: time.nullable(),
  /** What its clock is ahead of ours, ms; negative when it is behind; null before the first packet with a sound time tag. */
  clockAhead: z.number().nullable(),
  clockSet: time.nullable(),
  inspected: time.nullable(),
  nextInspection: time.nullable(),
  /** The last inspection got no answer. */
  unanswered: z.boolean(),
  /** More than one peer speaks with this station number. */
  doubled: z.boolean(),
  /** Lost together with others of its carrier. */
  carrier: z.string().nullable(),
  /** Exchanges of the centre that wait for an answer. */
  waiting: z.number(),
  counters: z.record(z.string(), z.number()),
  settings: z.array(linkSetting),
});
export type StationLink = z.infer<typeof stationLink>;

/** A packet as it passed on the wire, either way, also one that was refused. Kept in memory, the last of each device. */
export const packetTrace = z.object({
  number: z.number(),
  at: time,
  direction: z.enum(['in', 'out']),
  peer: z.string(),
  hex: z.string(),
  /** Why it was refused, by name; null where it was taken. */
  refused: z.string().nullable(),
  summary: z.array(words),
  fields: z.array(frameField),
});
export type PacketTrace = z.infer<typeof packetTrace>;

/** What people did at a panel or a transmission device: reset, silence, manual alarm, self-test … */
export const operationRow = z.object({
  number: z.number(),
  at: time,
  receivedAt: time,
  device: z.string(),
  deviceName: z.string(),
  operations: z.array(z.object({ key: z.string(), title: words })),
  operator: z.number(),
});
export type OperationRow = z.infer<typeof operationRow>;

/** What a list of parts did or, in a dry run, would do. */
export const partImport = listImport.extend({
  /** Rows that are right. */
  rows: z.number(),
  preview: z.array(
    z.object({
      row: z.number(),
      loop: z.number(),
      point: z.number(),
      type: words,
      description: z.string(),
      floor: z.string(),
      room: z.string(),
      change: listChange,
    }),
  ),
});
export type PartImport = z.infer<typeof partImport>;

export const profileView = z.object({ id: z.string(), title: words, source: z.string() });
export type ProfileView = z.infer<typeof profileView>;
