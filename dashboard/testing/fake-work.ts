// The part of the fake gateway where the work on incidents is: checklist, notes and pictures, hand-over, lists of places.
import express, { type Request, type Router } from 'express';
import type { Person } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { IncidentWorkView, PlaceChecklists, WorkEntry, WorkStep } from '../../gateway/web/work-contract.ts';
import { refuse } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

const HAND_OVER_MS = 120_000;

type List = PlaceChecklists['lists'][number];

const step = (id: string, zh: string, en: string, due: number | null, minute: 1 | 3 | 5 | null = null): List['steps'][number] => ({
  id,
  title: { zh, en },
  due,
  minute,
});
const BUILT_IN = [
  step('call-room', '致电消防控制室，问明情况', 'Call the control room and ask what they see', 30),
  step('on-site', '微型消防站 1 分钟到场核实', 'Micro fire station on the spot within 1 minute', 60, 1),
  step('call-119', '确认后立即拨打 119，说明地点、火势、被困人员', 'Once confirmed call 119: place, what burns, who is trapped', 120),
  step('neighbours', '邻近力量 3 分钟到场增援', 'Neighbouring teams there within 3 minutes', 180, 3),
  step('lift', '电梯迫降首层', 'Recall the lifts to the ground floor', 180),
  step('fire-service', '5 分钟内消防救援力量到场', 'Fire service there within 5 minutes', 300, 5),
  step('scene', '保护现场，留存影像', 'Keep the scene and take pictures', null),
];

