// The part of the fake gateway that calls control rooms: a test says who confirms, who answers, and who does not.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { DutyCheck, DutyPlan, DutyRank, DutyTarget } from '../../gateway/web/duty-contract.ts';
import { refuse } from './fake-answers.ts';

export type FakeDuty = ReturnType<typeof fakeDuty>;

export function fakeDuty(devices: readonly DeviceView[], now: number, empty: boolean) {
  const stations = (): DeviceView[] => devices.filter((one) => one.kind === 'transmission');
  const checks: DutyCheck[] = empty ? [] : inventedChecks(stations(), now);
  const plans: DutyPlan[] = empty ? [] : inventedPlans(now);

  /** Changes one control room of the newest check that called it. */
  function move(device: string, change: Partial<DutyTarget>): void {
    const at = checks.findIndex((one) => one.targets.some((target) => target.device === device));
    const check = checks[at];
    if (check === undefined) return;
    const targets = check.targets.map((one) => (one.device === device ? { ...one, ...change } : one));
    checks[at] = { ...check, targets, open: targets.some(({ state }) => state === 'calling' || state === 'waiting') };
  }

  return {
    checks,
    plans,
    stations,
    confirm(device: string, minutes = 3): void {
      move(device, { state: 'waiting', confirmedAt: Date.now(), dueAt: Date.now() + minutes * 60_000 + 15_000 });
    },
    answer(device: string, afterMs: number, operator: number): void {
      const target = checks.flatMap((one) => one.targets).find((one) => one.device === device);
      move(device, { state: 'present', answeredAt: (target?.calledAt ?? 0) + afterMs, operator });
    },
    absent(device: string): void {
      move(device, { state: 'absent' });
    },
    ranking: (): DutyRank[] => (empty ? [] : inventedRanking(stations())),
  };
}

function targetOf(device: DeviceView, at: number, change: Partial<DutyTarget> = {}): DutyTarget {
  return {
    device: device.id,
    name: device.name,
    place: device.place,
    state: 'calling',
    calledAt: at,
    confirmedAt: null,
    answeredAt: null,
    dueAt: null,
    operator: null,
    reason: null,
    ...change,
  };
}

/** Two that are over; the older one had somebody who pressed late. */
function inventedChecks(stations: readonly DeviceView[], now: number): DutyCheck[] {
  const check = (id: string, ago: number, mode: DutyCheck['mode'], turns: readonly Partial<DutyTarget>[]): DutyCheck => ({
    id,
    at: now - ago,
    by: 'p2',
    name: mode === 'plan' ? '夜间抽查' : '值班员乙',
    mode,
    plan: mode === 'plan' ? 'plan-night' : null,
    minutes: 3,
    open: false,
    targets: stations.map((one, nth) => targetOf(one, now - ago, turns[nth % turns.length])),
  });
  const pressed = (ago: number, after: number, operator: number) => ({
    confirmedAt: now - ago + 900,
    answeredAt: now - ago + after,
    operator,
  });
  return [
    check('duty-2', 5_400_000, 'now', [
      { state: 'present', ...pressed(5_400_000, 41_000, 3) },
      { state: 'unreachable', reason: 'offline' },
      { state: 'present', ...pressed(5_400_000, 83_000, 1) },
      { state: 'absent', confirmedAt: now - 5_399_000 },
      { state: 'present', ...pressed(5_400_000, 12_000, 2) },
      { state: 'skipped', reason: 'fire' },
    ]),
    check('duty-1', 40_000_000, 'plan', [
      { state: 'present', ...pressed(40_000_000, 55_000, 3) },
      { state: 'late', ...pressed(40_000_000, 412_000, 1) },
    ]),
  ];
}

function inventedPlans(now: number): DutyPlan[] {
  return [
    {
      id: 'plan-night',
      name: '夜间抽查',
      place: 'region',
      kind: 'random',
      from: '22:00',
      to: '06:00',
      times: 2,
      minutes: 3,
      enabled: true,
      version: 1,
      lastRun: now - 40_000_000,
    },
    {
      id: 'plan-noon',
      name: '午间查岗',
      place: 'estate',
      kind: 'daily',
      from: '12:30',
      to: null,
      times: 1,
      minutes: 5,
      enabled: false,
      version: 1,
      lastRun: null,
    },
  ];
}

function inventedRanking(stations: readonly DeviceView[]): DutyRank[] {
  return stations.map((one, nth) => {
    const asked = 20 - (nth % 3);
    const absent = Math.max(0, 7 - nth);
    const late = nth % 4;
    const unreachable = nth === 1 ? 6 : 0;
    const present = Math.max(0, asked - absent - late - unreachable);
    return {
      device: one.id,
      name: one.name,
      place: one.place,
      asked,
      present,
      late,
      absent,
      unreachable,
      meanMs: present === 0 ? null : 20_000 + nth * 7_300,
    };
  });
}

export function dutyRoutes(routes: Router, duty: FakeDuty): void {
  const plan = (request: Request): number => duty.plans.findIndex((one) => one.id === request.params['id']);

  routes.get('/duty-checks', (request, response) => {
    response.json({ items: duty.checks.slice(0, Number(request.query['limit'] ?? 50)), next: null });
  });
  routes.get('/duty-checks/:id', (request, response) => {
    const check = duty.checks.find((one) => one.id === request.params['id']);
    if (check === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.json(check);
  });
  routes.post('/duty-checks', (request, response) => {
    const { devices, place, sample, minutes } = request.body;
    const now = Date.now();
    const within = duty
      .stations()
      .filter((one) => (devices === undefined ? one.place.some((step) => step.id === place) : devices.includes(one.id)));
    const targets = within.slice(0, sample ?? within.length).map((one) => targetOf(one, now));
    const mode = sample === undefined ? 'now' : 'random';
    const check: DutyCheck = {
      id: `duty-${randomUUID()}`,
      at: now,
      by: 'p1',
      name: '管理员甲',
      mode,
      plan: null,
      minutes,
      open: true,
      targets,
    };
    duty.checks.unshift(check);
    response.status(201).json(check);
  });
  routes.get('/duty-plans', (_, response) => {
    response.json({ items: duty.plans });
  });
  routes.post('/duty-plans', (request, response) => {
    if (String(request.body.name).includes('!')) {
      const fields = [{ path: 'body.name', message: '!', words: { zh: '名称中不能有“!”', en: 'No “!” in a name' } }];
      return refuse(response, 400, 'bad-request', '请求有误：body.name', 'The request is not right: body.name', fields);
    }
    const made: DutyPlan = { ...request.body, id: randomUUID(), version: 1, lastRun: null };
    duty.plans.push(made);
    response.status(201).json(made);
  });
  routes.put('/duty-plans/:id', (request, response) => {
    const before = duty.plans[plan(request)];
    if (before === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    if (request.body.version !== before.version)
      return refuse(response, 409, 'changed-meanwhile', '物业丙 刚刚保存了一版，您的改动尚未保存', 'Saved by somebody else; yours is not');
    const after = { ...before, ...request.body, version: before.version + 1 };
    duty.plans[plan(request)] = after;
    response.json(after);
  });
  routes.delete('/duty-plans/:id', (request, response) => {
    duty.plans.splice(plan(request), 1);
    response.status(204).end();
  });
  routes.get('/duty-ranking', (_, response) => {
    response.json({ items: duty.ranking() });
  });
}
