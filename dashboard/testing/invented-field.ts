// An invented estate for looking at screens: places, devices, people. No such place or person exists.
import { isQuantityId, QUANTITIES, type QuantityId, type Value } from '../../device-drivers/quantity.ts';
import type { CommandSpecView, DeviceView, DriverView, Person, Place, PointValue } from '../../gateway/web/contract.ts';

type Kind = Place['kind'];
const both = (zh: string, en: string) => ({ zh, en });

/** The tower has 30 floors, so that lists and trees have something to carry. */
export function inventedPlaces(): Place[] {
  const places: Place[] = [];
  const add = (id: string, parent: string | null, kind: Kind, name: string): void => {
    places.push({ id, parent, kind, name });
  };
  add('region', null, 'region', '云泽区');
  add('estate', 'region', 'unit', '松涛家园');
  add('tower', 'estate', 'building', '3号楼');
  for (let floor = 1; floor <= 30; floor += 1) add(`floor-${floor}`, 'tower', 'floor', `${floor}层`);
  add('pump-room', 'tower', 'zone', '地下一层泵房');
  add('store', 'region', 'unit', '北仓物流园');
  add('hall', 'store', 'building', '2号库房');
  add('farm', 'region', 'farm', '青石岭林场');
  add('post-1', 'farm', 'post', '鹰嘴崖哨点');
  add('water-1', 'farm', 'water', '老君潭取水点');
  return places;
}

/** The way to a place, the root first. */
export function pathOf(places: readonly Place[], id: string): DeviceView['place'] {
  const place = places.find((one) => one.id === id);
  if (place === undefined) return [];
  const { name, kind, parent } = place;
  return [...(parent === null ? [] : pathOf(places, parent)), { id, name, kind }];
}

interface Sketch {
  readonly title: { readonly zh: string; readonly en: string };
  readonly points: Readonly<Record<string, readonly [quantity: QuantityId, value: Value]>>;
  readonly commands?: readonly Omit<CommandSpecView, 'grave' | 'proves'>[];
}

const SKETCHES: Readonly<Record<string, Sketch>> = {
  smoke: {
    title: both('独立式感烟探测器', 'Independent smoke detector'),
    points: {
      state: ['smoke.alarm', 'normal'],
      density: ['smoke.density', 0.012],
      dirt: ['smoke.chamberDirt', 8],
      battery: ['battery.percent', 92],
    },
  },
  callpoint: {
    title: both('无线手动报警按钮', 'Wireless call point'),
    points: { pressed: ['callpoint.pressed', false], battery: ['battery.percent', 88] },
  },
  hydrant: {
    title: both('智能消火栓', 'Smart hydrant'),
    points: {
      pressure: ['water.pressure', 0.312],
      tilt: ['hydrant.tilt', 2],
      cap: ['hydrant.capOpen', false],
      outflow: ['hydrant.outflow', false],
      battery: ['battery.percent', 71],
      signal: ['signal.rssi', -83],
    },
  },
  pump: {
    title: both('消防泵控制柜', 'Fire pump controller'),
    points: { running: ['pump.running', false], mode: ['pump.mode', 'automatic'], fault: ['pump.fault', false] },
  },
  electrical: {
    title: both('电气火灾监控器', 'Electrical fire monitor'),
    points: {
      residual1: ['electric.residualCurrent', 86],
      temperature1: ['electric.cableTemperature', 41.5],
      voltage: ['electric.voltage', 228.4],
      arc: ['electric.arc', false],
    },
  },
  'forest-tank': { title: both('森林消防水罐', 'Forest tank'), points: { level: ['water.level', 2.34], battery: ['battery.percent', 64] } },
  weather: {
    title: both('林区气象站', 'Weather station'),
    points: {
      temperature: ['weather.temperature', 27.3],
      humidity: ['weather.humidity', 31],
      wind: ['weather.windSpeed', 6.2],
      rain: ['weather.rain', 0],
    },
  },
  'voice-post': {
    title: both('林区语音桩', 'Voice post'),
    points: {
      pir: ['beacon.pir', false],
      playing: ['beacon.playing', false],
      volume: ['beacon.volume', 70],
      battery: ['battery.percent', 83],
      solar: ['solar.voltage', 13.1],
      signal: ['signal.rssi', -97],
    },
    commands: [
      {
        id: 'play',
        title: both('播报文字', 'Play text'),
        arguments: [
          { id: 'text', type: 'text', title: both('内容', 'Text'), longest: 120 },
          { id: 'times', type: 'number', title: both('遍数', 'Times'), lowest: 1, highest: 10, otherwise: 2 },
        ],
        expiresAfter: 60,
      },
      { id: 'stop', title: both('停止播报', 'Stop'), arguments: [], expiresAfter: 60 },
      { id: 'selfTest', title: both('自检', 'Self-test'), arguments: [], expiresAfter: 60 },
      {
        id: 'volume',
        title: both('音量', 'Volume'),
        arguments: [{ id: 'percent', type: 'number', title: both('音量', 'Volume'), lowest: 0, highest: 100, unit: '%' }],
        expiresAfter: 600,
      },
      {
        id: 'schedule',
        title: both('定时播报', 'Schedule'),
        arguments: [
          {
            id: 'mode',
            type: 'choice',
            title: both('模式', 'Mode'),
            among: { off: both('关闭', 'Off'), day: both('白天', 'Day'), always: both('全天', 'Always') },
            otherwise: 'day',
          },
        ],
        expiresAfter: 3600,
      },
    ],
  },
};

