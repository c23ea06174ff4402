// Devices that are lost: one by one each is its own alarm, many of one network at once are one.
import fc from 'fast-check';
import { Carriers, networkOf } from './carriers.ts';

const LIMITS = { offlineAfterMs: 30_000, carrierDevices: 10, carrierShare: 1 / 3 };

function watched() {
  const said: string[] = [];
  const voice = {
    online: (device: string) => void said.push(`${device} online`),
    offline: (device: string) => void said.push(`${device} offline`),
    lostWithCarrier: (device: string) => void said.push(`${device} unknown`),
    carrier: (network: string, lost: number) => void said.push(`${network} ${lost}`),
  };
  const carriers = new Carriers(LIMITS, voice);
  const take = (): string[] => said.splice(0);
  return { carriers, take };
}
const ids = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => `d${from + n}`);

describe('a lost device', () => {
  it('is offline when it stays away, and no word is said of one that comes back', () => {
    const { carriers, take } = watched();
    for (const id of ids(20)) carriers.came(id, 'net', 0);
    take();
    carriers.left('d1', 1_000);
    carriers.left('d2', 1_000);
    carriers.came('d2', 'net', 5_000);
    carriers.look(30_000);
    expect(take()).toEqual([]);
    carriers.look(31_000);
    expect(take()).toEqual(['d1 offline']);
    carriers.came('d1', 'net', 40_000);
    expect(take()).toEqual(['d1 online']);
  });

  it('is no alarm of its own where a third of its network went with it', () => {
    const { carriers, take } = watched();
    for (const id of ids(30)) carriers.came(id, 'net', 0);
    for (const id of ids(5, 100)) carriers.came(id, 'other', 0);
    take();
    for (const id of ids(25)) carriers.left(id, 1_000);
    carriers.left('d100', 1_000);
    carriers.look(31_000);
    const said = take();
    expect(said).toContain('net 25');
    expect(said).toContain('d100 offline');
    expect(said.filter((word) => word.endsWith('unknown'))).toHaveLength(25);
    expect(said.filter((word) => word.endsWith('offline'))).toHaveLength(1);
    expect(carriers.lostWith('d3')).toBe('net');
  });

  it('is offline by itself when its network is well again and it is not, after the time that each has to come back', () => {
    const { carriers, take } = watched();
    for (const id of ids(30)) carriers.came(id, 'net', 0);
    for (const id of ids(30)) carriers.left(id, 1_000);
    carriers.look(31_000);
    take();
    // They come back one by one: the last few are not lost because the first are there.
    for (const id of ids(22)) carriers.came(id, 'net', 60_000);
    carriers.look(61_000);
    const said = take();
    expect(said).toContain('net 0');
    expect(said.filter((word) => word.endsWith('offline'))).toEqual([]);
    for (const id of ids(6, 22)) carriers.came(id, 'net', 80_000);
    carriers.look(90_000);
    expect(take()).toEqual(ids(6, 22).map((id) => `${id} online`));
    carriers.look(91_000);
    expect(take()).toEqual(['d28 offline', 'd29 offline']);
  });

  it('is not known to be here when it leaves its lost network in the moment in which another comes back', () => {
    const { carriers, take } = watched();
    for (const id of ids(31)) carriers.came(id, 'net', 0);
    for (const id of ids(30)) carriers.left(id, 1_000);
    carriers.look(31_000);
    take();
    carriers.came('d0', 'net', 40_000);
    carriers.left('d30', 40_000);
    carriers.look(41_000);
    expect(take()).toEqual(['d0 online', 'd30 unknown']);
  });

  it('that was lost before a restart of the gateway is said to be here when it comes', () => {
    const { carriers, take } = watched();
    carriers.expected('d1', 'unknown', 0);
    carriers.came('d1', 'net', 5_000);
    expect(take()).toEqual(['d1 online']);
    carriers.look(60_000);
    expect(take()).toEqual([]);
  });

  it('is told at last as it is: whoever is away for long is offline or of a network that is said to be down', () => {
    const step = fc.record({ device: fc.nat(40), does: fc.constantFrom('came', 'left'), after: fc.nat(20_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { carriers, take } = watched();
        const here = new Map<string, boolean>();
        const told = new Map<string, string>();
        let now = 0;
        const listen = (): void => {
          for (const word of take()) told.set(word.split(' ')[0] ?? '', word.split(' ')[1] ?? '');
        };
        for (const { device, does, after } of steps) {
          const id = `d${device}`;
          if (does === 'came') carriers.came(id, 'net', now);
          else if (here.has(id)) carriers.left(id, now);
          if (does === 'came' || here.has(id)) here.set(id, does === 'came');
          for (let passed = 0; passed < after; passed += 1_000) {
            now += 1_000;
            carriers.look(now);
          }
          listen();
        }
        for (const later of [60_000, 61_000, 91_000]) carriers.look(now + later);
        listen();
        const isDown = (told.get('net') ?? '0') !== '0';
        for (const [id, isHere] of here) {
          if (isHere) expect(told.get(id)).toBe('online');
          else expect(told.get(id)).toBe(carriers.lostWith(id) === undefined ? 'offline' : 'unknown');
          if (carriers.lostWith(id)) expect(isDown).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a network', () => {
  it('is the neighbourhood of an address', () => {
    expect(networkOf('10.1.2.3')).toBe('10.1.2.0/24');
    expect(networkOf('2001:db8:7:9::1')).toBe('2001:db8:7::/48');
    expect(networkOf('::1')).toBe('0:0:0::/48');
  });
});
