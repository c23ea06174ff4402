// The first promise on the wire of GB/T 26875.3: a gateway killed at random moments, ten times, has lost no packet that it confirmed.
import type { UnitObject } from '../device-drivers/gb26875/data-unit.ts';
import { COMMAND, decodePacket, encodePacket } from '../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import { readTimeTag, writeTimeTag } from '../device-drivers/gb26875/time-tag.ts';
import { operation, partState, RawStation, SYSTEM } from './links/gb26875/testing/raw-station.ts';
import { SMALL_DISTRICT } from './testing/a-house.ts';
import { alarmsFromJournal, alarmsOf, type KilledWire, killLoop, openCauses } from './testing/kill-loop.ts';
import { scratchFolder } from './testing/scratch.ts';

/** A packet tells by its time tag which it is: so many seconds after this. Ten days ago, so that all of it was. */
const BEGAN = Math.floor(Date.now() / 1_000) * 1_000 - 10 * 86_400_000;
const SECOND_MS = 1_000;
const FIRE = 0b11;
const NORMAL = 0b1;
/** Analogue type 3: 0.1 °C. */
const TEMPERATURE = 3;

/** What each device says, by the number of its packet. */
const SAID: Readonly<Record<string, (seq: number, at: number) => UnitObject>> = {
  'utd-part': (seq, at) => partState(5, seq % 2 === 0 ? FIRE : NORMAL, { at }),
  'utd-parts': (seq, at) => partState(seq % 16, seq % 3 === 0 ? FIRE : NORMAL, { at }),
  'utd-system': (seq, at) => ({ is: 'system-state', ...SYSTEM, status: seq % 4 === 0 ? FIRE | 0b100 : NORMAL, time: writeTimeTag(at) }),
  'utd-button': (seq, at) => operation(seq % 5 === 0 ? 0b100 : 0b1000, 1, at),
  'utd-udp': (seq, at) => {
    const part = { partType: 31, partAddress: 7 * 0x10000 + 1 };
    return { is: 'analogue', ...SYSTEM, ...part, analogueType: TEMPERATURE, raw: 200 + (seq % 50), time: writeTimeTag(at) };
  },
};
const DEVICES = Object.keys(SAID);

const STATIONS: KilledWire = {
  link: 'gb26875',
  district: {
    places: SMALL_DISTRICT.places,
    devices: DEVICES.map((id, nth) => ({
      id,
      model: 'gb26875/transmission-device',
      name: id,
      place: 'tower',
      gb26875: { station: stationOfNumber(nth + 1) },
    })),
  },
  devices: DEVICES,
  async connect(device, port) {
    const station = await RawStation[device === 'utd-udp' ? 'udp' : 'tcp'](port, DEVICES.indexOf(device) + 1);
    const awaited = new Map<number, () => void>();
    station.onPacket = ({ command, serial }) => {
      const confirmed = command === COMMAND.confirm ? awaited.get(serial) : undefined;
      if (!confirmed) return;
      awaited.delete(serial);
      confirmed();
    };
    return {
      say(seq, confirmed) {
        const serial = seq & 0xffff;
        const at = BEGAN + seq * SECOND_MS;
        const told = SAID[device]?.(seq, at);
        awaited.set(serial, confirmed);
        void station.raw(encodePacket(station.packet(told ? [told] : [], { serial, sent: writeTimeTag(at) })));
      },
      end: () => station.close(),
    };
  },
  seqOf(body) {
    const packet = decodePacket(body);
    const sent = 'fault' in packet ? undefined : readTimeTag(packet.sent);
    return sent === undefined ? Number.NaN : (sent - BEGAN) / SECOND_MS;
  },
};

describe('a gateway with transmission devices that is killed', () => {
  const scratch = scratchFolder('stations-kill');
  const control = scratchFolder('stations-kill-control');
  afterAll(() => {
    scratch.remove();
    control.remove();
  });

  it('has stored every packet that it confirmed, over ten kills, and shows no alarm twice', async () => {
    const { confirmed, lost } = await killLoop(scratch.path, 'gate', 10, STATIONS);
    console.log(`10 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(confirmed).toBeGreaterThan(500);
    expect(lost).toEqual([]);

    const alarms = await alarmsOf(scratch.path);
    expect(new Set(openCauses(alarms)).size).toBe(openCauses(alarms).length);
    // The part, the sixteen, the system with its fault, the button.
    expect(new Set(alarms.map(({ device, class: of }) => `${device} ${of}`)).size).toBe(20);
    expect(await alarmsFromJournal(scratch.path)).toEqual(alarms);
  }, 300_000);

  it('would be seen to lose packets if it confirmed before it stored', async () => {
    const { confirmed, lost } = await killLoop(control.path, 'confirm-first', 6, STATIONS);
    console.log(`control, 6 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(lost.length).toBeGreaterThan(0);
  }, 300_000);
});
