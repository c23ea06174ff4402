// The demo's district and the stories that play in it; and a district living on a real broker.
import { readFileSync } from 'node:fs';
import { driverOf, drivers } from '../device-drivers/catalogue.ts';
import { pointOf } from '../device-drivers/driver.ts';
import { isPlausible } from '../device-drivers/quantity.ts';
import { demoDistrict, districtText } from './demo-district.ts';
import { type DistrictDevice, readDistrict, runDistrict } from './district.ts';
import { DEMO_DISTRICT } from './options.ts';
import { type Story, tellStory } from './story.ts';
import { STORIES } from './story-book.ts';
import { startMosquitto } from './testing/mosquitto.ts';
import { Observer } from './testing/observer.ts';

const file = readFileSync(DEMO_DISTRICT, 'utf8');

describe('the demo district', () => {
  const district = readDistrict(file);

  it('stands in its file as the program writes it', () => {
    expect(file).toBe(districtText(demoDistrict()));
  });

  it('has at least 200 devices and every MQTT model that we have', () => {
    expect(district.devices.length).toBeGreaterThanOrEqual(200);
    const models = new Set(district.devices.map(({ model }) => model));
    const ours = drivers().filter(({ protocol }) => protocol === 'mqtt-json');
    expect(ours.map(({ model }) => model).filter((model) => !models.has(model))).toEqual([]);
  });

  it('has one transmission device, and each of its devices has an address on the wire of its driver', () => {
    const onWires = district.devices.filter(({ model }) => driverOf(model)?.protocol !== 'mqtt-json');
    expect(onWires).toMatchObject([{ model: 'gb26875/transmission-device', gb26875: { station: expect.any(String) } }]);
    expect(district.devices.filter((device) => 'gb26875' in device)).toEqual(onWires);
  });

  it('has thirty storeys with at least two smoke heads, a call point, a hydrant, a door and a sounder each', () => {
    for (let floor = 1; floor <= 30; floor++) {
      const kinds = district.devices.filter(({ place }) => place === `tower-f${floor}`).map(({ model }) => driverOf(model)?.kind);
      expect(kinds.filter((kind) => kind === 'smoke').length).toBeGreaterThanOrEqual(2);
      expect(kinds).toEqual(expect.arrayContaining(['callpoint', 'hydrant', 'door', 'sounder']));
    }
  });
});

describe('reading a district', () => {
  const place = { id: 'p', parent: null, kind: 'region', name: '区' };
  const device = { id: 'd', model: 'balefire/smoke', name: '烟感', place: 'p' };
  const cases: [string, unknown, RegExp][] = [
    ['without lists', {}, /lists of places and devices/],
    ['null', null, /lists of places and devices/],
    ['with a place twice', { places: [place, place], devices: [] }, /place p: its id is missing or taken/],
    ['with a parent that comes later', { places: [{ ...place, parent: 'q' }], devices: [] }, /no place q/],
    ['with an unknown kind of place', { places: [{ ...place, kind: 'moon' }], devices: [] }, /unknown kind moon/],
    ['with a device twice', { places: [place], devices: [device, device] }, /device d: its id is missing or taken/],
    ['with an id that opens other topics', { places: [place], devices: [{ ...device, id: 'a/#' }] }, /cannot stand in a topic/],
    ['with an unknown model', { places: [place], devices: [{ ...device, model: 'x' }] }, /unknown model x/],
    ['with a device nowhere', { places: [place], devices: [{ ...device, place: 'x' }] }, /unknown place x/],
    ['with an unknown behaviour', { places: [place], devices: [{ ...device, behaviour: 'x' }] }, /unknown behaviour/],
  ];
  it.each(cases)('%s is refused by name', (_, district, why) => {
    expect(() => readDistrict(JSON.stringify(district))).toThrow(why);
  });
});

