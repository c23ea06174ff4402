// Each flaw as it stands on the wire, seen by a centre on a real loopback socket.
import { decodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { COMMAND } from '../../device-drivers/gb26875/packet.ts';
import { ZERO_STATION } from '../../device-drivers/gb26875/station.ts';
import { readTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { FLAWS, type Flaw, hasFlaw } from './flaws.ts';
import { type Stage, stage, strike } from './testing/stage.ts';

afterEach(strike);

const warmth = { is: 'measure', part: '2-23', analogue: 3, raw: 215 } as const;

/** A device whose first transmission has the flaw and whose others have none; all that was told is confirmed in the end. */
async function once(flaw: Flaw, options: { timeoutMs?: number } = {}): Promise<Stage> {
  const one = await stage('tcp', { flaws: { [flaw]: [1] }, timeoutMs: 60_000, ...options });
  await one.device.happen(warmth);
  expect(one.device.state()).toMatchObject({ waiting: 0, lost: 0, dropped: 0 });
  return one;
}

/** What the centre found in the stream, packets by their first byte of data. */
function found({ centre }: Stage): (string | number | undefined)[] {
  return centre.links.flatMap((link) =>
    link.found.map((one) => (one.is === 'packet' ? one.packet.unit[0] : one.is === 'refused' ? one.why : one.is)),
  );
}

describe('a flaw on the wire', () => {
  it('checksum: is denied, and sent again right', async () => {
    const one = await once('checksum');
    expect(found(one)).toEqual(['checksum', 'skipped', 3]);
    expect(one.device.state()).toMatchObject({ denied: 1, resent: 1 });
  });

  it('end-mark: is denied, and sent again right', async () => {
    expect(found(await once('end-mark'))).toEqual(['end-mark', 'skipped', 3]);
  });

  it('half: stays half until the link is opened again', async () => {
    const one = await once('half', { timeoutMs: 100 });
    const [first, second] = one.centre.links;
    expect(Buffer.concat(first?.chunks ?? [])).toHaveLength((30 + 18) / 2);
    expect(first?.found).toEqual([]);
    expect(second?.found.map(({ is }) => is)).toEqual(['packet']);
    expect(one.device.state()).toMatchObject({ failed: 1, links: 2 });
  });

  it('garbage: stands before a packet that is right', async () => {
    expect(found(await once('garbage'))).toEqual(['skipped', 3]);
  });

  it('drip: comes a byte at a time', async () => {
    const one = await once('drip');
    const chunks = one.centre.links[0]?.chunks ?? [];
    expect(Buffer.concat(chunks)).toHaveLength(48);
    // A busy machine may read two bytes at once; a packet in a few pieces would be no drip.
    expect(chunks.length).toBeGreaterThan(24);
    expect(found(one)).toEqual([3]);
  });

  it('joined: two packets come in one segment', async () => {
    const one = await once('joined');
    expect(one.centre.links[0]?.chunks.map(({ length }) => length)).toEqual([48 + 30 + 9]);
    expect(found(one)).toEqual([3, 21]);
    expect(one.centre.heard.map(({ packet }) => packet.serial)).toEqual([0, 1]);
  });

  it('no-objects: says n = 0 before an object', async () => {
    const one = await once('no-objects');
    const { count, objects, faults } = decodeUnit(one.centre.heard[0]?.packet.unit ?? new Uint8Array());
    expect({ count, objects: objects.length }).toEqual({ count: 0, objects: 0 });
    expect(faults).toContain('no-objects');
  });

  it('too-many: says more objects than there are', async () => {
    const one = await once('too-many');
    expect(decodeUnit(one.centre.heard[0]?.packet.unit ?? new Uint8Array())).toMatchObject({
      count: 4,
      objects: [{ raw: 215 }],
      faults: ['truncated'],
    });
  });

  it('impossible-date: has days that do not exist, in head and object', async () => {
    const one = await once('impossible-date');
    const [heard] = one.centre.heard;
    const [object] = decodeUnit(heard?.packet.unit ?? new Uint8Array()).objects;
    if (!heard || object?.is !== 'analogue') throw new Error('not heard');
    expect([...heard.packet.sent]).toEqual([59, 59, 23, 31, 2, 26]);
    expect(readTimeTag(heard.packet.sent)).toBeUndefined();
    expect([...object.time]).toEqual([...heard.packet.sent]);
  });

  it('zero-station: does not say who it is', async () => {
    const one = await once('zero-station');
    expect(one.centre.heard[0]?.packet).toMatchObject({ source: ZERO_STATION, unit: expect.anything() });
  });

  it('over-length: is denied by its head, and sent again right', async () => {
    const one = await once('over-length');
    expect(found(one)[0]).toBe('over-length');
    expect(found(one).at(-1)).toBe(3);
    expect(Buffer.concat(one.centre.links[0]?.chunks ?? [])).toHaveLength(30 + 1025 + 48);
  });

  it('deaf: reads nothing on that link, so that nothing is confirmed there', async () => {
    const one = await once('deaf', { timeoutMs: 100 });
    expect(one.centre.heard.map(({ link }) => one.centre.links.indexOf(link))).toEqual([0, 0, 0, 0, 1]);
    expect(one.device.state()).toMatchObject({ failed: 1, confirmed: 1, strayed: 0 });
  });

  it('duplicate: comes twice with the same serial', async () => {
    const one = await once('duplicate');
    await one.centre.until(() => one.centre.heard.length === 2);
    expect(one.centre.heard.map(({ packet }) => packet.serial)).toEqual([0, 0]);
    await one.device.happen(warmth);
    expect(one.device.state()).toMatchObject({ sent: 2, confirmed: 2, strayed: 1 });
  });
});

describe('flaws by chance', () => {
  it('come as often as they should, and with the same seed at the same places', () => {
    const at = (seed: string): number[] =>
      Array.from({ length: 2000 }, (_, nth) => nth).filter((nth) => hasFlaw({ checksum: 0.1 }, 'checksum', nth, seed));
    expect(at('a').length).toBeGreaterThan(140);
    expect(at('a').length).toBeLessThan(260);
    expect(at('a')).toEqual(at('a'));
    expect(at('a')).not.toEqual(at('b'));
    expect(hasFlaw({ checksum: 0 }, 'checksum', 1, '')).toBe(false);
    expect(hasFlaw({ checksum: 1 }, 'half', 1, '')).toBe(false);
  });

  it('all together lose nothing', async () => {
    const flaws = Object.fromEntries(Object.keys(FLAWS).map((flaw) => [flaw, flaw === 'half' || flaw === 'deaf' ? 0.02 : 0.05]));
    const { centre, device } = await stage('tcp', { flaws, timeoutMs: 60, reconnectMs: 1, seed: 'all' });
    const raws = Array.from({ length: 60 }, (_, nth) => nth);
    await Promise.all(raws.map((raw) => device.happen({ ...warmth, raw })));
    expect(device.state()).toMatchObject({ waiting: 0, dropped: 0, lost: 0 });
    // In order, and each at least once; n = 0 hides its object.
    const told = centre.of(COMMAND.send).flatMap(({ packet }) => {
      const objects = decodeUnit(packet.unit.length > 2 ? Uint8Array.from(packet.unit).fill(1, 1, 2) : packet.unit).objects;
      return objects.flatMap((object) => (object.is === 'analogue' ? [object.raw] : []));
    });
    expect([...new Set(told)]).toEqual(raws);
  });
});
