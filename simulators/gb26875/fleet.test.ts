// Many transmission devices in one process, over real sockets.
import { decodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { runTransmissionFleet, startTransmissionFleet, type TransmissionFleet, type TransmissionFleetReport } from './fleet.ts';
import { PartList, readParts } from './parts.ts';
import { ScriptedCentre } from './testing/scripted-centre.ts';

describe.each(['tcp', 'udp'] as const)('a fleet over %s', (transport) => {
  let centre: ScriptedCentre;
  let fleet: TransmissionFleet | undefined;
  beforeEach(async () => {
    centre = await ScriptedCentre.start(transport);
  });
  afterEach(async () => {
    await fleet?.stop();
    fleet = undefined;
    await centre.end();
  });

  it('has stations that count on from a number, and tells a mix of telemetry in turn at a rate', async () => {
    fleet = await startTransmissionFleet({
      transport,
      port: centre.port,
      count: 25,
      firstStation: 7000,
      perSecond: 1000,
      heartbeatSeconds: 0,
    });
    expect(fleet.devices.every((device) => device.isConnected)).toBe(true);
    const report = await runTransmissionFleet(fleet, { rate: 400, duration: 0.5 });
    expect(report).toMatchObject({ sent: 200, confirmed: 200, resent: 0, denied: 0, failed: 0, heldBack: 0, waiting: 0 });
    expect(report.p50).toBeGreaterThan(0);
    expect(report.p99).toBeGreaterThanOrEqual(report.p50);
    const stations = new Set(centre.heard.map(({ packet }) => stationNumber(packet.source)));
    expect([...stations].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, nth) => 7000 + nth));
    const types = centre.heard.map(({ packet: { unit } }) => {
      expect(decodeUnit(unit).faults).toEqual([]);
      return unit[0];
    });
    expect(types.filter((type) => type === 3)).toHaveLength(150);
    expect(types.filter((type) => type === 2)).toHaveLength(50);
  });

  it('holds telemetry back where nothing is confirmed, instead of piling it up', async () => {
    centre.react = () => null;
    fleet = await startTransmissionFleet({
      transport,
      port: centre.port,
      count: 2,
      perSecond: 1000,
      timeoutMs: 60_000,
      heartbeatSeconds: 0,
    });
    const stop = new AbortController();
    const run = runTransmissionFleet(fleet, { rate: 2000, signal: stop.signal });
    await centre.until(() => centre.heard.length === 2);
    const { devices } = fleet;
    while (devices.some(({ waiting }) => waiting < 16)) await new Promise(setImmediate);
    stop.abort();
    const report = await run;
    expect(report).toMatchObject({ sent: 2, confirmed: 0, waiting: 32 });
    expect(devices.map(({ waiting }) => waiting)).toEqual([16, 16]);
  });
});

describe('starting a fleet', () => {
  it('ends at the signal, before all are there', async () => {
    const centre = await ScriptedCentre.start('tcp');
    const stop = new AbortController();
    const starting = startTransmissionFleet({ transport: 'tcp', port: centre.port, count: 50, perSecond: 1, signal: stop.signal });
    await centre.until(() => centre.links.length > 0);
    stop.abort();
    const fleet = await starting;
    expect(fleet.devices.filter(({ isConnected }) => isConnected).length).toBeLessThan(50);
    expect((await runTransmissionFleet(fleet, { rate: 1, signal: stop.signal })).sent).toBeLessThan(50);
    await fleet.stop();
    await centre.end();
  });

  it('speaks of those that are missing, and they go on trying', async () => {
    const centre = await ScriptedCentre.start('tcp');
    await centre.end();
    const stop = new AbortController();
    const lines: string[] = [];
    const starting = startTransmissionFleet({
      ...{ transport: 'tcp', port: centre.port, count: 3, perSecond: 1000, reconnectMs: 5 },
      signal: stop.signal,
      log: (line) => void lines.push(line),
    });
    await new Promise(setImmediate);
    stop.abort();
    const fleet = await starting;
    expect(lines).toEqual(['3 台中 3 台尚未连接 / 3 of 3 devices are not connected yet']);
    await fleet.stop();
  });

  it('tells of parts alone where nothing measures, and of nothing where there are no parts', async () => {
    const centre = await ScriptedCentre.start('tcp');
    const run = async (parts: PartList): Promise<TransmissionFleetReport> => {
      const fleet = await startTransmissionFleet({ transport: 'tcp', port: centre.port, count: 1, parts, heartbeatSeconds: 0 });
      const report = await runTransmissionFleet(fleet, { rate: 100, duration: 0.05 });
      await fleet.stop();
      return report;
    };
    expect(await run(readParts('loop,point,type\n1,1,42\n1,2,42'))).toMatchObject({ sent: 5, confirmed: 5 });
    expect(await run(new PartList([]))).toMatchObject({ sent: 0 });
    await centre.end();
  });
});
