// Where the link of a notice leads: looking changes nothing, since chats fetch what is linked; only the button answers.
import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { ANSWERS, type Incident, type IncidentAnswer } from '../../alarms/incident.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { PlaceTree } from '../../estate/places.ts';
import type { Log } from '../../log.ts';
import type { AnswerLinks } from '../../notify/answer-links.ts';
import type { NoticeRow, NoticeRows } from '../../notify/notice-rows.ts';
import { network } from '../access/lockout.ts';
import { addressOf, originOf, type Site } from '../access/origin.ts';
import { type Rate, RateLimit } from '../access/rate-limit.ts';
import type { AlarmViews } from '../alarm-views.ts';
import type { Acting } from '../routes/acting.ts';
import { nonceOf } from '../security-headers.ts';
import { type AnswerFacts, type AnswerPage, answerPage, type ShutWhy } from './answer-page.ts';

export interface AnswerRooms {
  readonly links: Pick<AnswerLinks, 'read'>;
  readonly notices: Pick<NoticeRows, 'one'>;
  readonly desk: { incident(id: string): Incident | undefined; alarm(id: string): Alarm | undefined };
  readonly places: Pick<PlaceTree, 'steps'>;
  readonly views: Pick<AlarmViews, 'incident'>;
  readonly flow: Acting;
  readonly clock: Clock;
  /** The local time as people read it. */
  readonly localClock: (at: number) => string;
  readonly site: Site;
  readonly log: Log;
  /** A phone that reloads; a night shift behind one address, with the chat's robots that look at each link. */
  readonly rate?: Rate;
}

const RATE: Rate = { perSecond: 2, burst: 40 };
/** Two short fields. */
const BODY_LIMIT = 1_024;

const given = z.object({ answer: z.enum(ANSWERS), seen: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER) });

/** What a token leads to. */
type Standing =
  | { readonly is: 'ask'; readonly row: NoticeRow; readonly incident: Incident; readonly problem?: ShutWhy }
  | { readonly is: 'said'; readonly row: NoticeRow; readonly incident: Incident; readonly said: IncidentAnswer }
  | { readonly is: 'shut'; readonly why: ShutWhy; readonly row?: NoticeRow };

/** `GET` and `POST /answer/…`, without signing in: whoever has the link was told. */
export function mountAnswers(app: Express, rooms: AnswerRooms): void {
  const limit = new RateLimit(rooms.rate ?? RATE, rooms.clock);
  const isFlood = (request: Request): boolean => limit.take(network(addressOf(request, rooms.site))) > 0;
  const readForm = express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 10 });
  app.get('/answer/:token', (request, response) => {
    if (isFlood(request)) show(request, response, { is: 'shut', why: 'too-many' }, rooms);
    else show(request, response, standingOf(tokenOf(request), rooms), rooms);
  });
  app.post('/answer/:token', (request, response) => {
    const shut = (why: ShutWhy): void => show(request, response, { is: 'shut', why }, rooms);
    if (isFlood(request)) return shut('too-many');
    // The link alone gives the right; a page of others has no business with it all the same.
    if (originOf(request, rooms.site) === 'other') return shut('foreign');
    readForm(request, response, (error?: unknown) => {
      const read = given.safeParse(error === undefined ? request.body : undefined);
      if (!read.success) return showAgain(request, response, 'unread', rooms);
      void take(request, response, read.data, rooms);
    });
  });
}

async function take(request: Request, response: Response, { answer, seen }: z.output<typeof given>, rooms: AnswerRooms): Promise<void> {
  const { clock, flow, site, log } = rooms;
  const standing = standingOf(tokenOf(request), rooms);
  // A second press on the same answer is no mistake: it has been taken.
  if (standing.is !== 'ask') return show(request, response, standing, rooms, standing.is === 'said' ? 409 : undefined);
  const { row, incident } = standing;
  const by = { id: row.recipient.id, name: row.recipient.name, from: addressOf(request, site) };
  try {
    const deed = { do: 'answer-incident', incident: incident.id, notice: row.id, answer, seen: Math.min(seen, clock()) } as const;
    await flow.act(deed, by);
    response.set('Cache-Control', 'no-store').redirect(303, `${pathOf(request)}?lang=${languageOf(request)}`);
  } catch (error) {
    const isConflict = error instanceof BalefireError && error.code === 'conflict';
    if (!isConflict) log.error({ err: error, notice: row.id }, 'an answer could not be recorded');
    if (isConflict) show(request, response, standingOf(tokenOf(request), rooms), rooms);
    else showAgain(request, response, 'failing', rooms);
  }
}

