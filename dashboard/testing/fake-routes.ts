// The HTTP routes of the fake gateway: the same paths and shapes as the real one, with invented answers.
import { randomUUID } from 'node:crypto';
import express, { type Request, type Router } from 'express';
import { isQuantityId, QUANTITIES } from '../../device-drivers/quantity.ts';
import type { CommandView, HistoryAnswer, Person, Session } from '../../gateway/web/contract.ts';
import { permissionsOf } from '../../gateway/web/permissions.ts';
import { refuse, secretLike } from './fake-answers.ts';
import { dutyRoutes } from './fake-duty.ts';
import { incidentRoutes } from './fake-incidents.ts';
import { managementRoutes } from './fake-management.ts';
import { mapRoutes } from './fake-map.ts';
import { northboundRoutes } from './fake-northbound.ts';
import { notifyRoutes } from './fake-notify.ts';
import { foundIn, officeRoutes } from './fake-office.ts';
import { parameterRoutes } from './fake-parameters.ts';
import { passedOverRoutes } from './fake-passed-over.ts';
import { planRoutes } from './fake-plans.ts';
import { qualityRoutes } from './fake-quality.ts';
import { replyTo } from './fake-replies.ts';
import { ruleRoutes } from './fake-rules.ts';
import { shiftRoutes } from './fake-shifts.ts';
import type { FakeState } from './fake-state.ts';
import { surroundingsRoutes } from './fake-surroundings.ts';
import { tellingRoutes } from './fake-telling.ts';
import { tokenRoutes } from './fake-tokens.ts';
import { stationFrames, transmissionRoutes } from './fake-transmission.ts';
import { unitRoutes } from './fake-units.ts';
import { walkTestRoutes } from './fake-walk-tests.ts';
import { waterRoutes } from './fake-water.ts';
import { workRoutes } from './fake-work.ts';
import { garbledFrame, inventedFrame, understoodAs } from './invented-alarms.ts';

/** The secret of everybody in the invented estate. */
export const FAKE_SECRET = 'fake-secret';
export const COOKIE = 'balefire-fake';

export interface Knobs {
  /** Paths under /api/v1 that answer 503. */
  readonly failing: Set<string>;
  /** Cookie value → who. */
  readonly sessions: Map<string, Person>;
  readonly onSignOut: (token: string) => void;
}

export function tokenOf(cookie: string | undefined): string {
  return new RegExp(`${COOKIE}=([\\w-]+)`).exec(cookie ?? '')?.[1] ?? '';
}

/** A page of a list by a cursor that is the number of rows before it. */
function paged<T>(all: readonly T[], request: Request): { items: readonly T[]; next: string | null; total: number } {
  const from = Number(request.query['after'] ?? 0);
  const limit = Number(request.query['limit'] ?? 50);
  return { items: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null, total: all.length };
}

