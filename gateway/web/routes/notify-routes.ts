// Who is told: rosters and their gaps, policies and what they would do, and what was told of an incident.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Flow } from '../../flow.ts';
import type { ChannelSettings } from '../../notify/channel-settings.ts';
import { DEFAULT_POLICIES, defaultPolicy } from '../../notify/default-policy.ts';
import type { DutyBook } from '../../notify/duty-book.ts';
import type { LocalTime } from '../../notify/local-day.ts';
import type { NoticeRows, ToldNotice } from '../../notify/notice-rows.ts';
import { policyFor } from '../../notify/policy.ts';
import { faultsOfPolicy } from '../../notify/policy-faults.ts';
import { preview } from '../../notify/policy-preview.ts';
import { dutySpans, gaps } from '../../notify/roster.ts';
import { faultsOfRoster } from '../../notify/roster-faults.ts';
import { Uncovered } from '../../notify/uncovered.ts';
import { viaTitle, waysTo } from '../../notify/ways.ts';
import type { WrittenFault } from '../../notify/written-fault.ts';
import {
  dutyRoster,
  listedRoster,
  notifyPolicies,
  notifyPolicy,
  notifyPreview,
  rosterDuty,
  rosterGaps,
  type ToldNoticeView,
  toldNotices,
} from '../notify-contract.ts';
import { changePolicy, changeRoster, gapsQuery, previewQuery, setPolicy, setRoster } from '../notify-requests.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';

export interface NotifyRouteRooms {
  readonly book: Pick<DutyBook, 'rosterList' | 'roster' | 'rosters' | 'policies' | 'versionOf'>;
  readonly notices: Pick<NoticeRows, 'lastOf'>;
  readonly channels: Pick<ChannelSettings, 'usable' | 'list'>;
  readonly desk: Pick<AlarmDesk, 'incident'>;
  readonly estate: Pick<Estate, 'places'>;
  readonly flow: Pick<Flow, 'act'>;
  readonly localTime: LocalTime;
  readonly clock: Clock;
}

/** Notices of one incident on a screen, which asks every few seconds: a flood of ten thousand alarms makes as many, nearly all folded. */
const MOST_TOLD = 500;
const WEEK_MS = 7 * 86_400_000;
/** A quarter of a year: 9,000 looks at the roster, some milliseconds. */
const LONGEST_MS = 92 * 86_400_000;

