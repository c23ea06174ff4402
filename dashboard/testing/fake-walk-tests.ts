// The part of the fake gateway that tests a building: a test of the dashboard says which detector was set off.
import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import type { DeviceView, Person, Place } from '../../gateway/web/contract.ts';
import type { WalkTestView } from '../../gateway/web/walk-test-contract.ts';
import { refuse } from './fake-answers.ts';
import { pathOf } from './invented-field.ts';

export type FakeWalkTests = ReturnType<typeof fakeWalkTests>;

export function fakeWalkTests(devices: readonly DeviceView[], places: readonly Place[]) {
  const tests: WalkTestView[] = [];
  const change = (id: string, to: (one: WalkTestView) => WalkTestView): WalkTestView | undefined => {
    const at = tests.findIndex((one) => one.id === id);
    const one = tests[at];
    if (one === undefined) return undefined;
    const after = to(one);
    tests[at] = after;
    return after;
  };
  const named = ({ id, name, place }: DeviceView) => ({ id, name, place });
  return {
    tests,
    begin(place: string, minutes: number, callPoints: boolean, name: string): WalkTestView {
      const at = Date.now();
      const untested = devices.filter((one) => one.kind !== 'transmission' && one.place.some((step) => step.id === place)).map(named);
      const one: WalkTestView = {
        id: randomUUID(),
        place: pathOf(places, place),
        callPoints,
        begun: { by: 'p1', name, at, from: '10.20.0.7' },
        until: at + minutes * 60_000,
        ended: null,
        tested: [],
        untested,
      };
      tests.unshift(one);
      return one;
    },
    /** A detector is set off and restored. */
    setOff(device: string): void {
      const [going] = tests;
      if (going === undefined) return;
      change(going.id, (one) => {
        const found = one.untested.find(({ id }) => id === device);
        if (found === undefined) return one;
        const said = { point: 'state', quantity: 'smoke.alarm', title: { zh: '烟雾报警', en: 'Smoke alarm' }, value: 'alarm' };
        return {
          ...one,
          tested: [{ device: found, at: Date.now(), ...said }, ...one.tested],
          untested: one.untested.filter(({ id }) => id !== device),
        };
      });
    },
    end: (id: string, why: NonNullable<WalkTestView['ended']>['why']) =>
      change(id, (one) => ({ ...one, ended: { at: Date.now(), by: why === 'by-hand' ? one.begun : null, why } })),
  };
}

export function walkTestRoutes(routes: Router, fake: FakeWalkTests, personOf: (request: Request) => Person | undefined): void {
  routes.get('/walk-tests', (_, response) => {
    response.json({ standing: fake.tests.filter((one) => one.ended === null), past: fake.tests.filter((one) => one.ended !== null) });
  });
  routes.get('/walk-tests/going', (_, response) => {
    response.json({ items: fake.tests.filter(({ ended }) => ended === null || ended.by === null) });
  });
  routes.post('/walk-tests', (request, response) => {
    const { place, minutes, callPoints } = request.body;
    response.status(201).json(fake.begin(String(place), Number(minutes), callPoints === true, personOf(request)?.name ?? ''));
  });
  routes.post('/walk-tests/:id/end', (request, response) => {
    const ended = fake.end(String(request.params['id']), 'by-hand');
    if (ended === undefined) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.json(ended);
  });
}
