// The record of an incident 处警单 made from what the house keeps: what its alarms were, who did what, who was told.

import type { Alarm } from '../alarms/alarm.ts';
import type { AuditSearch } from '../alarms/audit-search.ts';
import type { Checklists } from '../alarms/checklists.ts';
import type { Incident } from '../alarms/incident.ts';
import type { IncidentEntry, Picture } from '../alarms/incident-work.ts';
import type { Clock } from '../clock.ts';
import { auditTitle } from '../deeds/deeds.ts';
import type { Estate } from '../estate/estate.ts';
import { sha256 } from '../evidence/chain.ts';
import type { KeptFiles } from '../kept-files.ts';
import type { ChannelSettings } from '../notify/channel-settings.ts';
import type { ToldNotice } from '../notify/notice-rows.ts';
import { viaTitle } from '../notify/ways.ts';
import { withoutMetadata } from '../pictures/picture.ts';
import { unhurried } from '../unhurried.ts';
import { printApart } from './print-apart.ts';
import { type SheetLanguage, sheetOf } from './sheet.ts';

export interface RecordRooms {
  readonly audit: Pick<AuditSearch, 'about'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly checklists: Checklists;
  readonly pictures: KeptFiles;
  readonly notices: (incident: string) => Promise<readonly ToldNotice[]>;
  readonly channels: Pick<ChannelSettings, 'list'>;
  /** Local date and time of the site. */
  readonly date: (at: number) => string;
  readonly clock: Clock;
  readonly version: string;
}

/** What of an incident somebody sees. */
export interface SeenIncident {
  readonly incident: Incident;
  /** Those of its alarms that they see. */
  readonly alarms: readonly Alarm[];
  /** Those of its notes and pictures that they see. */
  readonly entries: readonly IncidentEntry[];
  /** They see all of it: only then who was told. */
  readonly isWhole: boolean;
}

/** Pictures that are printed, and their bytes: the others are listed with their hash. */
const MOST_PRINTED = 24;
const MOST_PRINTED_BYTES = 24 * 2 ** 20;

/** As PDF, for `by` by name. Rejects with `too-many` while others are printed, `internal` where it fails. */
export async function incidentRecord(seen: SeenIncident, language: SheetLanguage, by: string, rooms: RecordRooms): Promise<Buffer> {
  const { audit, estate, checklists, pictures, notices, channels, date, clock, version } = rooms;
  const { incident, alarms, entries, isWhole } = seen;
  const abouts = [...(isWhole ? [incident.id] : []), ...alarms.map(({ id }) => id)];
  const lines = (await unhurried(abouts, (some) => audit.about(some))).sort((one, other) => one.number - other.number);
  const story = {
    ...{ incident, alarms, entries, isWhole, audit: lines },
    checklist: checklists.applying(incident.path, incident.class).steps,
    pictures: await printed(entries, pictures),
    notices: isWhole ? await notices(incident.id) : [],
  };
  const known = channels.list();
  const sheet = sheetOf(story, language, {
    placeNames: (path) => estate.places.steps(path).map(({ name }) => name),
    channelTitle: (id) => viaTitle(id, known),
    titleOf: auditTitle,
    date,
    printed: { by, at: clock() },
    version,
  });
  return printApart(sheet);
}

/** By key; without what their cameras wrote into them, which is not for everybody who holds the paper. */
async function printed(entries: readonly IncidentEntry[], pictures: KeptFiles): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const { key, media } of entries) {
    if (!media || media.kind === 'image/webp') continue;
    if (found.size >= MOST_PRINTED || bytes + media.bytes > MOST_PRINTED_BYTES) continue;
    const file = await pictures.read(media).catch(() => undefined);
    // What the disk has damaged is not the picture that was sent, and would break the sheet.
    if (!file || sha256(file) !== media.hash || !isPrinted(file, media)) continue;
    bytes += file.length;
    found.set(key, withoutMetadata(file, media.kind));
  }
  return found;
}

/** What goes into a PDF as it is. A PNG with transparency or interlaced would be decoded for seconds. */
function isPrinted(file: Buffer, { kind }: Picture): boolean {
  if (kind === 'image/jpeg') return true;
  const [colour, interlace] = [file.readUInt8(25), file.readUInt8(28)];
  return kind === 'image/png' && (colour === 0 || colour === 2) && interlace === 0 && !file.includes('tRNS');
}
