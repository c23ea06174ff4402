// Every declared route × every role × inside and outside the subtree × nobody: a new route is covered by being declared.

import { randomUUID } from 'node:crypto';
import { GATEWAY } from '../acts.ts';
import { hashSecret } from '../estate/secrets.ts';
import { readPicture } from '../pictures/picture.ts';
import { aPng } from '../pictures/testing/a-picture.ts';
import { readDrawing } from '../plans/drawing.ts';
import { ROLES, type Role } from './contract.ts';
import { permissionsOf } from './permissions.ts';
import { pictureId } from './picture-id.ts';
import type { Route } from './route.ts';
import type { SubjectKind } from './subjects.ts';
import { aWeb, Browser, SECRET, type TestWeb } from './testing/a-web.ts';
import { sampleOf } from './testing/sample.ts';

/** What fields of these names are filled with, where a made-up text would be refused. */
const KNOWN = {
  login: 'guest',
  secret: SECRET,
  old: SECRET,
  model: 'balefire/smoke',
  point: 'smoke',
  from: 1,
  to: 2,
  name: 'levelHold',
  command: 'nothing',
  file: 'sheet',
  spots: [{ longitude: 1, latitude: 1 }],
  network: '10.0.0.0/8',
};

/** For each role all routes one after the other: 20 s on a machine that does nothing else. */
const PATIENCE_MS = 120_000;

/** A list of parts. */
const A_FILE = 'loop,point,type\n1,1,40\n';

let test: TestWeb;
let count = 0;
beforeAll(async () => {
  test = await aWeb();
  const guest = await test.house.people.newcomer({ login: 'guest', name: 'guest', role: 'auditor', place: 'f12', secret: SECRET });
  guest.save();
  for (const [place, key] of [
    ['tower', 'key-inside'],
    ['farm', 'key-outside'],
  ] as const) {
    await test.house.flow.act({ do: 'set-enrolment-key', place, keyHash: hashSecret(key) }, GATEWAY);
  }
});
afterAll(async () => {
  await test.close();
});

