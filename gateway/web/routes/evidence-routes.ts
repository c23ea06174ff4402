// The evidence of an incident as a file to take along.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { BalefireError } from '../../errors.ts';
import { storedArchive } from '../../estate/part-list-archive.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { type BundleRooms, makeBundle } from '../../evidence/bundle.ts';
import { unhurried } from '../../unhurried.ts';
import { idParams } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';

export interface EvidenceRouteRooms {
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly flow: Acting;
  readonly bundle: BundleRooms;
}

/** Bundles in the making: each holds some 40 MB, and a person makes one at a time. */
const MOST_AT_ONCE = 2;

export function evidenceRoutes({ desk, flow, bundle }: EvidenceRouteRooms): Route[] {
  let making = 0;
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/bundle',
      id: 'exportEvidence',
      summary: words('导出事件的证据包（ZIP）；导出本身记入审计', 'The evidence of an incident as a ZIP; the export stands in the audit'),
      needs: 'frame.read',
      params: idParams,
      answer: z.custom<Download>(),
      download: 'application/zip',
      names: { 'params.id': 'incident' },
      async handle({ params, by }) {
        const incident = desk.incident(params.id);
        if (!incident) throw new BalefireError('not-found', { what: params.id });
        if (!by.may('alarm.read')) throw new BalefireError('not-allowed');
        const isWhole = by.sees(incident.path);
        const all = await unhurried(incident.alarms, (ids) => ids.flatMap((id) => desk.alarm(id) ?? []));
        const alarms = isWhole ? all : all.filter(({ path }) => by.sees(path));
        const { id, name, role } = by.person;
        const order = {
          incident,
          alarms,
          isWhole,
          seesAll: by.sees([ROOT_PLACE]),
          seesOriginals: by.may('alarm.verdict'),
          by: { id, name, role },
        };
        if (making >= MOST_AT_ONCE) throw new BalefireError('too-many', { seconds: 5 });
        making += 1;
        const { files, manifest } = await makeBundle(order, bundle).finally(() => {
          making -= 1;
        });
        // Nothing leaves before it stands in the audit, with what tells this very bundle from any other.
        await note(flow, by.author, 'export-evidence', incident.id, { alarms: alarms.length, manifest });
        return { name: `evidence-${incident.id}.zip`, pieces: storedArchive(files) };
      },
    }),
  ];
}
