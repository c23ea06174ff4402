// The demo's district, written out by a program: a high-rise of 30 floors, two houses of flats, a warehouse, a forest farm. All of it is invented.
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import type { Behaviour } from './behaviour.ts';
import type { District, DistrictDevice, DistrictPlace } from './district.ts';

/** Where the invented district lies, WGS-84: hills inland, on no real estate of anyone. */
const TOWER = { longitude: 104.7412, latitude: 35.8106 };
const FLATS = { longitude: 104.7523, latitude: 35.8147 };
const WAREHOUSE = { longitude: 104.7689, latitude: 35.8023 };
const FARM = { longitude: 104.8467, latitude: 35.8391 };
const FLOORS = 30;
/** Number of the tower's transmission device on the wire of GB/T 26875.3. */
const DEMO_STATION = 1001;

interface Draft {
  readonly places: DistrictPlace[];
  readonly devices: DistrictDevice[];
}

/** The district of `config/demo-district.json`. */
export function demoDistrict(): District {
  const draft: Draft = { places: [{ id: 'demo', parent: null, kind: 'region', name: '示范区', ...TOWER }], devices: [] };
  tower(draft);
  flats(draft);
  warehouse(draft);
  forest(draft);
  draft.places.push({ id: 'station', parent: 'demo', kind: 'station', name: '示范消防救援站', ...offset(TOWER, 900, -500) });
  return draft;
}

/** Widest line of a formatted file; a Chinese character takes two columns. */
const WIDEST = 140;

/** As it stands in the file, formatted as the house formats JSON: a line for each place and device where it fits. */
export function districtText({ places, devices }: District): string {
  const row = (one: object): string => {
    const fields = fieldsOf(one);
    const line = `    { ${fields.join(', ')} }`;
    const columns = [...line].reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
    return columns < WIDEST ? line : `    {\n      ${fields.join(',\n      ')}\n    }`;
  };
  const rows = (all: readonly object[]): string => all.map(row).join(',\n');
  return `{\n  "places": [\n${rows(places)}\n  ],\n  "devices": [\n${rows(devices)}\n  ]\n}\n`;
}

function fieldsOf(one: object): string[] {
  const text = (value: unknown): string =>
    typeof value === 'object' && value !== null ? `{ ${fieldsOf(value).join(', ')} }` : JSON.stringify(value);
  return Object.entries(one).map(([key, value]) => `${JSON.stringify(key)}: ${text(value)}`);
}

/** Adds devices to one place; the place's id stands before each device's own. */
function devicesAt(draft: Draft, place: string, position: { longitude?: number; latitude?: number } = {}) {
  return (own: string, model: string, name: string, behaviour?: Behaviour): void => {
    draft.devices.push({
      id: `${place}-${own}`,
      model: `balefire/${model}`,
      name,
      place,
      ...(behaviour ? { behaviour } : {}),
      ...position,
    });
  };
}

/** A position so many metres to the east and north of another. */
function offset(from: { longitude: number; latitude: number }, east: number, north: number) {
  const longitude = from.longitude + east / (111_320 * Math.cos((from.latitude * Math.PI) / 180));
  return { longitude: Number(longitude.toFixed(5)), latitude: Number((from.latitude + north / 111_320).toFixed(5)) };
}

