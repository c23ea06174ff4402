// Every known packet says what it is known to say, and is written back byte for byte.
import { decodeUnit, encodeUnit, type UnitObject } from './data-unit.ts';
import { explain, say } from './explain.ts';
import { decodePacket, encodePacket, type Packet } from './packet.ts';
import { type Profile, profileOf, STANDARD } from './profile.ts';
import { scan } from './scan.ts';
import { stationNumber } from './station.ts';
import { bytesOf, type SaidObject, type Vector, vectors } from './testing/vectors.ts';
import { readText } from './text.ts';
import { analogueText, bitsOf, placeText, timeText } from './unit-words.ts';

const sound = vectors.filter(({ refused }) => !refused).map((vector) => [vector.meaning, vector] as const);
const wrong = vectors.filter(({ refused }) => refused).map((vector) => [vector.refused, vector.meaning, vector] as const);

function packetOf({ hex }: Vector): Packet {
  const packet = decodePacket(bytesOf(hex));
  if ('fault' in packet) throw new Error(packet.fault);
  return packet;
}

function profileFor({ unit }: Vector): Profile {
  const profile = unit?.profile === undefined ? STANDARD : profileOf(unit.profile);
  if (!profile) throw new Error(`no profile ${unit?.profile}`);
  return profile;
}

/** The keys of the bits that are set. */
function keysOf(is: UnitObject['is'], value: number): string[] {
  return (bitsOf(is) ?? []).flatMap((bit, n) => ((value >>> n) & 1 ? [bit?.key ?? `bit ${n}`] : []));
}

function told(object: UnitObject, profile: Profile): SaidObject {
  const hex = (address: number): string => placeText(address, { ...profile, partAddress: 'opaque' });
  return {
    ...('systemType' in object ? { system: [object.systemType, object.systemAddress] } : {}),
    ...('partType' in object ? { part: object.partType } : {}),
    ...('partAddress' in object ? { address: hex(object.partAddress), place: placeText(object.partAddress, profile) } : {}),
    ...('status' in object ? { status: keysOf(object.is, object.status) } : {}),
    ...('operations' in object ? { operations: keysOf(object.is, object.operations), operator: object.operator } : {}),
    ...('description' in object ? { text: readText(object.description) } : {}),
    ...('text' in object ? { text: readText(object.text) } : {}),
    ...('raw' in object
      ? { analogue: object.analogueType, raw: object.raw, value: analogueText(object.analogueType, object.raw, profile) }
      : {}),
    ...('main' in object ? { main: object.main, sub: object.sub } : {}),
    ...('count' in object ? { count: object.count, from: timeText(object.from) ?? '' } : {}),
    ...('time' in object ? { time: timeText(object.time) ?? null } : {}),
  };
}

describe('a known packet', () => {
  it.each(sound)('says: %s', (_, vector) => {
    const packet = packetOf(vector);
    expect({
      serial: packet.serial,
      version: `${packet.version.main}.${packet.version.user}`,
      sent: timeText(packet.sent) ?? null,
      source: stationNumber(packet.source),
      destination: stationNumber(packet.destination),
      command: packet.command,
    }).toEqual(vector.packet);
    const { type, objects, faults } = decodeUnit(packet.unit, profileFor(vector));
    if (!vector.unit) {
      expect(packet.unit).toHaveLength(0);
      expect(faults).toEqual(['empty-unit']);
      return;
    }
    expect(type).toBe(vector.unit.type);
    expect(faults).toEqual(vector.unit.faults ?? []);
    if (!vector.objects) return;
    expect(objects).toHaveLength(vector.objects.length);
    objects.forEach((object, n) => {
      const { place, ...expected } = vector.objects?.[n] ?? {};
      const { place: itsPlace, ...said } = told(object, profileFor(vector));
      expect(said).toEqual(expected);
      if (place) expect(itsPlace).toBe(place);
    });
  });

  it.each(sound)('is written back byte for byte: %s', (_, vector) => {
    const packet = packetOf(vector);
    const profile = profileFor(vector);
    expect(Buffer.from(encodePacket(packet)).toString('hex').toUpperCase()).toBe(vector.hex);
    const { objects, faults } = decodeUnit(packet.unit, profile);
    if (faults.length === 0) expect(encodeUnit(objects, profile)).toEqual(Uint8Array.from(packet.unit));
  });

  it('is one of nearly all: only what is no standard object is kept raw', () => {
    const raw = sound.filter(([, { unit }]) => unit?.faults).map(([, { meaning }]) => meaning);
    expect(raw).toEqual(['vendor TLV inside type 2, object count 4', 'vendor handshake request', expect.stringContaining('type 0x96=150')]);
  });

  it.each(sound)('has every byte explained without a fault of its own: %s', (_, vector) => {
    const { unit, packet } = vector;
    const faulty = explain(bytesOf(vector.hex), profileFor(vector)).filter(({ fault }) => fault);
    const versionIsOne = packet?.version.startsWith('1.') ?? false;
    if (!unit?.faults && versionIsOne) expect(faulty).toEqual([]);
    else expect(faulty.length).toBeGreaterThan(0);
  });

  it('of a manual call point reads like a line of a log', () => {
    const vector = vectors.find(({ objects }) => objects?.[0]?.text === '三层东走廊手报');
    expect(vector && say(packetOf(vector).unit)).toEqual([
      {
        zh: '火灾报警系统 1 · 手动火灾报警按钮 1-5 · 火警 · 三层东走廊手报',
        en: 'Fire alarm system 1 · Manual call point 1-5 · Fire · 三层东走廊手报',
      },
    ]);
  });
});

describe('bytes that are no packet', () => {
  it.each(wrong)('are refused as %s: %s', (refused, _, { hex }) => {
    expect(decodePacket(bytesOf(hex))).toEqual({ fault: refused });
  });

  it.each(wrong)('are reported with their head in a stream, to be denied, where they are long enough (%s: %s)', (refused, _, { hex }) => {
    const bytes = bytesOf(hex);
    const [first] = scan(bytes).found;
    const serial = (bytes[2] ?? 0) + (bytes[3] ?? 0) * 256;
    if (refused === 'too-short') expect(first).toBeUndefined();
    else expect(first).toMatchObject({ is: 'refused', why: refused, head: { serial, version: { main: bytes[4], user: bytes[5] } } });
  });
});