export function notifyRoutes({ book, notices, channels, desk, estate, flow, localTime, clock }: NotifyRouteRooms): Route[] {
  const uncovered = new Uncovered(localTime);
  const pathOf = (place: string | null): readonly string[] => estate.places.pathOf(place ?? 'root');
  return [
    route({
      method: 'get',
      path: '/rosters',
      id: 'listRosters',
      summary: words('值班表', 'Rosters'),
      needs: 'notify.manage',
      answer: z.object({ items: z.array(listedRoster) }),
      handle({ by }) {
        const now = clock();
        const seen = book.rosterList().filter(({ place }) => by.sees(pathOf(place)));
        return {
          items: plain(seen.map((one) => ({ ...one, version: book.versionOf('roster', one.id), uncovered: uncovered.of(one, now) }))),
        };
      },
    }),
    route({
      method: 'post',
      path: '/rosters',
      id: 'addRoster',
      summary: words('新增值班表', 'Add a roster'),
      needs: 'notify.manage',
      body: setRoster,
      answer: dutyRoster,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        const roster = { ...body, id: randomUUID() };
        refuseAtFields(faultsOfRoster(roster));
        await flow.act({ do: 'set-roster', roster, version: 0 }, by.author);
        return { ...roster, version: 1 };
      },
    }),
    route({
      method: 'put',
      path: '/rosters/{id}',
      id: 'changeRoster',
      summary: words('修改值班表', 'Change a roster'),
      needs: 'notify.manage',
      params: idParams,
      body: changeRoster,
      answer: dutyRoster,
      names: { 'params.id': 'roster', 'body.place': 'place' },
      async handle({ params, body: { version, ...body }, by }) {
        const roster = { ...body, id: params.id };
        refuseAtFields(faultsOfRoster(roster));
        await flow.act({ do: 'set-roster', roster, version }, by.author);
        return { ...roster, version: version + 1 };
      },
    }),
    route({
      method: 'delete',
      path: '/rosters/{id}',
      id: 'removeRoster',
      summary: words('删除值班表', 'Remove a roster'),
      needs: 'notify.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'roster' },
      async handle({ params, by }) {
        await flow.act({ do: 'remove-roster', roster: params.id }, by.author);
      },
    }),
    route({
      method: 'get',
      path: '/rosters/{id}/gaps',
      id: 'listRosterGaps',
      summary: words('值班表中无人值班的时段', 'Spans within which nobody of a roster is on duty'),
      needs: 'notify.manage',
      params: idParams,
      query: gapsQuery,
      answer: rosterGaps,
      names: { 'params.id': 'roster' },
      handle({ params, query }) {
        const { from, to } = spanOf(query, clock());
        const roster = book.roster(params.id);
        return { items: roster ? gaps(roster, from, to, localTime) : [] };
      },
    }),
    route({
      method: 'get',
      path: '/rosters/{id}/duty',
      id: 'listRosterDuty',
      summary: words('值班表中各时段的值班人员', 'Who of a roster is on duty from when to when'),
      needs: 'notify.manage',
      params: idParams,
      query: gapsQuery,
      answer: rosterDuty,
      names: { 'params.id': 'roster' },
      handle({ params, query }) {
        const { from, to } = spanOf(query, clock());
        const roster = book.roster(params.id);
        const spans = roster ? dutySpans(roster, from, to, localTime) : [];
        return { items: spans.map((span) => ({ ...span, people: span.people.map(({ id }) => id) })) };
      },
    }),
    route({
      method: 'get',
      path: '/policies',
      id: 'listPolicies',
      summary: words('通知策略', 'Policies of telling people'),
      needs: 'notify.manage',
      answer: notifyPolicies,
      handle: ({ by }) => ({
        items: plain(book.policies().filter(({ place }) => by.sees(pathOf(place)))).map((one) => ({
          ...one,
          version: book.versionOf('policy', one.id),
        })),
        defaults: plain(DEFAULT_POLICIES).map((one) => ({ ...one, version: 0 })),
      }),
    }),
    route({
      method: 'post',
      path: '/policies',
      id: 'addPolicy',
      summary: words('新增通知策略', 'Add a policy'),
      needs: 'notify.manage',
      body: setPolicy,
      answer: notifyPolicy,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        const policy = { ...plain(body), id: randomUUID() };
        refuseAtFields(faultsOfPolicy(policy));
        await flow.act({ do: 'set-policy', policy, version: 0 }, by.author);
        return { ...policy, version: 1 };
      },
    }),
    route({
      method: 'put',
      path: '/policies/{id}',
      id: 'changePolicy',
      summary: words('修改通知策略', 'Change a policy'),
      needs: 'notify.manage',
      params: idParams,
      body: changePolicy,
      answer: notifyPolicy,
      names: { 'params.id': 'policy', 'body.place': 'place' },
      async handle({ params, body: { version, ...body }, by }) {
        const policy = { ...plain(body), id: params.id };
        refuseAtFields(faultsOfPolicy(policy));
        await flow.act({ do: 'set-policy', policy, version }, by.author);
        return { ...policy, version: version + 1 };
      },
    }),
    route({
      method: 'delete',
      path: '/policies/{id}',
      id: 'removePolicy',
      summary: words('删除通知策略', 'Remove a policy'),
      needs: 'notify.manage',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'policy' },
      async handle({ params, by }) {
        await flow.act({ do: 'remove-policy', policy: params.id }, by.author);
      },
    }),
    route({
      method: 'get',
      path: '/policy-preview',
      id: 'previewPolicy',
      summary: words('此处此时若有火警将通知谁', 'Whom an incident here and then would be told to'),
      needs: 'notify.manage',
      query: previewQuery,
      answer: notifyPreview,
      names: { 'query.place': 'place' },
      handle({ query }) {
        const path = pathOf(query.place);
        const at = query.at ?? clock();
        const wanted = { class: query.class, path, at, drill: query.drill };
        const policy = policyFor(book.policies(), wanted, localTime) ?? defaultPolicy(query.class, query.drill);
        if (!policy) return { policy: null, lines: [], after: [] };
        const usable = channels.usable();
        const { lines, after } = preview(policy, book.rosters(), query.class, path, at, (via) => viaTitle(via, usable));
        return {
          policy: { id: policy.id, title: policy.title },
          lines: lines.map(({ people, via, isGap, ...line }) => ({
            at: line.at,
            after: line.after,
            gap: isGap,
            unreached: people.filter((one) => waysTo({ recipient: one, via, path }, usable).length === 0).map(({ name }) => name),
            words: line.words,
          })),
          after: [...after],
        };
      },
    }),
    route({
      method: 'get',
      path: '/incidents/{id}/notices',
      id: 'listNotices',
      summary: words(
        '事件的通知记录与每次发送（最近 500 条，并入的最后）',
        'What was told of an incident, and every try: the last 500, those folded into another only where there is room',
      ),
      needs: 'alarm.read',
      params: idParams,
      answer: toldNotices,
      names: { 'params.id': 'incident' },
      handle({ params, by }) {
        // Whoever sees a floor sees who was told, and not what is said of the other floors.
        const isWhole = by.sees(desk.incident(params.id)?.path ?? []);
        const { items: told, counts } = notices.lastOf(params.id, MOST_TOLD);
        const items = told.map((one) => viewOf(one, isWhole));
        const used = new Set(items.flatMap(({ attempts }) => attempts.map(({ channel }) => channel)));
        const known = channels.list().filter(({ id }) => used.has(id));
        return { items, counts: { ...counts }, channels: Object.fromEntries(known.map(({ id, name }) => [id, name])) };
      },
    }),
  ];
}

