// The record of an incident 处警单 as a file to print, sign and put away.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { incidentRecord, type RecordRooms } from '../../record/incident-record.ts';
import { idParams, paperLanguage } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { seenIncident } from '../seen-incident.ts';
import { type Acting, note } from './acting.ts';

export interface RecordRouteRooms {
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly flow: Acting;
  readonly record: RecordRooms;
}

export function recordRoutes({ desk, flow, record }: RecordRouteRooms): Route[] {
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/record',
      id: 'printRecord',
      summary: words('处警单（PDF）；打印记入审计', 'The record of an incident as PDF; that it was printed stands in the audit'),
      needs: 'alarm.read',
      params: idParams,
      query: paperLanguage,
      answer: z.custom<Download>(),
      download: 'application/pdf',
      names: { 'params.id': 'incident' },
      async handle({ params, query, by }) {
        const seen = await seenIncident(params.id, by, desk);
        const pdf = await incidentRecord(seen, query.language, by.person.name, record);
        await note(flow, by.author, 'print-record', params.id, { alarms: seen.alarms.length });
        return { name: `record-${params.id}.pdf`, pieces: [pdf] };
      },
    }),
  ];
}
