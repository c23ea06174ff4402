// Judgements a second on one core: the default rule book over 1,000 devices, beside node-rules used as it comes.
import { RuleEngine as NodeRules } from 'node-rules';
import { drivers } from '../device-drivers/catalogue.ts';
import type { Device } from '../device-drivers/device.ts';
import type { DeviceDriver, Point } from '../device-drivers/driver.ts';
import { QUANTITIES, type Quantity, type Value } from '../device-drivers/quantity.ts';
import type { Reading } from '../device-drivers/reading.ts';
import { words } from '../device-drivers/words.ts';
import { ruleBook } from '../rules/book.ts';
import { compileRule } from '../rules/compiled-rule.ts';
import type { Moment } from '../rules/conditions/node.ts';
import { RuleEngine } from '../rules/engine.ts';
import { newDevice, newPoint, newSlot, type Slot } from '../rules/memory.ts';
import type { Condition, Rule } from '../rules/rule.ts';
import { Zones } from '../rules/zones.ts';
import type { BenchLine } from './line.ts';

const DEVICES = 1_000;
/** Devices that stand in one zone. */
const ZONE = 20;
/** As many as the gateway takes. */
const OWN_RULES = 1_000;
const MEASURE_MS = 2_000;
/** The peer needs a tick for each step, so it gets fewer readings and the same time. */
const PEER_MS = 1_000;
const START = Date.UTC(2026, 0, 5, 4);

const localTime = (): { weekday: 1; minutes: number } => ({ weekday: 1, minutes: 720 });

/** Each second of the bench's own clock every device sends one frame with all its points, nearly all of them healthy. */
export async function rulesBench(): Promise<BenchLine[]> {
  const all = drivers();
  const fleet = Array.from({ length: DEVICES }, (_, n) => member(n, all[n % all.length]));
  const value = await rate(MEASURE_MS, judging(ruleBook, fleet));
  const own = await rate(MEASURE_MS, judging([...ruleBook, ...ownRules()], fleet));
  const peer = await peerRate(fleet);
  return [
    {
      name: 'readings judged by the default book, a second of CPU',
      value,
      unit: 'readings/s',
      peer: { name: 'node-rules as it comes, same conditions', value: peer },
      hold: { atLeast: 200_000 },
    },
    {
      name: `readings judged by the book and ${OWN_RULES} rules of one's own, a second of CPU`,
      value: own,
      unit: 'readings/s',
      peer: { name: 'the book alone', value },
    },
  ];
}

/** As a city would write them: of every measured quantity, each for one zone, a quarter with hours, half of them with limits set by place. */
function ownRules(): Rule[] {
  const measured = Object.keys(MIDDLES) as (keyof typeof MIDDLES)[];
  return Array.from({ length: OWN_RULES }, (_, n): Rule => {
    const quantity = measured[n % measured.length] ?? 'water.pressure';
    const known: Quantity = QUANTITIES[quantity];
    const otherwise = known.kind === 'number' ? known.range[1] : 0;
    const above: Condition = { is: 'above', limit: n % 2 === 0 ? otherwise : { parameter: `own-bench-${n}.limit-1`, otherwise } };
    const hours: Condition = {
      is: 'any',
      of: [
        { is: 'calendar', from: '08:00', to: '12:00' },
        { is: 'calendar', from: '14:00', to: '18:00' },
      ],
    };
    return {
      id: `own-bench-${n}`,
      version: 1,
      title: words(`自定义 ${n}`, `Own ${n}`),
      class: 'supervisory',
      enabled: true,
      watches: { quantity, places: [`zone-${n % (DEVICES / ZONE)}`] },
      raiseWhen: n % 4 === 0 ? { is: 'all', of: [above, hours] } : above,
      latching: false,
      advice: words('查看', 'Look'),
    };
  });
}

/** Judges a round of the fleet each time it is called, warm already. */
function judging(rules: readonly Rule[], fleet: readonly Member[]): () => Promise<number> {
  const devices = new Map(fleet.map(({ device }) => [device.id, device]));
  const engine = new RuleEngine(rules, { device: (id) => devices.get(id), parameter: () => undefined, localTime });
  for (const { device } of fleet) engine.watch(device, START);
  let round = 0;
  const judgeRound = (): number => {
    round += 1;
    let judged = 0;
    for (const one of fleet) {
      const frame = frameOf(one, round);
      engine.judge(frame);
      judged += frame.length;
    }
    return judged;
  };
  for (let warm = 0; warm < 20; warm += 1) judgeRound();
  return async () => judgeRound();
}