/** What a person wrote is refused with each fault at its field. */
function refuseAtFields(faults: readonly WrittenFault[]): void {
  if (faults.length > 0) throw new FieldError(faults.map(({ field, zh, en }) => ({ path: `body.${field}`, words: words(zh, en) })));
}

/** A week where nothing else is asked for. */
function spanOf(query: z.output<typeof gapsQuery>, now: number): { readonly from: number; readonly to: number } {
  const from = query.from ?? now;
  const to = query.to ?? from + WEEK_MS;
  if (from < to && to - from <= LONGEST_MS) return { from, to };
  const wrong = words('时间范围应为正，且不超过 92 天', 'The span must be longer than nothing and at most 92 days');
  throw new FieldError([{ path: 'query.to', words: wrong }]);
}

function viewOf({ id, dueAt, recipient, via, notice, outcome, attempts }: ToldNotice, isWhole: boolean): ToldNoticeView {
  return {
    id,
    dueAt,
    class: notice.class,
    phase: notice.phase,
    drill: notice.drill,
    recipient: recipient.name,
    via: [...via],
    title: isWhole ? notice.title : null,
    lines: isWhole ? [...notice.lines] : [],
    outcome: outcome?.is ?? 'under-way',
    channel: outcome?.is === 'sent' ? outcome.channel : null,
    into: outcome?.is === 'folded' ? outcome.into : null,
    reason: outcome?.is === 'failed' || outcome?.is === 'refused' ? outcome.reason : null,
    attempts: attempts.map(({ is, ...rest }) => ({ ...rest, outcome: is })),
  };
}

type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Exclude<Plain<T[Name]>, undefined> }
    : T;

/** As it stands in the journal: what is left out is not there. */
function plain<T>(what: T): Plain<T> {
  return JSON.parse(JSON.stringify(what)) as Plain<T>;
}
