// The command line of a simulated transmission device: its options, and what they say.
import { PROFILES, type Profile, profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import { AskedWrongly, askedNumber, readText } from '../asked-wrongly.ts';
import type { DutyAnswer } from './duty-bell.ts';
import { FLAWS, type Flaw, type Flaws, isFlaw } from './flaws.ts';
import { type PartList, readParts } from './parts.ts';
import { stationNamed, type TransmissionOptions } from './station.ts';

/** For `parseArgs`, beside the options that other simulators know. */
export const TRANSMISSION_ARGUMENTS = {
  host: { type: 'string' },
  port: { type: 'string' },
  station: { type: 'string' },
  centre: { type: 'string' },
  parts: { type: 'string' },
  profile: { type: 'string' },
  duty: { type: 'string' },
  'clock-drift': { type: 'string' },
  heartbeat: { type: 'string' },
  flaw: { type: 'string', multiple: true },
} as const;

/** What stands on the command line, as it was written. */
export interface TransmissionArguments {
  readonly url?: string;
  readonly host?: string;
  readonly port?: string;
  readonly station?: string;
  readonly centre?: string;
  readonly parts?: string;
  readonly profile?: string;
  readonly duty?: string;
  readonly 'clock-drift'?: string;
  readonly heartbeat?: string;
  readonly flaw?: readonly string[];
}

/** What was asked for. */
export interface TransmissionAsked {
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  /** Of the first device, 12 hex digits. */
  readonly station: string;
  readonly centre: string;
  /** None: the demo's for one device, an invented building for many. */
  readonly parts: PartList | undefined;
  readonly profile: Profile;
  /** None: the person at the console, or at once where there is none. */
  readonly duty: DutyAnswer['answers'] | undefined;
  /** Seconds. */
  readonly clockDrift: number;
  readonly heartbeatSeconds: number;
  readonly heartbeat: NonNullable<TransmissionOptions['heartbeat']>;
  readonly flaws: Flaws;
}

/** The port of the gateway's own listener; the standard names none. */
const PORT = 26_875;
const HEARTBEATS = ['empty', 'device-state', 'handshake'] as const;

/** Reads the options of a transmission device, and the parts file. Throws `AskedWrongly`. */
export function transmissionAsked(values: TransmissionArguments): TransmissionAsked {
  const profile = profileOf(values.profile ?? STANDARD.id);
  if (!profile) throw new AskedWrongly(`--profile 应为 / must be one of ${PROFILES.map(({ id }) => id).join(', ')}, not ${values.profile}`);
  const heartbeat = heartbeatOf(values.heartbeat);
  if (heartbeat.heartbeat === 'handshake' && !profile.heartbeat)
    throw new AskedWrongly(`--heartbeat handshake: 需要 / needs --profile ${PROFILES.find((one) => one.heartbeat)?.id}`);
  return {
    ...centreAt(values),
    station: address('station', values.station ?? '1001'),
    centre: address('centre', values.centre ?? '1'),
    parts: values.parts === undefined ? undefined : partsIn(values.parts),
    profile,
    duty: dutyOf(values.duty),
    clockDrift: askedNumber('clock-drift', values['clock-drift'], -315_360_000, 315_360_000) ?? 0,
    ...heartbeat,
    flaws: flawsOf(values.flaw ?? []),
  };
}

/** The parts of a file. Throws `AskedWrongly`. */
export function partsIn(file: string): PartList {
  const text = readText(file);
  try {
    return readParts(text);
  } catch (error) {
    throw new AskedWrongly(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function centreAt({ url, host, port }: TransmissionArguments): Pick<TransmissionAsked, 'transport' | 'host' | 'port'> {
  const [, transport, name, number] = /^(tcp|udp):\/\/(\[[^\]]+\]|[^:/?#]+)(?::(\d+))?\/?$/.exec(url ?? 'tcp://127.0.0.1') ?? [];
  if (!transport || !name) throw new AskedWrongly(`--url 应为 / must be tcp://host:port or udp://host:port, not ${url}`);
  return {
    transport: transport === 'udp' ? 'udp' : 'tcp',
    host: host ?? name.replace(/^\[|\]$/g, ''),
    port: askedNumber('port', port ?? number, 1, 65_535) ?? PORT,
  };
}

function address(name: string, text: string): string {
  try {
    return stationNamed(text);
  } catch (error) {
    throw new AskedWrongly(`--${name}: ${error instanceof Error ? error.message : error}`);
  }
}

function dutyOf(text: string | undefined): DutyAnswer['answers'] | undefined {
  if (text === undefined || text === 'at-once' || text === 'late' || text === 'never') return text;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new AskedWrongly(`--duty 应为 / must be at-once, late, never or seconds up to 86400, not ${text}`);
}

function heartbeatOf(text = '20'): Pick<TransmissionAsked, 'heartbeatSeconds' | 'heartbeat'> {
  const words = text.split(',');
  const form = HEARTBEATS.find((one) => words.includes(one));
  const [seconds, ...more] = words.filter((word) => word !== form);
  if (more.length > 0) throw new AskedWrongly(`--heartbeat 应为 / must be <s>[,${HEARTBEATS.join('|')}], not ${text}`);
  return { heartbeatSeconds: askedNumber('heartbeat', seconds, 0, 86_400) ?? 20, heartbeat: form ?? 'empty' };
}

function flawsOf(texts: readonly string[]): Flaws {
  const flaws: Partial<Record<Flaw, number>> = {};
  for (const text of texts) {
    const [name = '', share] = text.split('=');
    if (!isFlaw(name)) throw new AskedWrongly(`--flaw 应为 / must be one of ${Object.keys(FLAWS).join(', ')}, not ${text}`);
    flaws[name] = askedNumber(`flaw ${name}`, share, 0, 1) ?? 1;
  }
  return flaws;
}

export const TRANSMISSION_HELP = `transmission 用户信息传输装置 (GB/T 26875.3-2011):
  --url <url>              tcp://host:port | udp://host:port       监控中心地址  (tcp://127.0.0.1:${PORT})
  --host <h> --port <n>    the same, one by one           分别指定
  --station <n>            address of the (first) device: decimal or 12 hex digits   装置地址 (1001)
  --centre <n>             address of the centre          监控中心地址码 (1)
  --parts <file>           CSV loop,point,type,description,floor,room, or JSON       部件表 (config/demo-parts.csv)
  --profile <id>           ${PROFILES.map(({ id }) => id).join(' | ')}
  --count <n> --rate <n>   many devices; uploads a second over all                  多台装置与每秒上报总数
  --duty <how>             who answers 查岗: at-once | late | never | <seconds>      查岗应答方式
  --clock-drift <s>        how wrong its clock is         时钟偏差（秒） (0)
  --heartbeat <s>[,form]   empty | device-state | handshake; 0 never                心跳 (20,empty)
  --flaw <name>[=p]        may be repeated                线路缺陷，可重复，p 为概率 (1)
                           ${flawLines()}
  --story panel-fire       a fire as its panel tells it   控制器火警故事
`;

function flawLines(): string {
  return Object.entries(FLAWS)
    .map(([name, { zh, en }]) => `${name.padEnd(16)}${zh} / ${en}`)
    .join(`\n${' '.repeat(27)}`);
}
