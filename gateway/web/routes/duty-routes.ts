// Duty checks 查岗: calling control rooms now, the plans that call them, and how they answered.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Device } from '../../../device-drivers/device.ts';
import { words } from '../../../device-drivers/words.ts';
import type { DutyPlanRecord } from '../../acts.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import { type DutyCheckRecord, type DutyChecks, versionOfPlan } from '../../prevention/duty-checks.ts';
import { callable, controlRooms } from '../../prevention/duty-runner.ts';
import { isOpen } from '../../prevention/duty-target.ts';
import type { Visitor } from '../access/access.ts';
import { type DutyCheck, type DutyPlan, dutyCheck, dutyPlan, dutyRank } from '../duty-contract.ts';
import { FieldError } from '../problems.ts';
import { checkDuty, idParams, pageQuery, rankingQuery, setDutyPlan } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

const DAY_MS = 86_400_000;

export interface DutyRouteRooms {
  readonly duty: DutyChecks;
  readonly estate: Estate;
  readonly desk: { open(): Iterable<Alarm> };
  readonly flow: Acting;
  readonly clock: Clock;
}

export function dutyRoutes({ duty, estate, desk, flow, clock }: DutyRouteRooms): Route[] {
  const named = (id: string): { name: string; place: ReturnType<typeof estate.places.steps> } => {
    const device = estate.device(id);
    return { name: device?.name ?? id, place: device ? estate.places.steps(device.path) : [] };
  };
  const sees = (by: Visitor, device: string): boolean => by.sees(estate.device(device)?.path ?? estate.places.pathOf(''));
  /** As one person sees it; undefined where none of its control rooms is theirs. */
  const view = (check: DutyCheckRecord, by: Visitor): DutyCheck | undefined => {
    const targets = duty.targets(check.id).filter((target) => sees(by, target.device));
    if (targets.length === 0) return undefined;
    const { id, at, mode, plan, minutes } = check;
    return {
      id,
      at,
      by: check.by.id,
      name: check.by.name,
      mode,
      plan,
      minutes,
      open: targets.some(({ state }) => isOpen(state)),
      targets: targets.map(({ device, state, calledAt, confirmedAt, answeredAt, dueAt, operator, reason }) => ({
        device,
        ...named(device),
        state,
        calledAt,
        confirmedAt,
        answeredAt,
        dueAt,
        operator,
        reason,
      })),
    };
  };
  const planView = ({ changedBy: _who, ...plan }: DutyPlanRecord): DutyPlan => {
    return { ...plan, version: versionOfPlan(plan), lastRun: duty.lastRun(plan.id) };
  };
  const setPlan = async (plan: DutyPlanRecord, version: number | undefined, by: Visitor): Promise<DutyPlan> => {
    await flow.act({ do: 'set-duty-plan', plan, version }, by.author);
    return planView(duty.plan(plan.id) ?? plan);
  };
  return [
    route({
      method: 'get',
      path: '/duty-checks',
      id: 'listDutyChecks',
      summary: words('查岗记录，最近在前', 'Duty checks, the last first'),
      needs: 'device.read',
      query: pageQuery,
      answer: z.object({ items: z.array(dutyCheck), next: z.string().nullable() }),
      handle({ query, by }) {
        const found = duty.list({ before: query.after, limit: query.limit });
        const last = found.length < query.limit ? undefined : found.at(-1);
        return { items: found.flatMap((check) => view(check, by) ?? []), next: last ? String(last.at) : null };
      },
    }),
    route({
      method: 'get',
      path: '/duty-checks/{id}',
      id: 'readDutyCheck',
      summary: words('一次查岗', 'A duty check'),
      needs: 'device.read',
      params: idParams,
      answer: dutyCheck,
      names: { 'params.id': 'duty-check' },
      handle({ params, by }) {
        const check = duty.check(params.id);
        const seen = check && view(check, by);
        if (!seen) throw new BalefireError('not-found', { what: params.id });
        return seen;
      },
    }),
    route({
      method: 'post',
      path: '/duty-checks',
      id: 'checkDuty',
      summary: words('查岗：一台、多台、全部或随机抽取', 'Call control rooms: one, some, all of a place, or some at random'),
      needs: 'duty.check',
      body: checkDuty,
      answer: dutyCheck,
      status: 201,
      names: { 'body.place': 'place' },
      async handle({ body, by }) {
        const devices = sampled(body.devices ? chosen(body.devices, estate, by) : within(body.place ?? '', estate, by), body.sample);
        if (devices.length === 0)
          throw new FieldError([
            { path: 'body.place', words: words('此处没有可查岗的传输装置', 'There is no transmission device to call here') },
          ]);
        const mode = body.sample === undefined ? 'now' : 'random';
        // Whoever names a control room means it; of a whole place those where something burns are left in peace.
        const called = body.devices ? { devices: devices.map(({ id }) => id), skipped: [] } : callable(devices, estate, desk.open());
        const { duty: begun } = await flow.act(
          {
            do: 'check-duty',
            // 96 random bits: the ids of its commands are made from it.
            id: `d${randomBytes(12).toString('hex')}`,
            ...called,
            minutes: body.minutes,
            mode,
            plan: null,
          },
          by.author,
        );
        const seen = begun && view(begun, by);
        if (!seen) throw new BalefireError('internal');
        return seen;
      },
    }),
    route({
      method: 'get',
      path: '/duty-plans',
      id: 'listDutyPlans',
      summary: words('查岗计划', 'Plans of duty checks'),
      needs: 'device.read',
      answer: z.object({ items: z.array(dutyPlan) }),
      handle: ({ by }) => ({
        items: duty
          .plans()
          .filter((plan) => by.sees(estate.places.pathOf(plan.place)))
          .map(planView),
      }),
    }),
    route({
      method: 'post',
      path: '/duty-plans',
      id: 'addDutyPlan',
      summary: words('新增查岗计划', 'Add a plan of duty checks'),
      needs: 'duty.plan',
      body: setDutyPlan,
      answer: dutyPlan,
      status: 201,
      names: { 'body.place': 'place' },
      handle({ body: { version: _new, ...body }, by }) {
        return setPlan({ ...body, to: body.to ?? null, id: randomUUID() }, 0, by);
      },
    }),
    route({
      method: 'put',
      path: '/duty-plans/{id}',
      id: 'changeDutyPlan',
      summary: words('修改查岗计划', 'Change a plan of duty checks'),
      needs: 'duty.plan',
      params: idParams,
      body: setDutyPlan,
      answer: dutyPlan,
      names: { 'params.id': 'duty-plan', 'body.place': 'place' },
      handle({ params, body: { version, ...body }, by }) {
        return setPlan({ ...body, to: body.to ?? null, id: params.id }, version, by);
      },
    }),
    route({
      method: 'delete',
      path: '/duty-plans/{id}',
      id: 'removeDutyPlan',
      summary: words('删除查岗计划；记录保留', 'Remove a plan of duty checks; what it found stays'),
      needs: 'duty.plan',
      params: idParams,
      answer: z.void(),
      status: 204,
      names: { 'params.id': 'duty-plan' },
      async handle({ params, by }) {
        await flow.act({ do: 'remove-duty-plan', plan: params.id }, by.author);
      },
    }),
    route({
      method: 'get',
      path: '/duty-ranking',
      id: 'rankDuty',
      summary: words('查岗应答统计，最差在前', 'How control rooms answered, the worst first'),
      needs: 'device.read',
      query: rankingQuery,
      answer: z.object({ items: z.array(dutyRank) }),
      handle({ query, by }) {
        const rows = duty.ranking(clock() - query.days * DAY_MS).filter((row) => sees(by, row.device));
        const missed = (row: (typeof rows)[number]): number =>
          row.asked === 0 ? 0 : (row.absent + row.unreachable + row.late) / row.asked;
        return {
          items: rows
            .sort((one, other) => missed(other) - missed(one) || (other.meanMs ?? 0) - (one.meanMs ?? 0))
            .map((row) => ({ ...row, ...named(row.device) })),
        };
      },
    }),
  ];
}

function within(place: string, estate: Estate, by: Visitor): Device[] {
  return controlRooms(estate, place).filter((device) => by.sees(device.path));
}

/** What is not there and what a person does not see is the same 404. */
function chosen(ids: readonly string[], estate: Estate, by: Visitor): Device[] {
  return [...new Set(ids)].map((id) => {
    const device = estate.record(id) && estate.device(id);
    if (!device || !by.sees(device.path)) throw new BalefireError('not-found', { what: id });
    if (device.address.by !== 'gb26875')
      throw new FieldError([{ path: 'body.devices', words: words(`${id} 不是用户信息传输装置`, `${id} is no transmission device`) }]);
    return device;
  });
}

function sampled(devices: readonly Device[], sample: number | undefined): Device[] {
  const left = [...devices];
  if (sample === undefined || sample >= left.length) return left;
  return Array.from({ length: sample }, () => left.splice(randomInt(left.length), 1)).flat();
}
