// What a list of parts would change: which parts are new, which get another name or place, which floors and rooms are missing.
import type { Device } from '../../device-drivers/device.ts';
import { partTypeName } from '../../device-drivers/gb26875/names.ts';
import { partId } from '../../device-drivers/gb26875/part.ts';
import { partAddressOf, profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import type { Words } from '../../device-drivers/words.ts';
import type { ImportedPart, PlaceRecord } from '../acts.ts';
import type { Estate } from './estate.ts';
import type { PartListRow } from './part-list.ts';
import { ROOT_PLACE } from './places.ts';
import { WantedPlaces } from './wanted-places.ts';

type Change = 'added' | 'changed' | 'unchanged';

export interface ImportPlan {
  readonly places: PlaceRecord[];
  readonly parts: ImportedPart[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly preview: {
    readonly row: number;
    readonly loop: number;
    readonly point: number;
    readonly type: Words;
    readonly description: string;
    readonly floor: string;
    readonly room: string;
    readonly change: Change;
  }[];
}

/** Rows shown before a person says yes: enough to see whether the columns are right. */
const PREVIEW_ROWS = 200;

/** Floors are looked for below the building in which the device stands, and made there where they are missing; rooms below their floor. */
export function importPlan(device: Device, rows: readonly PartListRow[], estate: Estate): ImportPlan {
  const profile = profileOf(device.address.by === 'gb26875' ? device.address.profile : '') ?? STANDARD;
  const own = device.path.at(-1) ?? ROOT_PLACE;
  const building = estate.places.siteOf(device.path);
  const wanted = new WantedPlaces(estate);
  const counts = { added: 0, changed: 0, unchanged: 0 };
  const parts: ImportedPart[] = [];
  const preview: ImportPlan['preview'] = [];
  for (const { row, loop, point, type, systemType, systemAddress, description, floor, room } of rows) {
    const part = { type, address: partAddressOf({ loop, point }, profile) };
    const above = floor === '' ? own : wanted.below(building, 'floor', floor);
    const place = room === '' ? above : wanted.below(above, 'zone', room);
    const before = estate.record(partId({ of: device.id, systemType, systemAddress, part }));
    const isSame = before !== undefined && (description === '' || before.name === description) && before.place === place;
    const change: Change = before === undefined ? 'added' : isSame ? 'unchanged' : 'changed';
    counts[change] += 1;
    if (!isSame) parts.push({ systemType, systemAddress, part, name: description, place });
    if (preview.length < PREVIEW_ROWS) preview.push({ row, loop, point, type: partTypeName(type), description, floor, room, change });
  }
  return { places: wanted.missing, parts, ...counts, preview };
}
