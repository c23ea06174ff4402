// Puts the declared routes on the wire: who asks, may they, is the request right, and then the handler.
import { pipeline } from 'node:stream/promises';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { BalefireError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Access, Visitor } from './access/access.ts';
import { bearerOf } from './access/api-tokens.ts';
import { setCookie, setPass, tokenOf } from './access/cookie.ts';
import { network } from './access/lockout.ts';
import { addressOf, isSecure, originOf, type Site } from './access/origin.ts';
import { type Rate, RateLimit } from './access/rate-limit.ts';
import { csrfMatches, LONGEST_HOURS } from './access/sessions.ts';
import { FieldError, fieldProblems, problemOf } from './problems.ts';
import type { Browser, Download, Route } from './route.ts';
import type { Subjects } from './subjects.ts';

/** The largest body of a request, bytes: the longest list anybody types is a hundredth of it. */
const BODY_LIMIT = 256 * 1024;
/** Files on their way in: each is held whole, 12 MB, until it is looked at. */
const UPLOADS_AT_ONCE = 12;
/** A handler that has not answered by then waits for something that hangs. */
const PATIENCE_MS = 30_000;
/** A person who clicks fast, with a page that loads a dozen lists; an office of twenty behind one address. */
const SESSION_RATE: Rate = { perSecond: 50, burst: 200 };
/** A machine that asks every few seconds, and once for each message that it finds. */
const MACHINE_RATE: Rate = { perSecond: 5, burst: 60 };
/** A browser keeps no cookie for longer: 400 days. The wall hangs until its link is revoked. */
const PASS_SECONDS = 400 * 86_400;
const ADDRESS_RATE: Rate = { perSecond: 200, burst: 800 };

export interface MountOptions {
  readonly routes: readonly Route[];
  readonly access: Access;
  readonly subjects: Pick<Subjects, 'isSeen'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly site: Site;
  readonly sessionRate?: Rate | undefined;
  readonly addressRate?: Rate | undefined;
  readonly machineRate?: Rate | undefined;
  readonly patienceMs?: number | undefined;
}

