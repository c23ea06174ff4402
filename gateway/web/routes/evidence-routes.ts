// The evidence of an incident as a file to take along.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { BalefireError } from '../../errors.ts';
import { storedArchive } from '../../estate/part-list-archive.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { type BundleRooms, makeBundle } from '../../evidence/bundle.ts';
import { idParams, paperLanguage } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { seenIncident } from '../seen-incident.ts';
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
      query: paperLanguage,
      answer: z.custom<Download>(),
      download: 'application/zip',
      names: { 'params.id': 'incident' },
      async handle({ params, query, by }) {
        if (!by.may('alarm.read')) throw new BalefireError('not-allowed');
        const seen = await seenIncident(params.id, by, desk);
        const { id, name, role } = by.person;
        const order = {
          ...seen,
          seesAll: by.sees([ROOT_PLACE]),
          seesOriginals: by.may('alarm.verdict'),
          by: { id, name, role },
          language: query.language,
        };
        if (making >= MOST_AT_ONCE) throw new BalefireError('too-many', { seconds: 5 });
        making += 1;
        const { files, manifest } = await makeBundle(order, bundle).finally(() => {
          making -= 1;
        });
        // Nothing leaves before it stands in the audit, with what tells this very bundle from any other.
        await note(flow, by.author, 'export-evidence', params.id, { alarms: seen.alarms.length, manifest });
        return { name: `evidence-${params.id}.zip`, pieces: storedArchive(files) };
      },
    }),
  ];
}
