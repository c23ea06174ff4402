// What time does to a walk test: three minutes, its end, and rules that one reading alone cannot tell again.
import type { Device } from '../device-drivers/device.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { ruleBook } from '../rules/book.ts';
import { RuleEngine } from '../rules/engine.ts';
import type { Finding } from '../rules/finding.ts';
import type { Alarm } from './alarms/alarm.ts';
import { aDesk, entry, ZHANG } from './alarms/testing/a-desk.ts';
import { RESTORED_WITHIN_MS } from './alarms/walk-test.ts';
import { WalkTests } from './alarms/walk-tests.ts';
import { PlaceTree } from './estate/places.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { WalkTesting } from './walk-testing.ts';

const MINUTE = 60_000;
const places = new PlaceTree([
  { id: 'tower', parent: 'root', kind: 'building', name: '示范大厦', longitude: null, latitude: null },
  { id: 'f12', parent: 'tower', kind: 'floor', name: '12层', longitude: null, latitude: null },
]);
const device = (id: string): Device => {
  const path = places.pathOf('f12');
  return { id, model: 'balefire/heat', kind: 'heat', name: id, address: { by: 'mqtt' }, path, zone: 'f12' };
};

let db: Database;
let desk: ReturnType<typeof aDesk>['desk'];
let tests: WalkTests;
let engine: RuleEngine;
let testing: WalkTesting;
let number = 0;
beforeEach(() => {
  db = openDatabase(':memory:', 'normal');
  const made = aDesk(db);
  desk = made.desk;
  tests = new WalkTests(db);
  engine = new RuleEngine(ruleBook, { device, parameter: () => undefined, localTime: () => ({ weekday: 1, minutes: 600 }) });
  const rule = (id: string) => ruleBook.find((one) => one.id === id);
  testing = new WalkTesting({
    tests,
    engine,
    desk,
    take: (found, ground) => desk.take(found, ground),
    store: made.store,
    places,
    device,
    rule,
  });
  testing.begin({
    do: 'begin-walk-test',
    id: 'w',
    place: 'tower',
    callPoints: false,
    until: 30 * MINUTE,
    by: ZHANG,
    at: 1_000,
    token: 't',
  });
});
afterEach(() => {
  db.close();
});

function judged(findings: readonly Finding[], at: number, of?: ReturnType<typeof entry>): void {
  for (const one of findings) desk.take(one, { entry: of, receivedAt: at });
  testing.take(findings, at);
}
function passes(to: number): void {
  for (let due = testing.nextDue(); due <= to; due = testing.nextDue()) {
    judged(engine.advance(due), due);
    testing.advance(due);
  }
  judged(engine.advance(to), to);
}
function says(id: string, temperature: number, at: number): void {
  passes(at);
  number += 1;
  const of = entry(number, id, at);
  const reading: Reading = {
    ...{ device: id, point: 'temperature', quantity: 'heat.temperature', value: temperature },
    ...{ at, receivedAt: at, quality: 'good', drill: false },
  };
  judged(engine.judge(testing.marked([reading], of, true)), at, of);
}
const real = (): Alarm[] => [...desk.open()].filter(({ drill }) => !drill);

describe('time over a walk test', () => {
  it('lets a heat that holds become real three minutes after it was found, at once and not after a further hold', () => {
    says('heat-1', 50, 5_000);
    says('heat-1', 60, 10_000);
    for (let at = 15_000; at < 4 * MINUTE; at += 5_000) says('heat-1', 60, at);
    const end = 20_000 + RESTORED_WITHIN_MS;
    expect(tests.get('w')?.ended).toEqual({ at: end, by: null, why: 'not-restored' });
    expect(real()).toMatchObject([{ class: 'pre-alarm', condition: 'active', occurredAt: 20_000, receivedAt: end }]);
    says('heat-1', 30, 5 * MINUTE);
    expect(real()).toMatchObject([{ condition: 'restored' }]);
  });

  it('keeps a rise that no single reading can tell again: real, and left to a person', () => {
    says('heat-1', 20, 5_000);
    says('heat-1', 40, 10_000);
    expect([...desk.open()]).toMatchObject([{ drill: true, causes: ['heat-rising-fast'] }]);
    testing.end({ do: 'end-walk-test', test: 'w', by: ZHANG, at: 20_000, token: 't' });
    expect(real()).toMatchObject([{ class: 'pre-alarm', attention: 'new', condition: 'restored', occurredAt: 10_000 }]);
    expect([...desk.open()].filter(({ drill, condition }) => drill && condition === 'active')).toEqual([]);
  });

  it('raises what is active when its time is up, and judges the rest as tests', () => {
    says('heat-1', 50, 5_000);
    says('heat-1', 60, 10_000);
    passes(25_000);
    says('heat-1', 30, 30_000);
    const late = 30 * MINUTE - 30_000;
    says('heat-2', 50, late);
    says('heat-2', 60, late + 1_000);
    passes(30 * MINUTE);
    expect(tests.get('w')?.ended).toMatchObject({ at: 30 * MINUTE, why: 'time' });
    expect(real()).toMatchObject([{ device: 'heat-2', condition: 'active', receivedAt: 30 * MINUTE }]);
    expect(desk.openOf('heat-1')).toEqual([]);
  });
});
