// The part of the fake gateway that speaks for transmission devices: link, parts, packets, operations, lists of parts.
import express, { type Request, type Router } from 'express';
import { PROFILES } from '../../device-drivers/gb26875/profile.ts';
import type { DeviceView, HeldDevice, Place, RawFrame } from '../../gateway/web/contract.ts';
import type { ParameterView } from '../../gateway/web/rule-contract.ts';
import type { OperationRow, PacketTrace, StationLink } from '../../gateway/web/transmission-contract.ts';
import { refuse } from './fake-answers.ts';
import { importList } from './fake-import.ts';
import { linkSettingsOf } from './fake-parameters.ts';
import { inventedTraces, packetFrame, packetOf, partState, traceOf } from './invented-packets.ts';
import { FARM_STATION, inventedParts, partRowOf, STORE_STATION, TOWER_STATION } from './invented-panel.ts';

/** As many as the real one keeps for each device. */
const KEPT = 64;

/** What is set for it is kept with the parameters. */
type FakeLink = Omit<StationLink, 'settings'>;

export type FakeTransmission = ReturnType<typeof fakeTransmission>;

/** `empty`: a gateway on its first day. */
export function fakeTransmission(places: readonly Place[], now: number, empty: boolean) {
  const parts: DeviceView[] = empty ? [] : inventedParts(places, now);
  const links = new Map<string, FakeLink>([
    [TOWER_STATION, linkUp(now)],
    [
      STORE_STATION,
      {
        ...linkUp(now),
        connected: false,
        transport: null,
        peer: null,
        since: null,
        lastPacket: now - 1_260_000,
        clockAhead: -86_460_000,
        clockSet: null,
        unanswered: true,
        carrier: '10.40.0.0/16',
        waiting: 2,
      },
    ],
  ]);
  const traces = new Map<string, PacketTrace[]>([[TOWER_STATION, empty ? [] : inventedTraces('790300000000', now)]]);

  return {
    parts,
    links,
    traces,
    /** Commands that no device answers. */
    silentTo: new Set<string>(),
    operations: empty ? [] : inventedOperations(now),
    /** A packet passes on the wire of a device. */
    pass(device: string, direction: PacketTrace['direction'], bytes: Uint8Array, refused?: string): PacketTrace {
      const before = traces.get(device) ?? [];
      const at = Date.now();
      const trace = traceOf({
        number: (before.at(-1)?.number ?? 0) + 1,
        at,
        direction,
        bytes,
        ...(refused === undefined ? {} : { refused }),
      });
      traces.set(device, [...before, trace].slice(-KEPT));
      return trace;
    },
  };
}

/** A device that nobody has placed, which speaks the protocol of a transmission device. */
export function heldStation(now: number): HeldDevice {
  return {
    id: 'gb-e20400000000',
    site: '云泽区',
    firstHeard: now - 400_000,
    lastHeard: now - 4_000,
    frames: 12,
    peer: '10.30.9.2:51000',
    model: 'gb26875/transmission-device',
  };
}

export function stationFrames(now: number): RawFrame[] {
  const station = '790300000000';
  const fire = packetOf(station, 41, now - 20_000, [
    partState(now - 21_000, [3, 25, 42, 0b10, '12层05室感烟']),
    partState(now - 21_000, [3, 34, 23, 0b10, '12层东楼梯手报']),
  ]);
  const cut = fire.slice(0, 61);
  return [
    packetFrame(812, now - 20_000, fire),
    packetFrame(811, now - 60_000, packetOf(station, 40, now - 60_000, [])),
    packetFrame(809, now - 90_000, cut, ['malformed-packet']),
  ];
}

function linkUp(now: number): FakeLink {
  return {
    connected: true,
    transport: 'tcp',
    peer: '10.30.4.17:40211',
    since: now - 7_380_000,
    lastPacket: now - 3_000,
    clockAhead: 1_240,
    clockSet: now - 7_379_000,
    inspected: now - 90_000,
    nextInspection: now + 3_510_000,
    unanswered: false,
    doubled: false,
    carrier: null,
    waiting: 0,
    counters: { packets: 1_204, urgent: 9, refused: 1, confirmed: 1_203, resends: 2, failed: 0 },
  };
}

