// `npm run simulate -- transmission`: one transmission device with a person at it, or a fleet of them.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UNIT_TYPES } from '../../device-drivers/gb26875/data-unit.ts';
import { COMMAND } from '../../device-drivers/gb26875/packet.ts';
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { AskedWrongly } from '../asked-wrongly.ts';
import { partsIn, type TransmissionAsked } from './cli-options.ts';
import { CONSOLE_HELP, partLine, understand } from './console.ts';
import { runTransmissionFleet, startTransmissionFleet, type TransmissionFleetReport } from './fleet.ts';
import { Panel } from './panel.ts';
import { type PanelStory, panelFire, tellPanelStory } from './panel-fire.ts';
import { inventedBuilding, type PartList } from './parts.ts';
import { type StationEvent, TransmissionDevice } from './station.ts';

export interface SimulateTransmission {
  readonly asked: TransmissionAsked;
  readonly count: number;
  /** Uploads in a second over all devices; none: a single device tells only what happens. */
  readonly rate: number | undefined;
  /** Seconds; none: until the signal, or until the story is told. */
  readonly duration: number | undefined;
  readonly story: string | undefined;
  readonly speed: number;
  readonly seed: string;
  readonly stop: AbortController;
  readonly say: (line: string) => void;
  /** Where a person types; none: nobody does. */
  readonly keys: Readable | undefined;
}

export const DEMO_PARTS = 'config/demo-parts.csv';
/** A fleet's uploads by default: a packet from each device in so many seconds. */
const FLEET_EVERY_S = 10;

/** Runs until the duration or the story is over, or the signal. Throws `AskedWrongly`. */
export async function simulateTransmission(simulate: SimulateTransmission): Promise<void> {
  const { asked, count, rate } = simulate;
  const alone = count === 1 && rate === undefined;
  const parts = asked.parts ?? (alone ? partsIn(DEMO_PARTS) : inventedBuilding(3, 8));
  const story = simulate.story === undefined ? undefined : storyFor(simulate.story, parts);
  await (alone ? oneDevice(simulate, parts, story) : manyDevices(simulate, parts, story));
}

function common({ asked, seed, keys, count }: SimulateTransmission) {
  const { transport, host, port, centre, clockDrift, heartbeat, heartbeatSeconds, flaws } = asked;
  const answers = asked.duty ?? (keys && count === 1 ? 'never' : 'at-once');
  return {
    ...{ transport, host, port, centre, heartbeat, heartbeatSeconds, flaws, seed },
    clockDrift: { seconds: clockDrift },
    dutyAnswer: { answers },
  };
}

async function oneDevice(simulate: SimulateTransmission, parts: PartList, story: PanelStory | undefined): Promise<void> {
  const { asked, stop, say, duration, keys } = simulate;
  const { signal } = stop;
  const panel = new Panel({ parts, profile: asked.profile });
  const device = new TransmissionDevice({
    ...common(simulate),
    station: asked.station,
    panel,
    heard: (event) => {
      for (const line of inWords(event)) say(line);
    },
  });
  say(
    `${device.station} (${stationNumber(device.station)}) → ${asked.transport}://${asked.host}:${asked.port}, 部件 / parts: ${parts.all.length}`,
  );
  const started = device.start();
  if (duration !== undefined) setTimeout(() => stop.abort(), duration * 1000).unref();
  const console = keys ? openConsole(device, keys, say, stop) : undefined;
  try {
    await Promise.race([started, aborted(signal)]);
    if (story) {
      await Promise.race([tellStory(device, story, simulate), aborted(signal)]);
      if (!keys && duration === undefined) return;
    }
    await aborted(signal);
  } finally {
    console?.close();
    say(`end: ${JSON.stringify(device.state())}`);
    await device.stop();
  }
}

async function manyDevices(simulate: SimulateTransmission, parts: PartList, story: PanelStory | undefined): Promise<void> {
  const { asked, count, stop, say, duration, rate = count / FLEET_EVERY_S } = simulate;
  const { signal } = stop;
  say(`${count} × → ${asked.transport}://${asked.host}:${asked.port}`);
  const panelOf = (_: number, shared: PartList): Panel => new Panel({ parts: shared, profile: asked.profile });
  const fleet = await startTransmissionFleet({
    ...common(simulate),
    count,
    firstStation: asked.station,
    parts,
    panelOf,
    signal,
    log: say,
  });
  try {
    const [first] = fleet.devices;
    if (story && first) void tellStory(first, story, simulate);
    const report = await runTransmissionFleet(fleet, {
      rate,
      signal,
      ...(duration ? { duration } : {}),
      onProgress: (one) => say(reportInWords(one)),
    });
    say(`end: ${reportInWords(report)}`);
  } finally {
    await fleet.stop();
  }
}

