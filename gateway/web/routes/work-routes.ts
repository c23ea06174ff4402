// The work on an incident over the API: the checklist, notes and pictures.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Deed } from '../../acts.ts';
import type { Checklists } from '../../alarms/checklists.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { Incident } from '../../alarms/incident.ts';
import { type IncidentEntry, MOST_PICTURES, type Picture } from '../../alarms/incident-work.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { KeptFiles } from '../../kept-files.ts';
import { PICTURE_BYTES, positionOf, readPicture, withoutMetadata } from '../../pictures/picture.ts';
import type { Visitor } from '../access/access.ts';
import { incidentOfPicture, pictureId } from '../picture-id.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Download, type Route, route } from '../route.ts';
import { addMediaQuery, addNote, incidentWork, markStep, pictureParams, picturePlace, pictureQuery, workEntry } from '../work-contract.ts';
import { entryView, seesEntry, workView } from '../work-views.ts';
import type { Acting } from './acting.ts';

export interface WorkRouteRooms {
  readonly desk: Pick<AlarmDesk, 'incident'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly checklists: Checklists;
  readonly pictures: KeptFiles;
  readonly flow: Acting;
  readonly clock: Clock;
}

/** A picture is a picture, and no page: whatever a browser could run in it stays shut. */
const PICTURE_POLICY = "default-src 'none'; sandbox";

const NAMES = { 'params.id': 'incident' } as const;