/** What went wrong is said above the buttons, so that there is something to press again. */
function showAgain(request: Request, response: Response, problem: ShutWhy, rooms: AnswerRooms): void {
  const standing = standingOf(tokenOf(request), rooms);
  if (standing.is === 'ask') show(request, response, { ...standing, problem }, rooms, STATUS[problem]);
  else show(request, response, standing, rooms);
}

function standingOf(token: string, { links, notices, desk, clock }: AnswerRooms): Standing {
  const read = links.read(token);
  const row = read && notices.one(read.notice);
  const incident = row && desk.incident(row.notice.incident);
  if (!read || !row || !incident) return { is: 'shut', why: 'wrong' };
  if (clock() >= read.expiresAt) return { is: 'shut', why: 'expired', row };
  const said = incident.answers?.find(({ notice }) => notice === row.id);
  if (said) return { is: 'said', row, incident, said };
  // What ended with the incident stays ended where that is opened again: everybody is told anew, with a new link.
  if (incident.reopened && row.dueAt < incident.reopened.at) return { is: 'shut', why: 'expired', row };
  if (incident.closedAt !== null) return { is: 'shut', why: incident.mergedInto === null ? 'closed' : 'merged', row };
  return { is: 'ask', row, incident };
}

const STATUS: Readonly<Partial<Record<ShutWhy, number>>> = {
  wrong: 404,
  expired: 410,
  closed: 410,
  merged: 410,
  foreign: 403,
  unread: 400,
  'too-many': 429,
  failing: 503,
};

function show(request: Request, response: Response, standing: Standing, rooms: AnswerRooms, status = 200): void {
  const facts = standing.is === 'shut' ? null : factsOf(standing.incident, rooms);
  const page: AnswerPage = {
    language: languageOf(request),
    nonce: nonceOf(response),
    path: pathOf(request),
    clock: rooms.localClock,
    name: standing.row?.recipient.name ?? null,
    facts: facts?.shown ?? null,
    now: standing.is === 'ask' ? { is: 'ask', seen: facts?.newest ?? 0, problem: standing.problem } : standing,
  };
  if (standing.is === 'shut' && standing.why === 'too-many') response.set('Retry-After', '5');
  response.set('Cache-Control', 'no-store').set('X-Robots-Tag', 'noindex');
  response
    .status(standing.is === 'shut' ? (STATUS[standing.why] ?? status) : status)
    .type('html')
    .send(answerPage(page));
}

/** `newest`: when the newest cause that is shown began; what begins after it is not acknowledged by this page. */
function factsOf(incident: Incident, { desk, places, views }: AnswerRooms): { shown: AnswerFacts; newest: number } | null {
  const view = views.incident(incident, () => true);
  const alarms = incident.alarms.flatMap((id) => desk.alarm(id) ?? []);
  const first = alarms.find(({ id }) => id === incident.firstOut) ?? alarms[0];
  if (!view || !first) return null;
  const more = alarms.length - 1;
  const shown: AnswerFacts = {
    class: incident.class,
    drill: incident.drill,
    place: places
      .steps(first.path)
      .map(({ name }) => name)
      .join(' · '),
    what: words(
      `${first.title.zh}（${first.deviceName}）${more > 0 ? `，另 ${more} 条` : ''}`,
      `${first.title.en} (${first.deviceName})${more > 0 ? ` and ${more} more` : ''}`,
    ),
    advice: first.advice,
    began: incident.began,
    alarms: alarms.length,
    evidence: view.evidence,
    state: incident.state,
    answers: incident.answers ?? [],
  };
  return { shown, newest: Math.max(...alarms.map(({ begins, receivedAt }) => begins.at(-1) ?? receivedAt)) };
}

function tokenOf(request: Request): string {
  return String(request.params['token'] ?? '');
}

/** Written anew from the token, so that nothing of the request's own address comes into the page. */
function pathOf(request: Request): string {
  return `/answer/${encodeURIComponent(tokenOf(request).slice(0, 700))}`;
}

function languageOf(request: Request): 'zh' | 'en' {
  const asked = request.query['lang'];
  if (asked === 'zh' || asked === 'en') return asked;
  return request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
}