/** Mounts the routes under `/api/v1`, and an answer of our own for every address below `/api` that is none. */
export function mountApi(app: Express, options: MountOptions): void {
  const addresses = new RateLimit(options.addressRate ?? ADDRESS_RATE, options.clock);
  const sessions = new RateLimit(options.sessionRate ?? SESSION_RATE, options.clock);
  const machines = new RateLimit(options.machineRate ?? MACHINE_RATE, options.clock);
  const api = express.Router({ caseSensitive: true, strict: true });
  api.use((request, response, next) => {
    response.set('Cache-Control', 'no-store');
    refuseFlood(addresses, network(addressOf(request, options.site)));
    next();
  });
  let uploads = 0;
  const takeFile = (limit: number) => {
    const take = express.raw({ limit, type: () => true });
    return (request: Request, response: Response, next: (error?: unknown) => void): void => {
      if (uploads >= UPLOADS_AT_ONCE) throw new BalefireError('too-many', { seconds: 2 });
      uploads += 1;
      response.once('close', () => {
        uploads -= 1;
      });
      take(request, response, next);
    };
  };
  // A name that is inherited by every object must not come in as a field.
  const parseBody = express.json({ limit: BODY_LIMIT, strict: true, reviver: (key: string, value: unknown) => refuseReserved(key, value) });
  for (const route of options.routes) {
    const path = `/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
    const mount = api[route.method].bind(api);
    mount(path, (request: Request, response: Response, next: NextFunction) => {
      const bearer = bearerOf(request.get('authorization'));
      const by = bearer === undefined ? admit(route, request, options, sessions) : admitMachine(route, request, bearer, options, machines);
      const answer = (): void => void run(route, request, response, by, options).catch(next);
      if (route.body === undefined) answer();
      else if (route.upload !== undefined)
        takeFile(route.upload)(request, response, (error?: unknown) => (error === undefined ? answer() : next(error)));
      else parseBody(request, response, (error?: unknown) => (error === undefined ? answer() : next(error)));
    });
  }
  api.use((request) => {
    throw new BalefireError('not-found', { what: request.path.slice(0, 200) });
  });
  app.use('/api', api);
}

/** The last station of all: whatever was thrown on the way becomes a problem. */
export function mountErrors(app: Express, log: Log): void {
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) next(error);
    else sendProblem(error, request, response, log);
  });
}

/** Everything that is decided before the request is looked at: a stranger learns nothing from how it is refused. */
function admit(route: Route, request: Request, options: MountOptions, rates: RateLimit): Visitor | undefined {
  const { access, site, subjects } = options;
  const token = tokenOf(request, isSecure(request, site));
  const by = access.visitor(token, addressOf(request, site));
  if (by) refuseFlood(rates, by.session);
  if (route.needs !== 'public' && !by) throw new BalefireError('not-signed-in');
  if (route.method !== 'get') {
    if (originOf(request, site) !== 'own') throw new BalefireError('cross-site');
    if (route.needs !== 'public' && !csrfMatches(token ?? '', request.get('x-balefire-csrf'))) throw new BalefireError('cross-site');
  }
  if (route.needs !== 'public' && route.needs !== 'signed-in' && !by?.may(route.needs)) throw new BalefireError('not-allowed');
  if (by) refuseUnseen(route, 'params', request.params, by, subjects);
  return by;
}

/**
 * A machine with a token: it reads, and nothing else. Whoever shows a token is taken by it alone: what a session would
 * open, a cookie beside it does not.
 */
function admitMachine(route: Route, request: Request, bearer: string, options: MountOptions, rates: RateLimit): Visitor | undefined {
  const by = options.access.machine(bearer, addressOf(request, options.site));
  if (!by) throw new BalefireError('not-signed-in');
  refuseFlood(rates, by.session);
  if (route.method !== 'get' || route.needs === 'signed-in') throw new BalefireError('not-allowed');
  if (route.needs === 'public') return undefined;
  if (!by.may(route.needs)) throw new BalefireError('not-allowed');
  refuseUnseen(route, 'params', request.params, by, options.subjects);
  return by;
}

async function run(route: Route, request: Request, response: Response, by: Visitor | undefined, options: MountOptions): Promise<void> {
  const { site, subjects } = options;
  const body = part(route.body, 'body', request.body);
  const query = part(route.query, 'query', request.query);
  const params = part(route.params, 'params', request.params);
  if (by) refuseUnseen(route, 'query', query, by, subjects);
  if (by) refuseUnseen(route, 'body', body, by, subjects);
  const isHttps = isSecure(request, site);
  const browser: Browser = {
    from: addressOf(request, site),
    token: tokenOf(request, isHttps),
    key: route.isKeyed ? keyOf(request) : undefined,
    keep: (token) => response.append('Set-Cookie', setCookie(token, isHttps, LONGEST_HOURS * 3_600)),
    keepPass: (screen, pass) => response.append('Set-Cookie', setPass(pass, screen, isHttps, PASS_SECONDS)),
  };
  const answer = await inTime(route.answerTo({ params, query, body, by, browser }), options.patienceMs ?? PATIENCE_MS);
  if (route.status === 204) response.status(204).end();
  else if (route.download !== undefined) await sendFile(answer as Download, route.download, response);
  else if (route.media !== undefined) response.status(route.status).type(route.media).send(answer);
  else response.status(route.status).json(answer);
}

const KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function keyOf(request: Request): string {
  const key = request.get('idempotency-key');
  if (key !== undefined && KEY.test(key)) return key.toLowerCase();
  const said = { zh: '请求头 Idempotency-Key 须为 UUID', en: 'The header Idempotency-Key must be a UUID' };
  throw new FieldError([{ path: 'headers.idempotency-key', words: said }]);
}

async function sendFile({ name, pieces, type, policy }: Download, media: string, response: Response): Promise<void> {
  response
    .status(200)
    .attachment(name)
    .type(type ?? media);
  if (policy !== undefined) response.set('Content-Security-Policy', policy);
  if (!Array.isArray(pieces)) {
    // Piece by piece as the network takes them; who goes away in between ends the making. A fault cuts the file, which
    // is never taken for whole, as its last chunk is missing.
    await pipeline(pieces, response).catch(() => response.destroy());
    return;
  }
  response.set('Content-Length', String(pieces.reduce((sum: number, piece: Buffer) => sum + piece.length, 0)));
  for (const piece of pieces) response.write(piece);
  response.end();
}

function part(schema: z.ZodType | undefined, name: string, given: unknown): unknown {
  if (!schema) return undefined;
  if (name === 'body' && given === undefined)
    throw new FieldError([{ path: 'body', words: { zh: '需要 application/json 内容', en: 'A body of application/json is needed' } }]);
  const result = schema.safeParse(given, { reportInput: true });
  if (!result.success) throw new FieldError(fieldProblems(result.error, name));
  return result.data;
}

/** The fields of one part that name things: each must be there, and within the person's subtree. */
function refuseUnseen(
  route: Route,
  name: 'params' | 'query' | 'body',
  fields: unknown,
  by: Visitor,
  subjects: Pick<Subjects, 'isSeen'>,
): void {
  for (const [field, kind] of Object.entries(route.names)) {
    if (!field.startsWith(`${name}.`) || typeof fields !== 'object' || fields === null) continue;
    const id = (fields as Record<string, unknown>)[field.slice(name.length + 1)];
    if (typeof id === 'string' && !subjects.isSeen(kind, id, (path) => by.sees(path)))
      throw new BalefireError('not-found', { what: id.slice(0, 100) });
  }
}

function refuseFlood(limit: RateLimit, key: string): void {
  const seconds = limit.take(key);
  if (seconds > 0) throw new BalefireError('too-many', { seconds });
}

function refuseReserved(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw new SyntaxError(`reserved name ${key}`);
  return value;
}

function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BalefireError('overloaded')), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Answers with a problem; what is not an error of ours is logged and tells the asker nothing. */
function sendProblem(error: unknown, request: Request, response: Response, log: Log): void {
  const known = asOurs(error);
  if (known.code === 'internal') log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
  const seconds = known.details['seconds'];
  if (known.status === 429) response.set('Retry-After', String(typeof seconds === 'number' ? seconds : 1));
  const language = request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
  response
    .status(known.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(known, language)));
}

function sizeText(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.floor(bytes / 1024)} KiB` : `${Math.floor(bytes / (1 << 20))} MiB`;
}

/** What express and its parsers throw, as an error of ours. */
function asOurs(error: unknown): BalefireError {
  if (error instanceof BalefireError) return error;
  if (typeof error !== 'object' || error === null) return new BalefireError('internal');
  const { status, type, limit } = error as { status?: unknown; type?: unknown; limit?: unknown };
  if (status === 413) return new BalefireError('payload-too-large', { most: sizeText(Number(limit)) });
  if (type === 'entity.parse.failed') return new BalefireError('bad-request', { detail: 'JSON' });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new BalefireError('bad-request', { detail: String(type ?? 'HTTP') });
  return new BalefireError('internal', {}, error);
}
