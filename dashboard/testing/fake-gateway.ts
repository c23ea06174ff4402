// A stand-in for the gateway: a real web server and a real live socket over an invented estate, for tests of the screens.
// `npx tsx dashboard/testing/fake-gateway.ts [port [points]]` after a build plays it for a person who looks at them, with so many points more on its map.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { Server } from 'socket.io';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { LiveEvents, LiveJudgement, LiveRequests } from '../../gateway/web/live-contract.ts';
import type { WaitingChange } from '../../gateway/web/rule-contract.ts';
import { manyPoints } from './fake-map.ts';
import { COOKIE, FAKE_SECRET, fakeRoutes, type Knobs, tokenOf } from './fake-routes.ts';
import { type FakeState, fakeState } from './fake-state.ts';
import { tellStory } from './story.ts';

const BEAT_MS = 2_000;

export interface FakeGateway {
  readonly url: string;
  readonly state: FakeState;
  /** Paths under /api/v1 that answer 503. */
  readonly failing: Set<string>;
  /** What the browsers reported against the content policy. */
  readonly violations: string[];
  /** No heartbeat and no event leaves any more, though the sockets stand. */
  readonly silence: (silent: boolean) => void;
  /** Breaks every socket and refuses new ones, or lets them in again. */
  readonly cut: (off: boolean) => void;
  /** How many live sockets have been opened and heard by a page so far; resolves with the next one where it is waited for. */
  readonly sockets: () => number;
  readonly nextSocket: () => Promise<void>;
  /** Leaves one change out, as a faulty network would. */
  readonly skipOne: () => void;
  /** Whoever asks for the whole state from now on is told none of it, until what this gives is called: as of a flood its later pages. */
  readonly holdBack: () => () => void;
  /** Sends changed alarms as one batch with no other bookkeeping: a flood. */
  readonly burst: (alarms: AlarmView[]) => void;
  /** A session of that login, as the cookie that a browser would hold. */
  readonly admit: (login: string) => { readonly name: string; readonly value: string };
  /** Ends every session. */
  readonly endSessions: () => void;
  /** What waits for a second person from now on. */
  readonly tellWaiting: (waiting: readonly WaitingChange[]) => void;
  /** Sets the clock that the screens hear forward or back, ms. */
  readonly skew: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** `folder`: the built dashboard. Port 0 takes a free one. */
export async function startFakeGateway(folder: string, { port = 0, empty = false } = {}): Promise<FakeGateway> {
  const app = express();
  const server = createServer(app);
  const io = new Server<LiveRequests, LiveEvents>(server, { serveClient: false });
  const failing = new Set<string>();
  const violations: string[] = [];
  let silent = false;
  let off = false;
  let skip = false;
  let isHeld = false;
  let skew = 0;
  let sockets = 0;
  const awaited: (() => void)[] = [];
  let judgement: LiveJudgement = { written: 0, waiting: [] };
  const now = (): number => Date.now() + skew;

  const state = fakeState(
    {
      changed: (alarms, incidents) => tellChanges(alarms, incidents),
      command: (command) => {
        if (!silent) io.emit('commands', { now: now(), commands: [command] });
      },
      troubles: (troubles) => {
        if (!silent) io.emit('troubles', { now: now(), troubles });
      },
      happenings: (happenings) => {
        if (!silent) io.emit('happenings', { now: now(), happenings });
      },
    },
    empty,
  );
  let told = state.change();

  function tellChanges(alarms: AlarmView[], incidents: Parameters<LiveEvents['changes']>[0]['incidents']): void {
    const since = told;
    told = state.change();
    if (skip) {
      skip = false;
      return;
    }
    if (!silent) io.emit('changes', { now: now(), since, change: told, alarms, incidents });
  }

  const knobs: Knobs = {
    failing,
    sessions: new Map(),
    onSignOut: (token) => knobs.sessions.delete(token),
  };

  io.use((socket, next) => {
    if (off) return next(new Error('stopping'));
    next(knobs.sessions.has(tokenOf(socket.handshake.headers.cookie)) ? undefined : new Error('not-signed-in'));
  });
  io.on('connection', (socket) => {
    socket.once('watch', () => {
      sockets += 1;
      for (const tell of awaited.splice(0)) tell();
    });
    socket.on('watch', (_devices, done) => done({ ok: true }));
    if (silent) return;
    const { boot, change } = socket.handshake.auth;
    if (boot === state.boot && typeof change === 'number') {
      const missed = [...state.alarms.values()].filter((one) => one.change > change).sort((one, other) => one.change - other.change);
      const incidents = [...state.incidents.values()].filter((one) => one.change > change);
      socket.emit('changes', { now: now(), since: change, change: told, alarms: missed, incidents });
      socket.emit('troubles', { now: now(), troubles: state.troubles() });
    } else {
      const alarms = [...state.alarms.values()].filter((one) => !one.closed);
      const incidents = [...state.incidents.values()].filter((one) => !one.closed);
      socket.emit('welcome', {
        boot: state.boot,
        now: now(),
        change: told,
        ...(isHeld ? { alarms: [], incidents: [], left: alarms.length + incidents.length } : { alarms, incidents, left: 0 }),
        troubles: state.troubles(),
        judgement,
        counts: state.counts(),
      });
    }
    if (state.happenings().length > 0) socket.emit('happenings', { now: now(), happenings: state.happenings() });
  });
  const beat = setInterval(() => {
    const { uplink } = state.northbound;
    if (!silent) io.emit('heartbeat', { now: now(), change: told, counts: state.counts(), ...(uplink && { uplink }) });
  }, BEAT_MS);

  // On every answer, as the gateway does: a worker lives under the policy that its own file came with.
  app.use((_, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      'report-uri /csp-report',
    ];
    response.setHeader('content-security-policy', policy.join('; '));
    response.locals['nonce'] = nonce;
    next();
  });
  app.post('/csp-report', express.text({ type: () => true }), (request, response) => {
    violations.push(String(request.body));
    response.status(204).end();
  });
  app.use('/api/v1', fakeRoutes(state, knobs));
  app.get('/maps/:layer/*rest', (_, response) => {
    const { picture, archive } = state.map;
    if (archive !== null) response.sendFile(archive);
    else if (picture === null) response.status(502).json({ code: 'tile-not-there' });
    else response.type('image/png').send(picture);
  });
  app.use('/assets', express.static(join(folder, 'assets'), { fallthrough: false }));
  app.use(express.static(folder, { index: false, redirect: false }));
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  app.use((_, response) => {
    response.type('html').send(page.replaceAll('__CSP_NONCE__', String(response.locals['nonce'])));
  });

  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    failing,
    violations,
    silence: (now_) => {
      silent = now_;
    },
    cut: (now_) => {
      off = now_;
      if (off) io.disconnectSockets(true);
    },
    sockets: () => sockets,
    nextSocket: () => new Promise((done) => awaited.push(done)),
    skipOne: () => {
      skip = true;
    },
    holdBack: () => {
      isHeld = true;
      return () => {
        isHeld = false;
        io.emit('more', { now: now(), alarms: [...state.alarms.values()], incidents: [...state.incidents.values()], left: 0 });
      };
    },
    burst: (alarms) => tellChanges(alarms, []),
    admit: (login) => {
      const person = state.people.find((one) => one.login === login);
      if (person === undefined) throw new Error(`nobody is called ${login}`);
      const value = randomUUID();
      knobs.sessions.set(value, person);
      return { name: COOKIE, value };
    },
    endSessions: () => {
      knobs.sessions.clear();
      io.emit('farewell', { reason: 'expired' });
      io.disconnectSockets(true);
    },
    tellWaiting: (waiting) => {
      judgement = { written: judgement.written + 1, waiting };
      io.emit('judgement', { now: now(), ...judgement });
    },
    skew: (ms) => {
      skew = ms;
    },
    close: async () => {
      clearInterval(beat);
      // First, as the live line waits for all of them: a browser that is closed later goes on asking by those it has.
      server.close();
      server.closeAllConnections();
      await io.close();
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  startFakeGateway(join(import.meta.dirname, '../../dist/dashboard'), { port: Number(process.argv[2] ?? 8090) }).then((fake) => {
    tellStory(fake.state);
    fake.state.map.extra = manyPoints(Number(process.argv[3] ?? 0));
    console.log(`${fake.url}  admin / ${FAKE_SECRET}`);
  });
}
