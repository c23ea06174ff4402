// Walk tests 测试模式: which go on with their tested and untested points, the past ones, begin and end.
import { randomUUID } from 'node:crypto';
import type { Device } from '../../../device-drivers/device.ts';
import { pointOf } from '../../../device-drivers/driver.ts';
import { words } from '../../../device-drivers/words.ts';
import type { ActOutcome } from '../../act-outcome.ts';
import type { WalkTest } from '../../alarms/walk-test.ts';
import type { WalkTests } from '../../alarms/walk-tests.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Visitor } from '../access/access.ts';
import { FieldError } from '../problems.ts';
import { idParams } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { signature } from '../signature-view.ts';
import { beginWalkTest, type GoingWalkTest, goingWalkTests, type WalkTestView, walkTest, walkTestList } from '../walk-test-contract.ts';
import type { Acting } from './acting.ts';

export interface WalkTestRouteRooms {
  readonly tests: WalkTests;
  readonly estate: Estate;
  readonly flow: Acting;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
/** Past ones shown: a week of a technician's. */
const PAST = 20;
/** So long every screen says that one ended which nobody ended: who relied on it must not miss that alarms are real again. */
const JUST_ENDED_MS = 10 * 60_000;
/** What is tested at once: a building at most, so that a region never stands under a test. */
const PLACE_KINDS: ReadonlySet<string> = new Set(['building', 'floor', 'zone', 'checkpoint', 'post', 'water']);

export function walkTestRoutes({ tests, estate, flow, clock }: WalkTestRouteRooms): Route[] {
  const named = (id: string): WalkTestView['untested'][number] => {
    const device = estate.device(id);
    return { id, name: device?.name ?? id, place: estate.places.steps(device?.path ?? estate.places.pathOf('')) };
  };
  const brief = (one: WalkTest): GoingWalkTest => ({
    id: one.id,
    place: estate.places.steps(estate.places.pathOf(one.place)),
    begun: signature(one.by),
    until: one.until,
    ended: one.ended && { ...one.ended, by: one.ended.by && signature(one.ended.by) },
  });
  const view = (one: WalkTest, by: Visitor): WalkTestView => {
    const seen = (id: string): boolean => by.sees(estate.device(id)?.path ?? estate.places.pathOf(one.place));
    const done = new Set(one.tested.map(({ device }) => device));
    const untested = [...estate.devices()].filter(
      (device) => isTestable(device, one.place) && !done.has(device.id) && by.sees(device.path),
    );
    return {
      ...brief(one),
      callPoints: one.callPoints,
      tested: [...one.tested]
        .reverse()
        .filter(({ device }) => seen(device))
        .map(({ device: id, point, at, value }) => {
          const device = estate.device(id);
          const driver = device && estate.driver(device);
          const known = driver && pointOf(driver, point);
          return { device: named(id), point, quantity: known?.quantity ?? '', title: known?.title ?? words(point, point), at, value };
        }),
      untested: untested.map(({ id }) => named(id)),
    };
  };
  const answer = ({ walkTest: changed }: ActOutcome, by: Visitor): WalkTestView => {
    if (!changed) throw new BalefireError('not-found', { what: 'walk test' });
    return view(changed, by);
  };
  /** Who sees a floor is told that its building is tested. */
  const isSeen = ({ place }: WalkTest, by: Visitor): boolean =>
    by.sees(estate.places.pathOf(place)) || [...estate.devices()].some(({ path }) => path.includes(place) && by.sees(path));
  return [
    route({
      method: 'get',
      path: '/walk-tests',
      id: 'listWalkTests',
      summary: words('测试模式：进行中（已测、未测）与已结束', 'Walk tests: going on, with what is tested and what is not, and past'),
      needs: 'alarm.read',
      answer: walkTestList,
      handle({ by }) {
        const seen = (all: readonly WalkTest[]): WalkTestView[] => all.filter((one) => isSeen(one, by)).map((one) => view(one, by));
        return { standing: seen(tests.going()), past: seen(tests.past(PAST)) };
      },
    }),
    route({
      method: 'get',
      path: '/walk-tests/going',
      id: 'listGoingWalkTests',
      summary: words('进行中的测试，及刚被火警或到时结束的', 'Walk tests that go on, and those that a fire or their time has just ended'),
      needs: 'alarm.read',
      answer: goingWalkTests,
      handle({ by }) {
        const now = clock();
        const over = tests.past(PAST).filter(({ ended }) => ended !== null && ended.by === null && now - ended.at < JUST_ENDED_MS);
        return { items: [...tests.going(), ...over].filter((one) => isSeen(one, by)).map(brief) };
      },
    }),
    route({
      method: 'post',
      path: '/walk-tests',
      id: 'beginWalkTest',
      summary: words('开始测试：一栋建筑或以下，至多 4 小时，到时自动结束', 'Begin: a building or below, 4 hours at most, ends by itself'),
      needs: 'test.run',
      body: beginWalkTest,
      status: 201,
      answer: walkTest,
      names: { 'body.place': 'place' },
      async handle({ body: { place, minutes, callPoints }, by }) {
        if (!PLACE_KINDS.has(estate.places.get(place)?.kind ?? ''))
          throw new FieldError([
            { path: 'body.place', words: words('只能测试一栋建筑或其中一处', 'A building at most, or a place within one') },
          ]);
        const until = clock() + minutes * MINUTE_MS;
        return answer(await flow.act({ do: 'begin-walk-test', id: randomUUID(), place, callPoints, until }, by.author), by);
      },
    }),
    route({
      method: 'post',
      path: '/walk-tests/{id}/end',
      id: 'endWalkTest',
      summary: words('结束测试：仍在报警的立即按真实警情报出', 'End: what is still active is raised as real at once'),
      needs: 'test.run',
      params: idParams,
      answer: walkTest,
      names: { 'params.id': 'walk-test' },
      handle: async ({ params, by }) => answer(await flow.act({ do: 'end-walk-test', test: params.id }, by.author), by),
    }),
  ];
}

/** What a technician can set off; a transmission device and a network are what the others speak through. */
function isTestable({ path, address }: Device, place: string): boolean {
  return path.includes(place) && address.by !== 'carrier' && address.by !== 'gb26875';
}
