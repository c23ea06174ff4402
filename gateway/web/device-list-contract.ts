// Lists of devices as files: what an import would do or did, as the API and the screens speak of it.
import { z } from 'zod';
import { words } from './contract-words.ts';
import { listChange, listImport } from './list-import-contract.ts';

/** A device's own secret, shown this once. */
const deviceCredential = z.object({ id: z.string(), name: z.string(), place: z.string(), secret: z.string() });
export type DeviceCredential = z.infer<typeof deviceCredential>;

export const deviceImport = listImport.extend({
  /** The first 200 rows that are right. */
  preview: z.array(
    z.object({
      row: z.number(),
      id: z.string(),
      name: z.string(),
      model: words,
      place: z.string(),
      change: listChange,
    }),
  ),
  /** Of the new devices that come by MQTT; only where it is done. */
  credentials: z.array(deviceCredential),
});
export type DeviceImport = z.infer<typeof deviceImport>;

/** How many devices stand in a place and below it, and how many of them speak. */
export const placeCounts = z.object({
  items: z.array(z.object({ place: z.string(), devices: z.number(), online: z.number(), silent: z.number(), held: z.number() })),
});
export type PlaceCounts = z.infer<typeof placeCounts>;