/** Every model of the invented estate, and one that is polled. */
export function inventedDrivers(): DriverView[] {
  const drivers = Object.entries(SKETCHES).map(([kind, { title }]) => driver(`balefire/${kind}`, kind, title, 'mqtt-json'));
  return [
    ...drivers,
    driver('balefire/electrical-modbus', 'electrical', both('电气火灾监控器（Modbus）', 'Electrical monitor'), 'modbus'),
    driver('gb26875/transmission-device', 'transmission', both('用户信息传输装置', 'Transmission device'), 'gb26875'),
    driver('gb26875/part', 'part', both('消防设施部件', 'Part of a fire-protection system'), 'gb26875'),
  ];
}

function driver(model: string, kind: string, title: Sketch['title'], protocol: string): DriverView {
  return { model, vendor: 'Balefire', title, kind, protocol, source: '', quantities: [] };
}

type Standing = Pick<DeviceView, 'id' | 'name' | 'kind' | 'place' | 'stale' | 'lastHeard'>;

export function inventedDevice({ id, name, kind, place, stale, lastHeard }: Standing): DeviceView {
  const sketch = SKETCHES[kind];
  if (sketch === undefined) throw new Error(`no sketch of a ${kind}`);
  return {
    id,
    name,
    model: `balefire/${kind}`,
    kind,
    place,
    online: lastHeard === null ? null : !stale,
    lastHeard,
    stale,
    worst: null,
    address: `balefire/${id}`,
    title: sketch.title,
    vendor: 'Balefire',
    values: lastHeard === null ? [] : valuesOf(sketch, lastHeard, stale),
    commands: (sketch.commands ?? []).map((command) => ({ ...command, grave: false, proves: command.id === 'selfTest' })),
    reportsEvery: 60,
    part: null,
    station: null,
    parts: 0,
  };
}

/** Devices in every state: live, silent, never heard, with a bad and a doubtful value. */
export function inventedDevices(places: readonly Place[], now: number): DeviceView[] {
  const devices: DeviceView[] = [];
  const add = (id: string, kind: string, name: string, place: string, heardAgo: number | null): void => {
    const lastHeard = heardAgo === null ? null : now - heardAgo;
    const stale = heardAgo !== null && heardAgo > 600_000;
    devices.push(inventedDevice({ id, name, kind, place: pathOf(places, place), stale, lastHeard }));
  };
  for (let floor = 1; floor <= 30; floor += 1) {
    for (const [place, room] of [
      ['01', '01室走廊'],
      ['05', '05室走廊'],
      ['08', '前室'],
    ] as const)
      add(`smoke-${floor}-${place}`, 'smoke', `${floor}${room}烟感`, `floor-${floor}`, floor === 7 ? 3_900_000 : (floor * 1_700) % 55_000);
    add(`button-${floor}`, 'callpoint', `${floor}层手报`, `floor-${floor}`, (floor * 2_300) % 55_000);
    add(`hydrant-${floor}`, 'hydrant', `${floor}层消火栓`, `floor-${floor}`, (floor * 3_100) % 55_000);
  }
  add('pump-1', 'pump', '喷淋泵控制柜', 'pump-room', 12_000);
  add('electric-1', 'electrical', '总配电柜', 'hall', 9_000);
  add('post-eagle', 'voice-post', '鹰嘴崖语音桩', 'post-1', 21_000);
  add('tank-laojun', 'forest-tank', '老君潭水罐', 'water-1', 7_200_000);
  add('weather-1', 'weather', '林场气象站', 'farm', 30_000);
  add('smoke-hall-9', 'smoke', '库房9号烟感', 'hall', null);
  const electric = devices.find((one) => one.id === 'electric-1');
  if (electric !== undefined) {
    electric.values = electric.values.map((value) => {
      if (value.point === 'temperature1') return { ...value, value: null, quality: 'bad', why: 'out-of-range' };
      return value.point === 'voltage' ? { ...value, quality: 'doubtful', why: 'clock-past' } : value;
    });
  }
  return devices;
}

function valuesOf(sketch: Sketch, at: number, stale: boolean): PointValue[] {
  return Object.entries(sketch.points).map(([point, [quantity, value]]) => ({
    point,
    quantity,
    title: isQuantityId(quantity) ? QUANTITIES[quantity].title : both(quantity, quantity),
    value,
    at: at - 300,
    receivedAt: at,
    quality: 'good',
    stale,
  }));
}

export function inventedPeople(): Person[] {
  return [
    { id: 'p1', login: 'admin', name: '管理员甲', role: 'administrator', place: 'region', disabled: false },
    { id: 'p2', login: 'seat-1', name: '值班员乙', role: 'operator', place: 'region', disabled: false },
    { id: 'p3', login: 'keeper', name: '物业丙', role: 'manager', place: 'tower', disabled: false },
    { id: 'p4', login: 'auditor', name: '审计员丁', role: 'auditor', place: 'region', disabled: false },
    { id: 'p5', login: 'gone', name: '离职戊', role: 'technician', place: 'farm', disabled: true },
    { id: 'p7', login: 'fitter', name: '技师庚', role: 'technician', place: 'tower', disabled: false },
    { id: 'p6', login: 'watch', name: '监督员己', role: 'supervisor', place: 'region', disabled: false },
  ];
}