export function workRoutes({ desk, estate, checklists, pictures, flow, clock }: WorkRouteRooms): Route[] {
  const there = (id: string): Incident => {
    const one = desk.incident(id);
    if (!one) throw new BalefireError('not-found', { what: id });
    return one;
  };
  /** The one that it went up in, where it was merged: what comes late belongs there. */
  const target = (id: string): Incident => {
    let one = there(id);
    for (let up = one.mergedInto; up !== null; up = one.mergedInto) one = there(up);
    return one;
  };
  const view = (one: Incident, by: Visitor) => workView(one, by, { places: estate.places, checklists });
  /** When it was made, by the gateway's clock where both are told; a clock that goes wrong says nothing of when. */
  const past = ({ at, sent }: { at?: number | undefined; sent?: number | undefined }): number | null => {
    const now = clock();
    const moment = at === undefined || sent === undefined ? at : now - Math.max(0, sent - at);
    return moment !== undefined && moment >= 0 && moment <= now ? moment : null;
  };
  const known = (one: Incident, key: string, text: string, hash: string | undefined): IncidentEntry | undefined => {
    const entry = one.entries?.find((other) => other.key === key);
    if (entry && (entry.text !== text || entry.media?.hash !== hash))
      throw new BalefireError('conflict', { detail: '同一编号已有不同内容 / other content has come under this key' });
    return entry;
  };
  const pictureOf = ({ id }: { id: string }, by: Visitor): Picture => {
    const one = there(incidentOfPicture(id));
    const entry = one.entries?.find(({ key }) => pictureId(one.id, key) === id);
    if (!entry?.media || !seesEntry(entry, one, by)) throw new BalefireError('not-found', { what: id });
    return entry.media;
  };
  const record = async (deed: Extract<Deed, { do: 'add-note' | 'add-picture' }>, by: Visitor) => {
    const { incident } = await flow.act(deed, by.author);
    const entry = incident?.entries?.find((other) => other.key === deed.key);
    if (!entry) throw new BalefireError('internal');
    return entryView(entry, deed.incident);
  };
  return [
    route({
      method: 'get',
      path: '/incidents/{id}/work',
      id: 'readIncidentWork',
      summary: words('处置清单、现场记录与移交', 'Checklist, notes and pictures, hand-over'),
      needs: 'alarm.read',
      params: idParams,
      answer: incidentWork,
      names: NAMES,
      handle: ({ params, by }) => view(there(params.id), by),
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/steps',
      id: 'markStep',
      summary: words(
        '标记处置步骤：完成、不适用、受阻（后两者须注明原因），open 为撤销',
        'Mark a step: done, not applicable, blocked (these two with their reason); open takes it back',
      ),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: markStep,
      answer: incidentWork,
      names: NAMES,
      async handle({ params, body, by }) {
        const one = there(params.id);
        const step = view(one, by).steps.find(({ id }) => id === body.step);
        if (!step) {
          const said = words('清单中没有这一步', 'There is no such step on the list');
          throw new FieldError([{ path: 'body.step', words: said }]);
        }
        const { incident } = await flow.act(
          { do: 'mark-step', incident: one.id, step: step.id, title: step.title, state: body.state, reason: body.reason },
          by.author,
        );
        return view(incident ?? one, by);
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/notes',
      id: 'addNote',
      summary: words('补充现场记录；同一编号重复发送只记一次', 'Add a note; sent again under its key it is written once'),
      needs: 'alarm.acknowledge',
      params: idParams,
      body: addNote,
      isKeyed: true,
      answer: workEntry,
      status: 201,
      names: NAMES,
      async handle({ params, body: { text, ...when }, by, browser: { key = '' } }) {
        const one = target(params.id);
        const entry = known(one, key, text, undefined);
        if (entry) return entryView(entry, one.id);
        return record({ do: 'add-note', incident: one.id, key, text, taken: past(when) }, by);
      },
    }),
    route({
      method: 'post',
      path: '/incidents/{id}/media',
      id: 'addMedia',
      summary: words(
        '上传现场照片（JPEG、PNG、WebP，≤ 10 MB）；写盘后才确认，同一编号重复发送只记一次',
        'Add a picture (JPEG, PNG, WebP, 10 MB at most); confirmed when it is on the disk; sent again under its key it is kept once',
      ),
      needs: 'alarm.acknowledge',
      params: idParams,
      query: addMediaQuery,
      body: z.instanceof(Uint8Array),
      upload: PICTURE_BYTES,
      isKeyed: true,
      answer: workEntry,
      status: 201,
      names: NAMES,
      async handle({ params, query: { caption, ...when }, body, by, browser: { key = '' } }) {
        const media = readPicture(body);
        if ('zh' in media) throw new FieldError([{ path: 'body', words: media }]);
        const one = target(params.id);
        const entry = known(one, key, caption, media.hash);
        if (entry) return entryView(entry, one.id);
        if ((one.entries ?? []).filter((other) => other.media !== null).length >= MOST_PICTURES)
          throw new BalefireError('conflict', {
            detail: `一起事件最多 ${MOST_PICTURES} 张照片 / an incident has ${MOST_PICTURES} pictures at most`,
          });
        await pictures.keep(media, body);
        return record({ do: 'add-picture', incident: one.id, key, text: caption, taken: past(when), media }, by);
      },
    }),
    route({
      method: 'get',
      path: '/pictures/{id}',
      id: 'readPicture',
      summary: words(
        '现场照片；除有权者取 original=true 外，去除拍摄位置等信息',
        'A picture; without where it was taken, unless who may asks for original=true',
      ),
      needs: 'alarm.read',
      params: pictureParams,
      query: pictureQuery,
      answer: z.custom<Download>(),
      download: 'image/*',
      names: { 'params.id': 'picture' },
      async handle({ params, query, by }) {
        const media = pictureOf(params, by);
        const { kind, hash } = media;
        const isOriginal = query.original === 'true';
        if (isOriginal && !by.may('alarm.verdict')) throw new BalefireError('not-allowed');
        const file = await pictures.read(media);
        const name = `${hash.slice(0, 12)}.${kind.slice('image/'.length)}`;
        return { name, pieces: [isOriginal ? file : withoutMetadata(file, kind)], type: kind, policy: PICTURE_POLICY };
      },
    }),
    route({
      method: 'get',
      path: '/pictures/{id}/place',
      id: 'readPicturePlace',
      summary: words('照片的拍摄位置：仅限核警人员', 'Where a picture was taken, for those who say what an incident was'),
      needs: 'alarm.verdict',
      params: pictureParams,
      answer: picturePlace,
      names: { 'params.id': 'picture' },
      async handle({ params, by }) {
        const media = pictureOf(params, by);
        return { position: positionOf(await pictures.read(media), media.kind) };
      },
    }),
  ];
}