describe.each(STORIES.map((story) => [story.name, story] as const))('the story %s', (_, story) => {
  const devices = new Map<string, DistrictDevice>(demoDistrict().devices.map((device) => [device.id, device]));

  it('plays in order, on devices of the demo district, with what they can say', () => {
    let before = 0;
    for (const { at, device, set } of story.steps) {
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
      const driver = driverOf(devices.get(device)?.model ?? '');
      if (!driver) throw new Error(`${device} is not in the district`);
      for (const [key, value] of Object.entries(set)) {
        const point = pointOf(driver, key);
        if (!point) throw new Error(`${device} has no ${key}`);
        if (value !== null) expect(isPlausible(point.quantity, value)).toBe(true);
      }
    }
  });

  it('gives everything back in the end', () => {
    const held = new Map<string, unknown>();
    for (const { device, set } of story.steps) for (const [key, value] of Object.entries(set)) held.set(`${device} ${key}`, value);
    expect([...held].filter(([, value]) => value !== null)).toEqual([]);
  });
});

describe('the story of the fire', () => {
  it('has its two smoke heads, the call point and the falling pressure within a minute', () => {
    const minute = STORIES[0]?.steps.filter(({ at }) => at < 45).map(({ device, set }) => [device, set] as const) ?? [];
    expect(minute.filter(([device, set]) => device.startsWith('tower-f12-smoke') && set['smoke'] === 'alarm')).toHaveLength(2);
    expect(minute).toContainEqual(['tower-f12-call', { pressed: true }]);
    expect(minute.filter(([device]) => device === 'tower-f12-hydrant').map(([, set]) => set['pressure'])).toEqual([0.29, 0.21, 0.13, 0.06]);
  });
});

describe('telling a story', () => {
  const story: Story = {
    name: 'x',
    title: { zh: '试', en: 'Test' },
    steps: [
      { at: 0, device: 'a', set: { smoke: 'alarm' } },
      { at: 100, device: 'gone', set: { smoke: 'alarm' } },
      { at: 200, device: 'a', set: { smoke: null } },
    ],
  };

  it('goes on past a device that is not there', async () => {
    const told: unknown[] = [];
    const device = { set: async (changes: object) => void told.push(changes) };
    const { heard } = await tellStory(story, { deviceOf: (id) => (id === 'a' ? device : undefined), speed: 10_000 });
    await heard;
    expect(told).toEqual([{ smoke: 'alarm' }, { smoke: null }]);
  });

  it('ends at the signal', async () => {
    const stop = new AbortController();
    const told: unknown[] = [];
    const onStep = (step: unknown): void => {
      told.push(step);
      stop.abort();
    };
    await tellStory(story, { deviceOf: () => undefined, signal: stop.signal, onStep });
    expect(told).toHaveLength(1);
  });
});

describe('a living district on a real broker', () => {
  it('lets each device speak for itself, tells the story, and ends at the signal', async () => {
    const devices: DistrictDevice[] = demoDistrict().devices.filter(({ place }) => place === 'tower-f12');
    const district = { places: demoDistrict().places, devices };
    const known = devices.slice(1);
    const credentials = Object.fromEntries(known.map(({ id }) => [id, `secret of ${id}`]));
    const mosquitto = await startMosquitto({ ...credentials, observer: 'eye' });
    const observer = new Observer(mosquitto.url, 'eye');
    await observer.ready();
    const stop = new AbortController();
    const lines: string[] = [];
    const story: Story = {
      name: 'x',
      title: { zh: '试', en: 'Test' },
      steps: [{ at: 0, device: 'tower-f12-call', set: { pressed: true } }],
    };
    const options = { url: mosquitto.url, district, credentials, signal: stop.signal, log: (line: string) => void lines.push(line) };
    const run = runDistrict({ ...options, story, storyAfter: 0, tempo: 100_000 });
    const heard = await observer.until(
      (all) => new Set(all.map(({ device }) => device)).size === known.length && all.some(({ said }) => said.points?.['pressed'] === true),
    );
    stop.abort();
    await run;
    expect(new Set(heard.map(({ device }) => device))).toEqual(new Set(known.map(({ id }) => id)));
    expect(lines).toEqual(['1 devices have no secret on this wire and are left out', 'x: tower-f12-call {"pressed":true}']);
    await observer.end();
    await mosquitto.end();
  });
});