/** A new thing of a kind, in the subtree of `tower` or outside it. */
async function subject(kind: SubjectKind, isInside: boolean): Promise<string> {
  const { house } = test;
  count += 1;
  const place = isInside ? 'f12' : 'gate';
  const id = `${kind}-${isInside ? 'in' : 'out'}-${count}`;
  const registered = async (): Promise<string> => {
    const device = { id, name: id, model: 'balefire/smoke', place, modbus: null, longitude: null, latitude: null };
    await house.flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
    return id;
  };
  const transmission = async (): Promise<string> => {
    const gb26875 = { station: count.toString(16).padStart(12, '0'), network: null, profile: 'standard' };
    const device = { id, name: id, model: 'gb26875/transmission-device', place, modbus: null, gb26875, longitude: null, latitude: null };
    await house.flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
    return id;
  };
  switch (kind) {
    case 'transmission':
      return transmission();
    case 'duty-check':
      await house.flow.act(
        { do: 'check-duty', id, devices: [await transmission()], skipped: [], minutes: 3, mode: 'now', plan: null },
        GATEWAY,
      );
      return id;
    case 'isolation': {
      const scope = { of: 'device' as const, device: await registered() };
      const isolation = { id, kind: 'isolated' as const, scope, reason: 'r', authority: 'a', until: house.clock.now() + 60_000 };
      await house.flow.act({ do: 'isolate', ...isolation }, GATEWAY);
      return id;
    }
    case 'maintenance': {
      const scope = { of: 'device' as const, device: await registered() };
      const from = house.clock.now() + 3_600_000;
      const window = { id, kind: 'isolated' as const, scope, reason: 'r', authority: 'a', from, until: from + 3_600_000 };
      await house.flow.act({ do: 'plan-maintenance', window }, GATEWAY);
      return id;
    }
    case 'walk-test': {
      const zone = { id, parent: place, kind: 'zone' as const, name: id, longitude: null, latitude: null };
      await house.flow.act({ do: 'add-place', place: zone }, GATEWAY);
      const until = house.clock.now() + 600_000;
      await house.flow.act({ do: 'begin-walk-test', id, place: id, callPoints: false, until }, GATEWAY);
      return id;
    }
    case 'duty-plan': {
      const plan = { id, name: id, place, kind: 'daily' as const, from: '08:00', to: null, times: 1, minutes: 3, enabled: false };
      await house.flow.act({ do: 'set-duty-plan', plan }, GATEWAY);
      return id;
    }
    case 'shift': {
      const worker = { ...GATEWAY, id: `person-${id}` };
      const read = house.shifts.unread(place, worker.id, house.clock.now()).map((shift) => shift.id);
      await house.flow.act({ do: 'begin-shift', id, place, isSoundHeard: true, read }, worker);
      return id;
    }
    case 'plan': {
      const floor = { id, parent: place, kind: 'floor' as const, name: id, longitude: null, latitude: null };
      await house.flow.act({ do: 'add-place', place: floor }, GATEWAY);
      const bytes = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>`);
      const drawing = readDrawing(bytes);
      if ('zh' in drawing) throw new Error(drawing.en);
      await house.drawings.keep(drawing, bytes);
      await house.flow.act({ do: 'change-plans', changes: [{ place: id, version: 0, drawing }] }, GATEWAY);
      return id;
    }
    case 'own-rule': {
      const words = { zh: id, en: id };
      const watches = { quantity: 'water.pressure' as const, places: [place] };
      const shape = { title: words, advice: words, class: 'notice' as const, latching: false, enabled: false, watches };
      const rule = { id, version: 1, ...shape, raiseWhen: { is: 'below' as const, limit: 0.1 } };
      await house.flow.act({ do: 'set-own-rule', rule, version: 0, reason: 'r' }, GATEWAY);
      return id;
    }
    case 'roster': {
      const people = [{ id: 'p', name: 'p', contacts: { sms: '13800001234' } }];
      const shifts = [{ days: [1 as const], from: '08:00', to: '20:00', people: ['p'] }];
      const roster = { id, place, role: 'duty-room' as const, drill: false, people, shifts, changes: [] };
      await house.flow.act({ do: 'set-roster', roster }, GATEWAY);
      return id;
    }
    case 'policy': {
      const [steps, classes] = [[{ after: 0, whom: 'seat' as const, via: ['console'] }], ['fault' as const]];
      const more = {
        hours: 'always' as const,
        drill: false,
        stopOnAcknowledge: true,
        acknowledgeTimeOut: null,
        again: null,
        lastEvery: 60,
      };
      const policy = { id, title: { zh: id, en: id }, place, classes, steps, ...more };
      await house.flow.act({ do: 'set-policy', policy }, GATEWAY);
      return id;
    }
    case 'channel': {
      const settings = { url: 'http://127.0.0.1:1/', secret: 'a-secret-of-a-webhook' };
      house.channels.set({ id, kind: 'webhook', name: id, place, enabled: true, settings });
      return id;
    }
    case 'map-layer': {
      const plain = { coordinates: 'wgs84' as const, approval: '', attribution: '', lowest: 0, highest: 18 };
      house.map.layers.set({ id, name: id, place, kind: 'xyz', file: 'sheet', ...plain });
      return id;
    }
    case 'sketch': {
      const plain = { kind: 'spot' as const, spots: [{ longitude: 1, latitude: 1 }], radius: null, note: '', colour: 'red' as const };
      await house.flow.act({ do: 'draw-sketch', sketch: { id, place, label: id, ...plain }, version: 0 }, GATEWAY);
      return id;
    }
    case 'place': {
      await house.flow.act(
        { do: 'add-place', place: { id, parent: place, kind: 'zone', name: id, longitude: null, latitude: null } },
        GATEWAY,
      );
      return id;
    }
    case 'unit':
    case 'building': {
      await house.flow.act({ do: 'add-place', place: { id, parent: place, kind, name: id, longitude: null, latitude: null } }, GATEWAY);
      return id;
    }
    case 'scope':
    case 'known-device':
    case 'device':
      return registered();
    case 'passed-over': {
      const body = Buffer.from('{}');
      const frame = { link: 'mqtt', peer: 'p', device: await registered(), kind: 'up' as const, body, receivedAt: 1, drill: false };
      house.passedOver.frame({ kind: 'frame', number: 1_000_000 + count, frame }, new Error('a fault of ours'));
      return `f${1_000_000 + count}`;
    }
    case 'held':
      house.estate.admit(id, isInside ? 'key-inside' : 'key-outside');
      return id;
    case 'alarm': {
      await registered();
      await test.tell(id, { smoke: 'alarm' });
      return house.desk.openOf(id)[0]?.id ?? '';
    }
    case 'incident': {
      await registered();
      await test.tell(id, { smoke: 'alarm' });
      return house.desk.openOf(id)[0]?.incident ?? '';
    }
    case 'picture': {
      await registered();
      await test.tell(id, { smoke: 'alarm' });
      const incident = house.desk.openOf(id)[0]?.incident ?? '';
      const [key, file] = [randomUUID(), aPng(4, 3, count % 256)];
      const media = readPicture(file);
      if ('zh' in media) throw new Error(media.en);
      await house.pictures.keep(media, file);
      await house.flow.act({ do: 'add-picture', incident, key, text: '', taken: null, media }, GATEWAY);
      return pictureId(incident, key);
    }
    case 'cap-message': {
      await registered();
      await test.tell(id, { smoke: 'alarm' });
      const incident = house.desk.openOf(id)[0]?.incident;
      return house.northbound.messages.list(undefined, 1_000).find((message) => message.incident === incident)?.identifier ?? '';
    }
    case 'api-token': {
      const asked = { name: id, reads: 'alarms' as const, place, expiresAt: house.clock.now() + 60_000 };
      const { token, save } = test.web.access.tokens.make(asked, GATEWAY);
      save();
      return token.id;
    }
    case 'audit-line': {
      await house.flow.act({ do: 'note', what: 'sign-in', about: place, detail: {} }, GATEWAY);
      return String(house.alarms.listAudit({ about: place, limit: 1 })[0]?.number);
    }
    case 'big-screen': {
      const { screen, save } = test.web.access.screens.make({ name: id, place, language: 'zh', network: null }, GATEWAY);
      save();
      return screen.id;
    }
    case 'person': {
      const { person, save } = await house.people.newcomer({ login: id, name: id, role: 'auditor', place, secret: SECRET });
      save();
      return person.id;
    }
  }
}

interface Visit {
  readonly path: string;
  readonly body: Record<string, unknown> | string | undefined;
}

/** A request for a route with everything it names inside, but for the field that is said to be outside. */
async function visit(route: Route, outside?: string): Promise<Visit> {
  const parts: Record<'params' | 'query' | 'body', Record<string, unknown>> = {
    params: route.params ? sampleOf(route.params, KNOWN) : {},
    query: route.query ? sampleOf(route.query, KNOWN) : {},
    body: route.body && route.upload === undefined ? sampleOf(route.body, { ...KNOWN, from: '08:00', to: '09:00' }) : {},
  };
  for (const [field, kind] of Object.entries(route.names)) {
    const [part, name] = field.split('.') as ['params' | 'query' | 'body', string];
    parts[part][name] = await subject(kind, field !== outside);
  }
  if (parts.body['id'] !== undefined) parts.body['id'] = `new-${count}`;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts.params[name])));
  const query = new URLSearchParams(Object.entries(parts.query).map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { path: query === '' ? path : `${path}?${query}`, body: route.upload === undefined ? route.body && parts.body : A_FILE };
}

function may(role: Role, route: Route): boolean {
  return route.needs === 'public' || route.needs === 'signed-in' || permissionsOf(role).has(route.needs);
}

const browsers = new Map<Role, { browser: Browser; login: string }>();
/** A browser in which somebody of that role, of `tower`, is signed in; again, where the route before signed it out. */
async function signedIn(role: Role): Promise<Browser> {
  const known = browsers.get(role);
  if (known) {
    if ((await known.browser.get('/session')).status !== 200) await known.browser.signIn(known.login, SECRET);
    return known.browser;
  }
  const browser = await test.person(role, 'tower');
  browsers.set(role, { browser, login: browser.session?.person.login ?? '' });
  return browser;
}

describe('every route', () => {
  it(
    'is refused to nobody in particular unless it is public',
    async () => {
      const nobody = new Browser(test.address);
      for (const route of test.web.routes) {
        const { path, body } = await visit(route);
        const { status } = await nobody.ask(route.method.toUpperCase(), path, body);
        expect([route.id, status === 401]).toEqual([route.id, route.needs !== 'public']);
      }
    },
    PATIENCE_MS,
  );

  it.each(ROLES)(
    'is open to the %s by the table of permissions, inside the subtree',
    async (role) => {
      for (const route of test.web.routes) {
        const browser = await signedIn(role);
        const { path, body } = await visit(route);
        const { status, body: said } = await browser.ask(route.method.toUpperCase(), path, body);
        const context = { route: route.id, said: status < 400 ? null : said };
        if (!may(role, route)) expect({ ...context, status }).toEqual({ ...context, status: 403 });
        else expect({ ...context, isOpen: status < 500 && ![401, 403, 404].includes(status) }).toEqual({ ...context, isOpen: true });
        if (may(role, route) && route.method === 'get') expect({ ...context, status }).toEqual({ ...context, status: 200 });
      }
    },
    PATIENCE_MS,
  );

  it.each(ROLES)(
    'does not show the %s that something outside the subtree is there',
    async (role) => {
      for (const route of test.web.routes) {
        for (const field of Object.keys(route.names)) {
          const browser = await signedIn(role);
          const { path, body } = await visit(route, field);
          const { status, body: said } = await browser.ask(route.method.toUpperCase(), path, body);
          const context = { route: route.id, field, said };
          expect({ ...context, status }).toEqual({ ...context, status: may(role, route) ? 404 : 403 });
        }
      }
    },
    PATIENCE_MS,
  );

  it(
    'shows a person of the whole tree the very things that the others are not shown',
    async () => {
      const whole = await test.person('administrator');
      for (const route of test.web.routes) {
        for (const field of Object.keys(route.names)) {
          const { path, body } = await visit(route, field);
          const { status } = await whole.ask(route.method.toUpperCase(), path, body);
          expect({ route: route.id, field, isShown: status < 500 && status !== 404 }).toEqual({ route: route.id, field, isShown: true });
        }
      }
    },
    PATIENCE_MS,
  );

  it('names every part of its address, and every place in what is sent', () => {
    for (const route of test.web.routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `params.${name}`);
      const sent = [...Object.keys(route.query?.shape ?? {}).map((name) => `query.${name}`), ...bodyFields(route)];
      const placed = sent.filter((field) => /\.(place|parent|scope)$/.test(field));
      for (const field of [...inPath, ...placed])
        expect([route.id, Object.keys(route.names)]).toEqual([route.id, expect.arrayContaining([field])]);
    }
  });
});

function bodyFields(route: Route): string[] {
  const { body } = route;
  return body && 'shape' in body ? Object.keys(body.shape as object).map((name) => `body.${name}`) : [];
}