export function workRoutes(routes: Router, state: FakeState, personOf: (request: Request) => Person | undefined): void {
  const marks = new Map<string, Map<string, NonNullable<WorkStep['mark']>>>();
  const entries = new Map<string, WorkEntry[]>();
  const files = new Map<string, { kind: string; bytes: Buffer }>();
  let own: List | undefined;
  /** The newest first. */
  const versions: List[] = [];

  const signed = (request: Request) => {
    const { id = '', name = '' } = personOf(request) ?? {};
    return { by: id, name, at: Date.now(), from: '10.20.0.7' };
  };
  const incidentOf = (request: Request) => state.incidents.get(String(request.params['id']));
  const steps = () => own?.steps ?? BUILT_IN;
  const view = (one: IncidentView): IncidentWorkView => ({
    incident: one.id,
    list: { place: own?.from ?? null, class: one.class, version: own?.version ?? 0 },
    steps: steps().map(({ due, ...rest }) => ({
      ...rest,
      due: due === null ? null : one.began + due * 1_000,
      mark: marks.get(one.id)?.get(rest.id) ?? null,
      listed: true,
    })),
    entries: entries.get(one.id) ?? [],
    handOver: one.handOver,
  });
  const add = (one: IncidentView, entry: WorkEntry): WorkEntry => {
    const all = entries.get(one.id) ?? [];
    const known = all.find(({ id }) => id === entry.id);
    if (known) return known;
    entries.set(one.id, [...all, entry]);
    state.handle(one);
    return entry;
  };

  routes.get('/incidents/:id/work', (request, response) => {
    const one = incidentOf(request);
    if (!one) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    response.json(view(one));
  });
  routes.post('/incidents/:id/steps', (request, response) => {
    const one = incidentOf(request);
    if (!one) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const of = marks.get(one.id) ?? new Map();
    marks.set(one.id, of);
    const { step, state: said, reason = null } = request.body;
    if (said === 'open') of.delete(step);
    else of.set(step, { ...signed(request), state: said, reason });
    state.handle(one);
    response.json(view(one));
  });
  routes.post('/incidents/:id/notes', (request, response) => {
    const one = incidentOf(request);
    if (!one) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const id = String(request.headers['idempotency-key']);
    response.status(201).json(add(one, { ...signed(request), id, is: 'note', text: request.body.text, taken: null, media: null }));
  });
  routes.post('/incidents/:id/media', express.raw({ type: () => true, limit: 12 * 2 ** 20 }), (request, response) => {
    const one = incidentOf(request);
    if (!one) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    const bytes = request.body as Buffer;
    if (bytes.subarray(0, 4).toString('hex') !== '89504e47')
      return refuse(response, 400, 'bad-request', '只接收 JPEG、PNG、WebP 照片，此文件不是', 'This file is no picture');
    const id = String(request.headers['idempotency-key']);
    files.set(id, { kind: 'image/png', bytes });
    const media = {
      id,
      hash: 'b07c'.repeat(16),
      kind: 'image/png' as const,
      bytes: bytes.length,
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
    };
    const taken = request.query['at'] === undefined ? null : Number(request.query['at']);
    response.status(201).json(add(one, { ...signed(request), id, is: 'media', text: '', taken, media }));
  });
  routes.get('/pictures/:id', (request, response) => {
    const file = files.get(String(request.params['id']));
    if (!file) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.type(file.kind).send(file.bytes);
  });
  routes.get('/pictures/:id/place', (_, response) => {
    response.json({ position: { longitude: 120.1, latitude: 30.26 } });
  });
  routes.get('/incidents/:id/hand-over', (request, response) => {
    const me = personOf(request)?.id;
    const items = state.people
      .filter(({ id, disabled }) => id !== me && !disabled)
      .map(({ id, name }, nth) => ({ id, name, onDuty: nth === 0 }));
    response.json({ items });
  });
  routes.post('/incidents/:id/hand-over{/:way}', (request, response) => {
    const one = incidentOf(request);
    if (!one) return refuse(response, 404, 'not-found', '没有找到这起事件', 'No such incident');
    response.json(state.handle(handedOver(one, request.params['way'], request.body ?? {}, signed(request), state)));
  });
  routes.get('/places/:id/checklists', (request, response) => {
    response.json(listsOf(String(request.params['id'])));
  });
  routes.get('/places/:id/checklists/versions', (request, response) => {
    const [newest] = versions;
    const ends = versions.map((_, nth) => versions[nth - 1]?.changed?.at ?? null);
    const used = [...state.incidents.values()].slice(0, 1).map(({ id, began, closed }) => ({ id, began, place: '3号楼 / 12层', closed }));
    const items = versions.map(({ version, changed, from, steps: content }, nth) => ({
      version,
      changed,
      steps: from === null ? null : content,
      until: ends[nth] ?? null,
      incidents: newest?.version === version ? used : [],
      more: 0,
    }));
    response.json({ items: request.query['class'] === 'fire' ? items : [] });
  });
  routes.put('/places/:id/checklists', (request, response) => {
    const { version, steps: content } = request.body;
    const from = content === null ? null : { id: String(request.params['id']), name: '3号楼' };
    own = { class: 'fire', from, steps: content ?? BUILT_IN, version: version + 1, changed: signed(request) };
    versions.unshift(own);
    response.json(listsOf(String(request.params['id'])));
  });
  const listsOf = (id: string): PlaceChecklists => {
    const fire: List = own ?? { class: 'fire', from: null, steps: BUILT_IN, version: 0, changed: null };
    return {
      place: { id, name: '3号楼' },
      lists: [fire, { class: 'fault', from: null, steps: BUILT_IN.slice(0, 2), version: 0, changed: null }],
    };
  };
}

type Signed = NonNullable<IncidentView['closedBy']>;

function handedOver(one: IncidentView, way: unknown, body: Record<string, string>, by: Signed, state: FakeState): IncidentView {
  const { handOver } = one;
  if (way === undefined) {
    const to = state.people.find(({ id }) => id === body['to']);
    return {
      ...one,
      handOver: {
        ...by,
        to: { id: to?.id ?? '', name: to?.name ?? '' },
        words: body['words'] ?? '',
        answer: null,
        due: by.at + HAND_OVER_MS,
      },
    };
  }
  if (!handOver || way === 'withdraw') return { ...one, handOver: null };
  if (way === 'decline') return { ...one, handOver: { ...handOver, answer: { ...by, is: 'declined', reason: body['reason'] ?? null } } };
  return { ...one, taken: { ...by, reason: handOver.words }, handOver: { ...handOver, answer: { ...by, is: 'accepted', reason: null } } };
}