function tower(draft: Draft): void {
  draft.places.push(
    { id: 'tower-unit', parent: 'demo', kind: 'unit', name: '示范大厦物业', ...TOWER },
    { id: 'tower', parent: 'tower-unit', kind: 'building', name: '示范大厦', ...TOWER },
    { id: 'tower-b2', parent: 'tower', kind: 'floor', name: '地下2层 车库' },
    { id: 'tower-b1', parent: 'tower', kind: 'floor', name: '地下1层 消防泵房' },
  );
  const garage = devicesAt(draft, 'tower-b2');
  for (const bay of [1, 2, 3, 4]) garage(`heat-${bay}`, 'heat', `车库${bay}区感温探测器`);
  garage('call', 'call-point', '车库手动报警按钮');
  garage('hydrant', 'hydrant-pressure', '车库消火栓');
  garage('sounder', 'sounder', '车库声光警报器');
  garage('electrical', 'electrical-monitor', '总配电柜电气火灾监控');
  const pumps = devicesAt(draft, 'tower-b1');
  pumps('pool', 'tank-level', '消防水池液位');
  pumps('hydrant-pump', 'pump-controller', '消火栓泵控制柜', 'steady');
  pumps('sprinkler-pump', 'pump-controller', '喷淋泵控制柜', 'steady');
  pumps('hydrant-main', 'pipe-pressure', '消火栓主管压力');
  pumps('sprinkler-main', 'pipe-pressure', '喷淋主管压力');
  for (const nth of [1, 2, 3, 4]) pumps(`valve-${nth}`, 'valve', `湿式报警阀组${nth}号信号阀`);
  pumps('smoke', 'smoke', '泵房感烟探测器');
  pumps('electrical', 'electrical-monitor', '泵房配电箱电气火灾监控');
  for (let floor = 1; floor <= FLOORS; floor++) towerFloor(draft, floor);
  draft.devices.push({
    id: 'tower-utd',
    model: 'gb26875/transmission-device',
    name: '消防控制室传输装置',
    place: 'tower',
    gb26875: { station: stationOfNumber(DEMO_STATION) },
  });
  draft.places.push({ id: 'tower-roof', parent: 'tower', kind: 'floor', name: '屋顶' });
  const roof = devicesAt(draft, 'tower-roof');
  roof('tank', 'tank-level', '高位消防水箱液位');
  roof('hydrant', 'hydrant-pressure', '屋顶试验消火栓');
  roof('pipe', 'pipe-pressure', '水箱出水管压力');
  roof('valve', 'valve', '水箱出水阀');
}

function towerFloor(draft: Draft, floor: number): void {
  const id = `tower-f${floor}`;
  draft.places.push({ id, parent: 'tower', kind: 'floor', name: `${floor}层` });
  const put = devicesAt(draft, id);
  const room = (nth: number): string => `${floor}${String(nth).padStart(2, '0')}`;
  put('smoke-corridor', 'smoke', `${floor}层走廊感烟探测器`);
  for (const nth of [1, 2, 3]) put(`smoke-${room(nth)}`, 'smoke', `${room(nth)}室感烟探测器`);
  put('call', 'call-point', `${floor}层手动报警按钮`);
  put('hydrant', 'hydrant-pressure', `${floor}层消火栓`);
  put('door', 'door', `${floor}层楼梯间防火门`, floor === 27 ? 'drift' : undefined);
  put('sounder', 'sounder', `${floor}层声光警报器`);
  if (floor === 1) {
    put('gas', 'gas', '首层餐厅厨房燃气探测器');
    put('heat', 'heat', '首层餐厅厨房感温探测器');
    put('broadcast', 'broadcast', '消防应急广播主机');
  }
  if (floor % 5 === 0) put('electrical', 'electrical-monitor', `${floor}层配电箱电气火灾监控`);
  if (floor % 10 === 0) put('end-test', 'sprinkler-end-test', `${floor}层末端试水装置`);
}

/** Two high houses of flats: one has devices of its own and no transmission device, nothing at all is known of the other. */
function flats(draft: Draft): void {
  draft.places.push(
    { id: 'flats-unit', parent: 'demo', kind: 'unit', name: '样例花园物业', ...FLATS },
    { id: 'flats-1', parent: 'flats-unit', kind: 'building', name: '样例花园1号楼', ...FLATS },
    { id: 'flats-1-top', parent: 'flats-1', kind: 'floor', name: '33层' },
    { id: 'flats-1-roof', parent: 'flats-1', kind: 'floor', name: '屋顶' },
    { id: 'flats-2', parent: 'flats-unit', kind: 'building', name: '样例花园2号楼', ...offset(FLATS, 80, 0) },
  );
  const top = devicesAt(draft, 'flats-1-top');
  top('hydrant', 'hydrant-pressure', '33层消火栓');
  for (const nth of [1, 2]) top(`smoke-${nth}`, 'smoke', `33层${nth}号感烟探测器`);
  top('door', 'door', '33层楼梯间防火门');
  top('electrical', 'electrical-monitor', '33层配电箱电气火灾监控', 'silent');
  devicesAt(draft, 'flats-1-roof')('tank', 'tank-level', '1号楼高位水箱液位');
}