export function fakeRoutes(state: FakeState, knobs: Knobs): Router {
  const routes = express.Router();
  const personOf = (request: Request): Person | undefined => knobs.sessions.get(tokenOf(request.headers.cookie));
  routes.use(express.json());
  routes.post('/session', (request, response) => {
    const person = state.people.find((one) => one.login === request.body.login && !one.disabled);
    if (person === undefined || request.body.secret !== FAKE_SECRET)
      return refuse(response, 401, 'wrong-secret', '账号或密码不对', 'Wrong login or password');
    const token = randomUUID();
    knobs.sessions.set(token, person);
    response.setHeader('set-cookie', `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    response.json(sessionOf(person, state));
  });
  routes.use((request, response, next) => {
    if ([...knobs.failing].some((path) => request.path.startsWith(path)))
      return refuse(response, 503, 'overloaded', '系统繁忙，请稍后再试', 'Overloaded; try again');
    if (personOf(request) === undefined) return refuse(response, 401, 'not-signed-in', '请先登录', 'Please sign in');
    if (request.method !== 'GET' && request.headers['x-balefire-csrf'] !== 'fake-csrf')
      return refuse(response, 403, 'cross-site', '请求来源不对，已拒绝', 'Refused');
    next();
  });
  routes.get('/session', (request, response) => {
    const person = personOf(request);
    if (person !== undefined) response.json(sessionOf(person, state));
  });
  routes.delete('/session', (request, response) => {
    knobs.onSignOut(tokenOf(request.headers.cookie));
    response.status(204).end();
  });
  planRoutes(routes, state);
  managementRoutes(routes, state);
  transmissionRoutes(routes, state);
  dutyRoutes(routes, state.duty);
  notifyRoutes(routes, state.notify);
  qualityRoutes(routes, state.duty.checks.length === 0);
  unitRoutes(routes, state.units, state.places, personOf);
  parameterRoutes(routes, state);
  mapRoutes(routes, state);
  surroundingsRoutes(routes, state);
  waterRoutes(routes, state);
  walkTestRoutes(routes, state.walkTests, personOf);
  shiftRoutes(routes, state.shifts, personOf);
  passedOverRoutes(routes, state.passedOver);
  northboundRoutes(routes, state.northbound);
  officeRoutes(routes, state);
  tokenRoutes(routes, state.tokens, personOf);
  estateRoutes(routes, state);
  tellingRoutes(routes, state, personOf);
  workRoutes(routes, state, personOf);
  incidentRoutes(routes, state, personOf);
  alarmRoutes(routes, state, personOf);
  houseRoutes(routes, state);
  routes.use((_, response) => refuse(response, 404, 'not-found', '没有找到', 'Not found'));
  return routes;
}

function sessionOf(person: Person, { site: { timeZone } }: FakeState): Session {
  return { person, csrf: 'fake-csrf', permissions: [...permissionsOf(person.role)], idleMinutes: 480, timeZone };
}

function estateRoutes(routes: Router, state: FakeState): void {
  const device = (request: Request) => state.deviceOf(String(request.params['id']));
  routes.get('/devices', (request, response) => {
    const { place, kind, model, search, state: wanted, sort, order } = request.query;
    const parts = state.transmission.parts.filter((part) => state.devices.some((one) => one.id === part.part?.of.id));
    const rows = [...state.devices, ...parts]
      .filter((one) => place === undefined || one.place.some((step) => step.id === place))
      .filter((one) => kind === undefined || one.kind === kind)
      .filter((one) => model === undefined || one.model === model)
      .filter((one) => search === undefined || `${one.name} ${one.id}`.includes(String(search)))
      .filter((one) => (wanted === 'alarm' ? one.worst !== null : wanted === 'silent' ? one.stale : true));
    if (sort === 'name') rows.sort((one, other) => (one.name < other.name ? -1 : 1));
    if (order === 'down') rows.reverse();
    response.json(paged(rows, request));
  });
  routes.get('/maintenance', (_request, response) => response.json({ open: [], past: [] }));
  routes.get('/device-lists/counts', (_request, response) => {
    const counts = new Map<string, number>();
    for (const { place } of state.devices) for (const { id } of place) counts.set(id, (counts.get(id) ?? 0) + 1);
    response.json({ items: [...counts].map(([place, devices]) => ({ place, devices, online: devices, silent: 0, held: 0 })) });
  });
  routes.get('/devices/:id', (request, response) => {
    const found = device(request);
    if (found === undefined)
      return refuse(response, 404, 'not-found', `没有找到：${request.params['id']}`, `Not found: ${request.params['id']}`);
    response.json(found);
  });
  routes.get('/devices/:id/history', (request, response) => {
    const value = device(request)?.values.find((one) => one.point === request.query['point']);
    const [from, to] = [Number(request.query['from']), Number(request.query['to'])];
    const answer: HistoryAnswer = {
      device: String(request.params['id']),
      point: String(request.query['point']),
      quantity: value?.quantity ?? '',
      from,
      to,
      buckets: value === undefined ? [] : historyOf(value.quantity, value.value, from, to),
      replaced: [],
    };
    response.json(answer);
  });
  routes.get('/devices/:id/frames', (request, response) => {
    const now = Date.now();
    const isStation = device(request)?.station !== null && device(request)?.station !== undefined;
    const frames = Array.from({ length: 20 }, (_, place) =>
      inventedFrame(9_000 - place, now - place * 60_000, understoodAs('pressure', 'water.pressure', 0.31 + place / 1000)),
    );
    frames.splice(2, 0, garbledFrame(8_000, now - 90_000));
    response.json({ items: isStation ? stationFrames(now) : device(request) === undefined ? [] : frames, next: null });
  });
  routes.get('/devices/:id/commands', (request, response) => {
    response.json({ items: state.commands.filter((one) => one.device === request.params['id']) });
  });
  routes.post('/devices/:id/commands', (request, response) => {
    const now = Date.now();
    if (request.body.command === 'volume' && request.body.arguments.percent === 13) {
      const fields = [{ path: 'body.arguments.percent', message: '13 不吉利', words: { zh: '不能是 13', en: 'Must not be 13' } }];
      return refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', fields);
    }
    const command: CommandView = {
      id: `c${randomUUID().slice(0, 8)}`,
      device: String(request.params['id']),
      command: request.body.command,
      arguments: request.body.arguments,
      state: 'waiting',
      reason: null,
      result: [],
      by: 'p1',
      name: '管理员甲',
      at: now,
      expiresAt: now + 60_000,
      changedAt: now,
      drill: false,
    };
    state.commands.unshift(command);
    response.status(201).json(command);
    const isSilent = state.transmission.silentTo.has(command.command);
    const steps = ['sent', 'delivered', isSilent ? 'failed' : 'done'] as const;
    steps.forEach((step, place) => {
      const result = step === 'done' && command.command.startsWith('read-') ? replyTo(command) : [];
      const reason = step === 'failed' ? 'no-answer' : null;
      const told = { ...command, state: step, result, reason, changedAt: now + place + 1 };
      setTimeout(
        () => {
          state.commands.splice(
            state.commands.findIndex(({ id }) => id === command.id),
            1,
            told,
          );
          state.tell.command(told);
        },
        400 * (place + 1),
      ).unref();
    });
  });
  routes.get('/held', (_, response) => {
    response.json({ items: state.held });
  });
  routes.get('/held/:id/frames', (request, response) => {
    const now = Date.now();
    const others = [inventedFrame(77, now - 20_000, understoodAs('smoke', 'smoke.alarm', 'normal')), garbledFrame(76, now - 60_000)];
    response.json({ items: String(request.params['id']).startsWith('gb-') ? stationFrames(now) : others });
  });
  routes.post('/held/:id/place', (request, response) => {
    const at = state.held.findIndex((one) => one.id === request.params['id']);
    if (at < 0) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const [placed] = state.held.splice(at, 1);
    const isStation = placed?.model === 'gb26875/transmission-device';
    response.status(201).json({ device: state.devices[0], secret: isStation ? '' : secretLike('PLACED') });
  });
  routes.delete('/held/:id', (request, response) => {
    state.held.splice(0, state.held.length, ...state.held.filter((one) => one.id !== request.params['id']));
    response.status(204).end();
  });
}

/** A day of buckets with a daily wave, a dip, and two hours of silence. */
function historyOf(quantity: string, value: unknown, from: number, to: number): HistoryAnswer['buckets'] {
  const buckets: HistoryAnswer['buckets'] = [];
  const step = (to - from) / 480;
  for (let place = 0; place < 480; place += 1) {
    if (place > 200 && place < 240) continue;
    const at = Math.floor(from + place * step);
    if (typeof value === 'number') {
      const mean = value * (1 + 0.05 * Math.sin(place / 40) - (place > 380 && place < 400 ? 0.3 : 0));
      const wobble = Math.abs(value) * 0.015;
      buckets.push({ at, count: 3, lowest: mean - wobble, highest: mean + wobble, mean, last: mean });
    } else if (typeof value === 'boolean') buckets.push({ at, count: 3, last: place > 300 && place < 330 ? !value : value });
    else if (isQuantityId(quantity) && typeof value === 'string') {
      const known = QUANTITIES[quantity];
      const other = known.kind === 'state' ? (Object.keys(known.states).find((one) => one !== value) ?? value) : value;
      buckets.push({ at, count: 3, last: place > 300 && place < 330 ? other : value });
    }
  }
  return buckets;
}

function alarmRoutes(routes: Router, state: FakeState, personOf: (request: Request) => Person | undefined): void {
  routes.get('/alarms', (request, response) => {
    const { open, class: wanted, place, drill, device } = request.query;
    const rows = [...state.alarms.values()]
      .filter((one) => open === undefined || one.closed === (open === 'false'))
      .filter((one) => wanted === undefined || one.class === wanted)
      .filter((one) => drill === undefined || one.drill === (drill === 'true'))
      .filter((one) => device === undefined || one.device.id === device)
      .filter((one) => place === undefined || one.place.some((step) => step.id === place))
      .sort((one, other) => other.receivedAt - one.receivedAt);
    response.json(paged(rows, request));
  });
  routes.get('/incidents/:id/bundle', (request, response) => {
    response.type('application/zip').send(Buffer.from(`the evidence of ${request.params.id}`));
  });
  routes.get('/alarms/:id', (request, response) => {
    const alarm = state.alarms.get(String(request.params['id']));
    if (alarm === undefined) return refuse(response, 404, 'not-found', '没有找到这条警情', 'No such alarm');
    response.json({
      alarm,
      audit: state.audit.filter((row) => row.about === alarm.id),
      evidence: [
        inventedFrame(
          4_711,
          alarm.receivedAt,
          {
            device: alarm.device.name,
            point: alarm.point,
            title: alarm.pointTitle,
            quantity: alarm.quantity,
            value: alarm.value ?? '',
          },
          alarm.drill,
        ),
      ],
    });
  });
  routes.post('/alarms/:id/:deed', (request, response) => {
    const alarm = state.alarms.get(String(request.params['id']));
    const person = personOf(request);
    if (alarm === undefined || person === undefined) return refuse(response, 404, 'not-found', '没有找到这条警情', 'No such alarm');
    const act = { by: person.id, name: person.name, at: Date.now(), from: '10.20.0.7' };
    const { deed } = request.params;
    state.note(person, String(deed), alarm.id, request.body ?? {});
    if (deed === 'acknowledge') return response.json(state.settle({ ...alarm, attention: 'acknowledged', acknowledged: act }));
    if (deed === 'reset') return response.json(state.settle({ ...alarm, reset: act }));
    if (deed === 'unshelve') return response.json(state.settle({ ...alarm, shelved: null }));
    if (deed === 'shelve') {
      const { minutes, reason, oneShot } = request.body;
      return response.json(state.settle({ ...alarm, shelved: { ...act, reason, oneShot, until: Date.now() + minutes * 60_000 } }));
    }
    const { verdict, cause, note } = request.body;
    return response.json(
      state.settle({
        ...alarm,
        attention: 'acknowledged',
        acknowledged: alarm.acknowledged ?? act,
        verdict,
        judged: { ...act, cause, note },
      }),
    );
  });
}

function houseRoutes(routes: Router, state: FakeState): void {
  routes.get('/people', (_, response) => {
    response.json({ items: state.people });
  });
  routes.post('/people', (request, response) => {
    if (String(request.body.secret).length < 12) {
      const fields = [{ path: 'body.secret', message: 'too short', words: { zh: '至少 12 个字符', en: 'At least 12 characters' } }];
      return refuse(response, 400, 'bad-request', '请求有误：body.secret', 'The request is not right: body.secret', fields);
    }
    const person: Person = { ...request.body, id: randomUUID(), disabled: false };
    state.people.push(person);
    response.status(201).json(person);
  });
  routes.patch('/people/:id', (request, response) => {
    const at = state.people.findIndex((one) => one.id === request.params['id']);
    const before = state.people[at];
    if (before === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const after = { ...before, ...request.body };
    state.people[at] = after;
    response.json(after);
  });
  routes.get('/audit', (request, response) => {
    response.json(paged(foundIn(state, request.query), request));
  });
  ruleRoutes(routes);
  routes.get('/status', (_, response) => {
    response.json({
      version: '0.1.0',
      startedAt: Date.now() - 93_000_000,
      now: Date.now(),
      troubles: state.troubles(),
      links: [
        {
          name: 'mqtt',
          listening: true,
          connected: 217,
          counters: { frames: 1_204_331, 'refused.payload-too-large': 2, 'refused.wrong-topic': 11 },
        },
        {
          name: 'modbus:bus-1',
          listening: false,
          connected: 0,
          trouble: { zh: '总线无应答：连接被拒绝', en: 'The bus does not answer: connection refused' },
          counters: { polls: 8_122, 'polls.failed': 31, 'answers.late': 4 },
        },
      ],
      journal: { entries: 1_204_377, waiting: 0, bytes: 287_000_000, lastCommitMs: 1.7, days: 3 },
      history: { store: 'embedded', appended: 3_911_028, dropped: 0, waiting: 122 },
      evidence: { records: 48_211, places: [] },
      counters: { 'frames.repeated': 12, 'frames.unknown-device': 3, 'faults.malformed-json': 2, 'readings.wrong-type': 41 },
    });
  });
}
