// Brings places and devices from a file into the estate, through the journal like everything that people do.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { isStation } from '../device-drivers/gb26875/station.ts';
import { type Author, type Deed, GATEWAY } from './acts.ts';
import type { Config } from './config.ts';
import { BalefireError } from './errors.ts';
import { hashSecret, newSecret } from './estate/secrets.ts';
import type { Flow } from './flow.ts';
import { openHouse } from './house.ts';
import { openLog } from './log.ts';
import { isNetwork } from './networks.ts';
import { PLACE_KINDS } from './web/contract.ts';
import { buildingFile, unitFile } from './web/place-file-contract.ts';

const placed = { longitude: z.number().min(-180).max(180).optional(), latitude: z.number().min(-90).max(90).optional() };
const districtFile = z.object({
  places: z.array(z.object({ id: z.string(), parent: z.string().nullable(), kind: z.enum(PLACE_KINDS), name: z.string(), ...placed })),
  devices: z.array(
    z.object({
      id: z.string(),
      model: z.string(),
      name: z.string(),
      place: z.string(),
      modbus: z.object({ bus: z.string(), unit: z.number().int().min(1).max(247) }).optional(),
      gb26875: z
        .object({
          station: z.string().refine(isStation, '12 × 0-9a-f'),
          network: z.string().refine(isNetwork, 'CIDR').nullable().default(null),
          profile: z.string().default('standard'),
        })
        .optional(),
      ...placed,
    }),
  ),
  units: z.record(z.string(), unitFile).default({}),
  buildings: z.record(z.string(), buildingFile).default({}),
  /** How many of the high-rises of a place should be connected, percent. */
  connectionTargets: z.record(z.string(), z.number()).default({}),
});

/** A file of places and devices, parents before their children; and the files 档案 of places, which name what stands there. */
export type District = z.input<typeof districtFile>;

/** Reads such a file, or several that stand for one. Throws `bad-request` with the place in the file and what is wrong there. */
export function readDistrict(...files: readonly string[]): District {
  const contents = files.map((file): unknown => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new BalefireError('bad-request', { detail: `${file}: ${error instanceof Error ? error.message : 'unreadable'}` }, error);
    }
  });
  const result = districtFile.safeParse(Object.assign({}, ...contents));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BalefireError('bad-request', { detail: `${files.join(', ')}: ${issue?.path.join('.')}: ${issue?.message}` });
}

/** Adds all places and devices; returns the new secret of each device, which is known nowhere else. */
export async function settle(flow: Pick<Flow, 'act'>, district: District, by: Author): Promise<Record<string, string>> {
  const deeds: Deed[] = district.places.map((place) => ({
    do: 'add-place',
    place: { ...place, parent: place.parent ?? 'root', longitude: place.longitude ?? null, latitude: place.latitude ?? null },
  }));
  const secrets: Record<string, string> = {};
  for (const { modbus, gb26875, longitude, latitude, ...device } of district.devices) {
    const secret = newSecret();
    const hasSecret = !modbus && !gb26875;
    if (hasSecret) secrets[device.id] = secret;
    const { network = null, profile = 'standard' } = gb26875 ?? {};
    const wire = { modbus: modbus ?? null, ...(gb26875 ? { gb26875: { station: gb26875.station, network, profile } } : {}) };
    deeds.push({
      do: 'register-device',
      device: { ...device, ...wire, longitude: longitude ?? null, latitude: latitude ?? null },
      secretHash: hasSecret ? hashSecret(secret) : null,
    });
  }
  const files = (of: 'unit' | 'building' | 'target', all: Readonly<Record<string, unknown>> = {}): void => {
    for (const [place, content] of Object.entries(all))
      deeds.push({ do: 'set-place-file', place, version: 0, file: { of, content } as Extract<Deed, { do: 'set-place-file' }>['file'] });
  };
  files('unit', district.units);
  files('building', district.buildings);
  const targets = Object.entries(district.connectionTargets ?? {}).map(([place, percent]) => [place, { percent }]);
  files('target', Object.fromEntries(targets) as Record<string, unknown>);
  // In slices below the journal's bound for what waits; one slice is one group of commits.
  for (let i = 0; i < deeds.length; i += 1_000) await Promise.all(deeds.slice(i, i + 1_000).map((deed) => flow.act(deed, by)));
  return secrets;
}

/** `balefire import`: the gateway must not be running on the same data folder. The credentials file is for its owner alone. */
export async function importDistrict(config: Config, file: string, credentials: string): Promise<void> {
  const district = readDistrict(file);
  const house = await openHouse(config, openLog('warn'));
  await house.wake();
  try {
    const secrets = await settle(house.flow, district, GATEWAY);
    writeFileSync(credentials, `${JSON.stringify(secrets, null, 1)}\n`, { mode: 0o600 });
    console.log(`${district.places.length} 个位置 places, ${district.devices.length} 台设备 devices → ${credentials}`);
  } finally {
    await house.close();
  }
}