interface Member {
  readonly device: Device;
  readonly driver: DeviceDriver;
  readonly number: number;
}

function member(number: number, driver: DeviceDriver | undefined): Member {
  if (!driver) throw new Error('the catalogue is empty');
  const zone = `zone-${Math.floor(number / ZONE)}`;
  const device: Device = {
    id: `bench-${number}`,
    model: driver.model,
    kind: driver.kind,
    name: `bench ${number}`,
    address: { by: 'mqtt' },
    path: ['bench', zone],
    zone,
  };
  return { device, driver, number };
}

function frameOf({ device, driver, number }: Member, round: number): Reading[] {
  const receivedAt = START + round * 1000 + number;
  return driver.points.map((point) => ({
    device: device.id,
    point: point.key,
    quantity: point.quantity,
    value: healthy(point, round + number),
    at: receivedAt - 40,
    receivedAt,
    quality: 'good',
    drill: false,
  }));
}

const MIDDLES: Readonly<Partial<Record<Point['quantity'], number>>> = {
  'water.pressure': 0.36,
  'water.level': 2.7,
  'electric.voltage': 227,
  'battery.percent': 86,
  'signal.rssi': -86,
  'heat.temperature': 21,
  'electric.cableTemperature': 31,
  'electric.residualCurrent': 90,
  'solar.voltage': 14,
  'beacon.volume': 70,
  'weather.temperature': 21,
  'weather.humidity': 52,
};

/** Within its limits, and not twice the same; one call in ten thousand is not healthy. */
function healthy(point: Point, turn: number): Value {
  const known: Quantity = QUANTITIES[point.quantity];
  const sick = turn % 9_973 === 0;
  if (known.kind === 'flag') return sick;
  if (known.kind === 'state') return sick ? (Object.keys(known.states)[1] ?? known.normal) : known.normal;
  const middle = MIDDLES[point.quantity] ?? 0;
  return sick ? known.range[1] : middle * (1 + (turn % 7) / 500);
}

/** node-rules without our subclass: a fact that it clones, a tick for each step; the same rules, compiled the same. */
async function peerRate(fleet: readonly Member[]): Promise<number> {
  const limit = (of: number | { readonly otherwise: number; readonly plus?: number }): number =>
    typeof of === 'number' ? of : of.otherwise + (of.plus ?? 0);
  const compiled = ruleBook.map((rule, index) => compileRule(rule, index, { zones: new Zones(() => undefined), limit, localTime }));
  const engines = new Map<string, NodeRules>();
  const slots = new Map<string, Slot>();
  const engineOf = (device: Device, reading: Reading): NodeRules => {
    const key = `${device.model} ${reading.quantity}`;
    const known = engines.get(key);
    if (known) return known;
    const rules = compiled.filter((one) => one.rule.watches.quantity === reading.quantity && one.watchesModel(device));
    const made = new NodeRules(
      rules.map((one) => ({
        name: one.rule.id,
        condition: (api, fact) => {
          const slotKey = `${one.rule.id} ${String(fact['device'])} ${String(fact['point'])}`;
          let slot = slots.get(slotKey);
          if (!slot) {
            slot = newSlot(newPoint(newDevice(device.id, device.zone, START), reading.point, reading.quantity, false), one);
            slots.set(slotKey, slot);
          }
          api.when(one.raise.holds({ ...(fact as unknown as Moment), slot }));
        },
        consequence: (api) => api.next(),
      })),
    );
    engines.set(key, made);
    return made;
  };
  let round = 0;
  const judgeRound = async (): Promise<number> => {
    round += 1;
    let judged = 0;
    for (const one of fleet) {
      for (const reading of frameOf(one, round)) {
        const fact = { ...reading, deviceNow: reading.at, now: reading.receivedAt, heard: reading.receivedAt, weak: false, byTime: false };
        await new Promise((done) => engineOf(one.device, reading).execute(fact, done));
        judged += 1;
      }
    }
    return judged;
  };
  await judgeRound();
  return rate(PEER_MS, judgeRound);
}

/** Steps in a second of this process's CPU time: other programs on the machine do not count. */
async function rate(forMs: number, step: () => Promise<number>): Promise<number> {
  const began = process.cpuUsage();
  let done = 0;
  let spent = 0;
  while (spent < forMs) {
    done += await step();
    const { user, system } = process.cpuUsage(began);
    spent = (user + system) / 1000;
  }
  return Math.round((done / spent) * 1000);
}