function storyFor(name: string, parts: PartList): PanelStory {
  if (name !== 'panel-fire') throw new AskedWrongly(`没有这个故事 / there is no story ${name}; --help`);
  try {
    return panelFire(parts);
  } catch (error) {
    throw new AskedWrongly(error instanceof Error ? error.message : String(error));
  }
}

function tellStory(device: TransmissionDevice, story: PanelStory, { speed, stop, say }: SimulateTransmission): Promise<void> {
  return tellPanelStory(device, story, {
    speed,
    signal: stop.signal,
    onStep: ({ event }) => {
      const part = 'part' in event ? device.panel.parts.at(event.part) : undefined;
      say(`${story.name}: ${event.is}${part ? ` ${partLine(part)}` : ''}`);
    },
  });
}

function openConsole(device: TransmissionDevice, keys: Readable, say: (line: string) => void, stop: AbortController) {
  say(CONSOLE_HELP);
  const lines = createInterface({ input: keys });
  lines.on('line', (line) => {
    const act = understand(line, device.panel.parts);
    switch (act.is) {
      case 'event':
        void device
          .happen(act.event)
          .then((ms) => say(ms === undefined ? '未送达 / not delivered' : `已确认 / confirmed: ${Math.round(ms)} ms`));
        break;
      case 'answer-duty':
        if (!device.answerDuty(act.operator)) say('没有查岗 / no duty check rings');
        break;
      case 'cut':
        device.cut(act.seconds === undefined ? undefined : act.seconds * 1000);
        break;
      case 'list':
        for (const part of act.parts) say(partLine(part));
        break;
      case 'state':
        say(JSON.stringify(device.state()));
        break;
      case 'help':
        say(CONSOLE_HELP);
        break;
      case 'unclear':
        say(act.why);
        break;
      case 'quit':
        stop.abort();
        break;
      case 'nothing':
        break;
    }
  });
  return lines;
}

/** What a person at the device sees. A duty check rings, so that it is heard. */
function inWords(event: StationEvent): string[] {
  switch (event.is) {
    case 'connected':
      return ['已连接 / connected'];
    case 'disconnected':
      return ['已断开，将自动重连 / disconnected; it connects again by itself'];
    case 'failed':
      return ['通信失败：重发后仍未确认 / failed: not confirmed after the last re-send'];
    case 'duty-check': {
      const line = '='.repeat(72);
      return [
        `\u0007${line}`,
        `  查岗！请在 ${event.minutes} 分钟内应答：duty / DUTY CHECK: answer within ${event.minutes} min: duty`,
        line,
      ];
    }
    case 'duty-answered':
      return [`查岗已应答，值班员 ${event.operator} / duty check answered by operator ${event.operator}`];
    case 'duty-over':
      return ['查岗未应答 / the duty check was not answered'];
    case 'clock-set':
      return [`已校时 / clock set: ${new Date(event.at).toISOString()}`];
    case 'initialised':
      return ['已初始化 / initialised'];
    case 'answered': {
      const title = UNIT_TYPES.get(event.type)?.title;
      const denied = event.command === COMMAND.deny ? '否认 / denied: ' : '';
      return [`${denied}${event.type} ${title ? `${title.zh} / ${title.en}` : ''}`];
    }
    case 'handshake':
      return [];
  }
}

function reportInWords(report: TransmissionFleetReport): string {
  const { seconds, sent, confirmed, resent, denied, failed, heldBack, waiting, p50, p99 } = report;
  const rate = seconds > 0 ? Math.round(confirmed / seconds) : 0;
  const trouble = `${resent} sent again, ${denied} denied, ${failed} failed, ${heldBack} held back, ${waiting} waiting`;
  return `${seconds} s: ${sent} sent, ${confirmed} confirmed (${rate}/s), ${trouble}, confirmation p50 ${p50} ms, p99 ${p99} ms`;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
