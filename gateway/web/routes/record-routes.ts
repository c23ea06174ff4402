// The record of an incident 处警单 as a file to print, sign and put away.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AuditSearch } from '../../alarms/audit-search.ts';
import type { Checklists } from '../../alarms/checklists.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { IncidentEntry, Picture } from '../../alarms/incident-work.ts';
import type { Clock } from '../../clock.ts';
import { auditTitle } from '../../deeds/deeds.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { KeptFiles } from '../../kept-files.ts';
import type { ToldNotice } from '../../notify/notice-rows.ts';
import { withoutMetadata } from '../../pictures/picture.ts';
import { printApart } from '../../record/print-apart.ts';
import { sheetOf } from '../../record/sheet.ts';
import { unhurried } from '../../unhurried.ts';
import { idParams } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { seesEntry } from '../work-views.ts';
import { type Acting, note } from './acting.ts';

export interface RecordRouteRooms {
  readonly audit: Pick<AuditSearch, 'about'>;
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Acting;
  readonly checklists: Checklists;
  readonly pictures: KeptFiles;
  readonly notices: (incident: string) => Promise<readonly ToldNotice[]>;
  /** Local date and time of the site. */
  readonly date: (at: number) => string;
  readonly clock: Clock;
  readonly version: string;
}

/** Pictures that are printed, and their bytes: the others are listed with their hash. */
const MOST_PRINTED = 24;
const MOST_PRINTED_BYTES = 24 * 2 ** 20;

/** What goes into a PDF as it is. A PNG with transparency or interlaced would be decoded for seconds, and one that is damaged break the sheet. */
function isPrinted(file: Buffer, { kind }: Picture): boolean {
  if (kind === 'image/jpeg') return true;
  const [colour, interlace] = [file.readUInt8(25), file.readUInt8(28)];
  return kind === 'image/png' && (colour === 0 || colour === 2) && interlace === 0 && !file.includes('tRNS');
}

export function recordRoutes({
  audit,
  desk,
  estate,
  flow,
  checklists,
  pictures,
  notices,
  date,
  clock,
  version,
}: RecordRouteRooms): Route[] {
  /** By key; without what their cameras wrote into them, which is not for everybody who holds the paper. */
  const printed = async (entries: readonly IncidentEntry[]): Promise<ReadonlyMap<string, Uint8Array>> => {
    const found = new Map<string, Uint8Array>();
    let bytes = 0;
    for (const { key, media } of entries) {
      if (!media || media.kind === 'image/webp') continue;
      if (found.size >= MOST_PRINTED || bytes + media.bytes > MOST_PRINTED_BYTES) continue;
      const file = await pictures.read(media).catch(() => undefined);
      if (!file || !isPrinted(file, media)) continue;
      bytes += file.length;
      found.set(key, withoutMetadata(file, media.kind));
    }
    return found;
  };
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/record',
      id: 'printRecord',
      summary: words('处警单（PDF）；打印记入审计', 'The record of an incident as PDF; that it was printed stands in the audit'),
      needs: 'alarm.read',
      params: idParams,
      query: z.strictObject({ language: z.enum(['zh', 'en']).default('zh') }),
      answer: z.custom<Download>(),
      download: 'application/pdf',
      names: { 'params.id': 'incident' },
      async handle({ params, query, by }) {
        const incident = desk.incident(params.id);
        if (!incident) throw new BalefireError('not-found', { what: params.id });
        const isWhole = by.sees(incident.path);
        const all = await unhurried(incident.alarms, (ids) => ids.flatMap((id) => desk.alarm(id) ?? []));
        const alarms = all.filter(({ path }) => isWhole || by.sees(path));
        const abouts = [...(isWhole ? [incident.id] : []), ...alarms.map(({ id }) => id)];
        const lines = (await unhurried(abouts, (some) => audit.about(some))).sort((one, other) => one.number - other.number);
        const entries = (incident.entries ?? []).filter((entry) => seesEntry(entry, incident, by));
        const work = { checklist: checklists.applying(incident.path, incident.class).steps, entries, pictures: await printed(entries) };
        const story = { ...work, incident, alarms, audit: lines, notices: isWhole ? await notices(incident.id) : [], isWhole };
        const sheet = sheetOf(story, query.language, {
          placeNames: (path) => estate.places.steps(path).map(({ name }) => name),
          titleOf: auditTitle,
          date,
          printed: { by: by.person.name, at: clock() },
          version,
        });
        const pdf = await printApart(sheet);
        await note(flow, by.author, 'print-record', incident.id, { alarms: alarms.length });
        return { name: `record-${incident.id}.pdf`, pieces: [pdf] };
      },
    }),
  ];
}