function warehouse(draft: Draft): void {
  const here = offset(WAREHOUSE, 0, 0);
  draft.places.push(
    { id: 'store-unit', parent: 'demo', kind: 'unit', name: '样板仓储', ...here },
    { id: 'store', parent: 'store-unit', kind: 'building', name: '样板仓库', ...here },
  );
  for (const [zone, name] of [
    ['a', 'A区'],
    ['b', 'B区'],
    ['c', 'C区'],
  ] as const) {
    const id = `store-${zone}`;
    draft.places.push({ id, parent: 'store', kind: 'zone', name });
    const put = devicesAt(draft, id);
    for (const nth of [1, 2, 3, 4]) put(`smoke-${nth}`, 'smoke', `${name}${nth}号感烟探测器`);
    put('call', 'call-point', `${name}手动报警按钮`);
    put('hydrant', 'hydrant-pressure', `${name}消火栓`);
    put('sounder', 'sounder', `${name}声光警报器`);
    put('electrical', 'electrical-monitor', `${name}配电箱电气火灾监控`);
    put('end-test', 'sprinkler-end-test', `${name}末端试水装置`);
  }
  draft.places.push({ id: 'store-yard', parent: 'store-unit', kind: 'zone', name: '院区', ...here });
  for (const [nth, east, north] of [
    [1, -90, 60],
    [2, 90, 60],
    [3, 90, -60],
    [4, -90, -60],
  ] as const) {
    const behaviour = nth === 4 ? 'spike' : undefined;
    devicesAt(draft, 'store-yard', offset(WAREHOUSE, east, north))(`hydrant-${nth}`, 'hydrant-smart', `院区${nth}号室外消火栓`, behaviour);
  }
  const yard = devicesAt(draft, 'store-yard');
  yard('pump', 'pump-controller', '仓库消防泵控制柜', 'steady');
  yard('pool', 'tank-level', '仓库消防水池液位');
  yard('valve', 'valve', '环网分段阀');
  yard('office-smoke', 'smoke', '门卫室感烟探测器', 'silent');
}

function forest(draft: Draft): void {
  draft.places.push({ id: 'forest', parent: 'demo', kind: 'farm', name: '烽燧林场', ...FARM });
  const spots: [id: string, kind: DistrictPlace['kind'], name: string, east: number, north: number][] = [
    ['forest-east', 'checkpoint', '东山口卡点', 2600, 300],
    ['forest-west', 'checkpoint', '西沟口卡点', -2400, -500],
    ['forest-tower', 'post', '主峰瞭望台', 200, 1900],
    ['forest-water-1', 'water', '东山水源点', 1900, 900],
    ['forest-water-2', 'water', '西沟水源点', -1700, 200],
    ['forest-water-3', 'water', '主峰水源点', 100, 1300],
  ];
  const at = new Map(spots.map(([id, , , east, north]) => [id, offset(FARM, east, north)]));
  for (const [id, kind, name] of spots) draft.places.push({ id, parent: 'forest', kind, name, ...at.get(id) });
  for (const [nth, side] of ['forest-east', 'forest-west'].entries()) {
    const put = devicesAt(draft, side, at.get(side));
    put('hydrant', 'hydrant-smart', nth === 0 ? '东山口取水栓' : '西沟口取水栓');
    put('voice', 'voice-post', nth === 0 ? '东山口语音宣传杆' : '西沟口语音宣传杆');
  }
  for (const nth of [1, 2, 3])
    devicesAt(draft, `forest-water-${nth}`, at.get(`forest-water-${nth}`))('tank', 'forest-tank', `${nth}号蓄水箱`);
  devicesAt(draft, 'forest-tower', at.get('forest-tower'))('weather', 'weather-station', '主峰气象站');
  for (let nth = 1; nth <= 8; nth++) {
    const angle = (nth / 8) * 2 * Math.PI;
    const where = offset(FARM, 1500 * Math.cos(angle), 1200 * Math.sin(angle));
    draft.places.push({ id: `forest-p${nth}`, parent: 'forest', kind: 'post', name: `${nth}号林道杆位`, ...where });
    const behaviour = nth === 7 ? 'garbled' : undefined;
    draft.devices.push({
      id: `forest-post-${nth}`,
      model: 'balefire/voice-post',
      name: `${nth}号语音宣传杆`,
      place: `forest-p${nth}`,
      ...(behaviour ? { behaviour } : {}),
      ...where,
    });
  }
}