const both = (zh: string, en: string) => ({ zh, en });

function inventedOperations(now: number): OperationRow[] {
  const of = (
    ago: number,
    key: string,
    title: OperationRow['operations'][number]['title'],
    operator: number,
    isPanel = false,
  ): Omit<OperationRow, 'number'> => ({
    at: now - ago,
    receivedAt: now - ago + (ago === 5_400_000 ? 780_000 : 400),
    device: isPanel ? `${TOWER_STATION}:1.0` : TOWER_STATION,
    deviceName: isPanel ? '火灾报警系统 0' : '3号楼消控室传输装置',
    operations: [{ key, title }],
    operator,
  });
  const rows = [
    of(61_000, 'silence', both('消音', 'Silence'), 3),
    of(190_000, 'manualAlarm', both('手动报警', 'Manual alarm'), 3),
    of(205_000, 'silence', both('消音', 'Silence'), 1, true),
    of(5_400_000, 'dutyReply', both('查岗应答', 'Duty reply'), 3),
    of(91_000_000, 'reset', both('复位', 'Reset'), 1, true),
    of(91_200_000, 'selfTest', both('自检', 'Self-test'), 2, true),
  ];
  return rows.map((row, nth) => ({ ...row, number: rows.length - nth }));
}

export function transmissionRoutes(
  routes: Router,
  state: {
    readonly devices: readonly DeviceView[];
    readonly transmission: FakeTransmission;
    readonly parameters: readonly ParameterView[];
  },
): void {
  const { transmission } = state;
  const id = (request: Request): string => String(request.params['id']);

  routes.get('/profiles', (_, response) => {
    response.json({ items: PROFILES.map(({ id: profile, title, source }) => ({ id: profile, title, source })) });
  });
  routes.get('/devices/:id/link', (request, response) => {
    const link = transmission.links.get(id(request)) ?? {
      ...linkUp(Date.now()),
      ...(id(request) === FARM_STATION ? NEVER : {}),
    };
    const device = state.devices.find((one) => one.id === id(request));
    response.json({ ...link, settings: linkSettingsOf(device, state.parameters) });
  });
  routes.get('/devices/:id/parts', (request, response) => {
    const { search = '', state: wanted } = request.query;
    const rows = transmission.parts
      .filter((one) => one.part?.of.id === id(request))
      .filter((one) => wanted !== 'alarm' || one.worst !== null)
      .flatMap((one) => partRowOf(one) ?? [])
      .filter(({ part, name }) => `${part.loop}-${part.point} ${part.type.zh} ${part.type.en} ${name}`.includes(String(search)));
    const from = Number(request.query['after'] ?? 0);
    const limit = Number(request.query['limit'] ?? 50);
    response.json({
      items: rows.slice(from, from + limit),
      next: from + limit < rows.length ? String(from + limit) : null,
      total: rows.length,
    });
  });
  routes.get('/devices/:id/packets', (request, response) => {
    const after = Number(request.query['after'] ?? 0);
    const traces = transmission.traces.get(id(request)) ?? [];
    response.json({ items: traces.filter((one) => one.number > after).reverse() });
  });
  routes.get('/devices/:id/operations', (request, response) => {
    response.json({ items: id(request) === TOWER_STATION ? transmission.operations : [], next: null });
  });
  routes.post('/devices/:id/parts/import', express.raw({ type: () => true, limit: '4mb' }), (request, response) => {
    const bytes: unknown = request.body;
    if (!Buffer.isBuffer(bytes)) return refuse(response, 400, 'bad-request', '没有文件', 'There is no file');
    importList(transmission.parts, id(request), bytes, request.query['dry'] === 'true', response);
  });
}

const NEVER = {
  connected: false,
  transport: null,
  peer: null,
  since: null,
  lastPacket: null,
  clockAhead: null,
  clockSet: null,
  inspected: null,
  nextInspection: null,
  counters: {},
} as const satisfies Partial<FakeLink>;
