// The configuration: one file of JSON, each field with its default; and the bounds of the house with their reasons.
import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { BalefireError } from './errors.ts';
import { DEFAULT_STATION_LIMITS } from './links/gb26875/limits.ts';
import { DEFAULT_MQTT_LIMITS } from './links/mqtt/mqtt-limits.ts';
import { isNetwork } from './networks.ts';
import { northboundSettings } from './northbound/settings.ts';

const port = z.number().int().min(0).max(65_535);

const rate = z.strictObject({ perSecond: z.number().positive(), burst: z.number().positive() });
const bound = z.number().int().positive();

/** The bounds of the MQTT link that a site may have reason to set; what each protects from stands in `links/mqtt/mqtt-limits.ts`. */
const mqttLimits = z.strictObject({
  connections: bound.default(DEFAULT_MQTT_LIMITS.connections),
  connectionsPerAddress: rate.default(DEFAULT_MQTT_LIMITS.connectionsPerAddress),
  payloadBytes: bound.max(16 << 20).default(DEFAULT_MQTT_LIMITS.payloadBytes),
  keepaliveSeconds: bound.default(DEFAULT_MQTT_LIMITS.keepaliveSeconds),
  deviceRate: rate.default(DEFAULT_MQTT_LIMITS.deviceRate),
  heldRate: rate.default(DEFAULT_MQTT_LIMITS.heldRate),
  totalInFlightBytes: bound.default(DEFAULT_MQTT_LIMITS.totalInFlightBytes),
  unreadBytes: bound.default(DEFAULT_MQTT_LIMITS.unreadBytes),
  offlineAfterMs: bound.default(DEFAULT_MQTT_LIMITS.offlineAfterMs),
});

/** The bounds of the GB/T 26875.3 link that a site may have reason to set; what each protects from stands in `links/gb26875/limits.ts`. */
const stationLimits = z.strictObject({
  connections: bound.default(DEFAULT_STATION_LIMITS.connections),
  connectionsPerAddress: rate.default(DEFAULT_STATION_LIMITS.connectionsPerAddress),
  deviceRate: rate.default(DEFAULT_STATION_LIMITS.deviceRate),
  heldRate: rate.default(DEFAULT_STATION_LIMITS.heldRate),
  stallMs: bound.default(DEFAULT_STATION_LIMITS.stallMs),
  firstPacketMs: bound.default(DEFAULT_STATION_LIMITS.firstPacketMs),
  unreadBytes: bound.default(DEFAULT_STATION_LIMITS.unreadBytes),
  offlineAfterMs: bound.default(DEFAULT_STATION_LIMITS.offlineAfterMs),
  returnWithinMs: bound.default(DEFAULT_STATION_LIMITS.returnWithinMs),
  carrierDevices: bound.default(DEFAULT_STATION_LIMITS.carrierDevices),
});

const modbusBus = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,32}$/, 'a-z, 0-9 and -'),
  transport: z.strictObject({ kind: z.enum(['tcp', 'rtu-over-tcp']), host: z.string(), port }),
  pollEverySeconds: z.number().min(0.1).max(3_600).default(5),
  responseTimeoutMs: z.number().int().min(20).max(30_000).default(1_000),
  pauseBetweenMs: z.number().int().min(0).max(5_000).default(0),
});

const influx = z.strictObject({
  store: z.literal('influxdb'),
  url: z.url(),
  /** InfluxDB 2 and 3. */
  token: z.string().optional(),
  org: z.string().optional(),
  bucket: z.string().optional(),
  /** InfluxDB 1 and VictoriaMetrics. */
  database: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
});

const embedded = z.strictObject({
  store: z.literal('embedded'),
  /** Thirteen months: a year's curve can be laid over the last one. */
  retentionDays: z.number().int().min(1).max(3_650).default(396),
  gigabytes: z.number().min(0.1).max(10_000).default(20),
});

/** Where the head of the evidence chain is written every hour: places that whoever can write the data folder cannot rewrite. */
const anchorPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), file: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('syslog'),
    host: z.string().min(1),
    port: port.default(514),
    transport: z.enum(['udp', 'tcp']).default('udp'),
  }),
  z.strictObject({
    kind: z.literal('mail'),
    host: z.string().min(1),
    port: port.default(465),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1).optional(),
    password: z.string().min(1).optional(),
    from: z.email(),
    to: z.email(),
    /** A mailbox that people read is not for every hour; what was done since the last mail can be cut off unseen from there. */
    everyHours: z.number().int().min(1).max(24).default(6),
  }),
]);

/** RFC 1918, RFC 6598, RFC 4193 and link-local: whoever comes from elsewhere is a stranger to the site's network. */
const PRIVATE_NETWORKS = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

const schema = z.strictObject({
  site: z.strictObject({ name: z.string().min(1).max(80).default('烽燧'), timeZone: z.string().default('Asia/Shanghai') }).prefault({}),
  data: z.string().min(1).default('data/balefire'),
  web: z
    .strictObject({
      host: z.string().default('0.0.0.0'),
      port: port.default(8080),
      /** The address people type, also on their phones: `https://fire.example.org`. Without it notices carry no link. */
      origin: z.url().optional(),
      /** With it `/metrics` may be read from other machines: `Authorization: Bearer …`. */
      metricsSecret: z.string().min(16).optional(),
    })
    .prefault({}),
  mqtt: z.strictObject({ host: z.string().default('0.0.0.0'), port: port.default(1883), limits: mqttLimits.prefault({}) }).prefault({}),
  modbus: z.array(modbusBus).max(64).default([]),
  gb26875: z
    .strictObject({
      /** Off until a site says so: the protocol knows no password. */
      enabled: z.boolean().default(false),
      host: z.string().default('0.0.0.0'),
      port: port.default(26_875),
      /** Networks from which devices may come: loopback, private and carrier-grade NAT addresses. */
      networks: z.array(z.string().refine(isNetwork, 'CIDR')).min(1).default(PRIVATE_NETWORKS),
      /** Unknown devices wait visibly to be placed, or are refused. */
      strangers: z.enum(['hold', 'refuse']).default('hold'),
      /** The place where they wait. */
      strangersAt: z.string().default('root'),
      /** Our station number until a device calls us by another. */
      centre: z
        .string()
        .regex(/^[0-9a-f]{12}$/, '12 × 0-9a-f')
        .default('000000000000'),
      limits: stationLimits.prefault({}),
    })
    .prefault({}),
  journal: z
    .strictObject({
      /** Long enough to try a rule on a long weekend and to fetch evidence by hand. */
      days: z.number().int().min(1).max(365).default(3),
      gigabytes: z.number().min(0.05).max(1_000).default(10),
      /** What may wait for the disk in each lane: 20 s of 1,000 frames a second. Over it a frame is refused, not forgotten. */
      waiting: z
        .strictObject({ entries: z.number().int().min(100).default(20_000), mebibytes: z.number().min(1).max(1_024).default(16) })
        .prefault({}),
    })
    .prefault({}),
  evidence: z
    .strictObject({
      /** None by default: only the site knows what stands outside. */
      anchors: z.array(anchorPlace).max(8).default([]),
    })
    .prefault({}),
  history: z.discriminatedUnion('store', [embedded, influx]).prefault({ store: 'embedded' }),
  notify: z
    .strictObject({
      /** Networks of our own that channels may reach, such as that of a chat server in the house; none by default. */
      networks: z.array(z.string().refine(isNetwork, 'CIDR')).max(64).default([]),
    })
    .prefault({}),
  map: z
    .strictObject({
      /** Networks of our own from which tiles of the map may be fetched, such as that of a map server in the house; none by default. */
      networks: z.array(z.string().refine(isNetwork, 'CIDR')).max(64).default([]),
    })
    .prefault({}),
  /** Other houses that are told of alarms; see docs/northbound.md. */
  northbound: northboundSettings.prefault({}),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.infer<typeof schema>;

/**
 * Reads the configuration file (none: all defaults), then the environment: `BALEFIRE_DATA`, `BALEFIRE_WEB_PORT`,
 * `BALEFIRE_WEB_HOST`, `BALEFIRE_WEB_ORIGIN`, `BALEFIRE_MQTT_PORT`, `BALEFIRE_MQTT_HOST`, `BALEFIRE_GB26875_PORT` (also switches the link on), `BALEFIRE_LOG`. Throws `bad-configuration` with
 * the field and what is wrong with it, on one line.
 */
export function readConfig(file: string | undefined, environment: NodeJS.ProcessEnv): Config {
  const result = schema.safeParse(withEnvironment(file === undefined ? {} : readJson(file), environment));
  if (!result.success) {
    const detail = result.error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`).join('; ');
    throw new BalefireError('bad-configuration', { detail });
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: result.data.site.timeZone });
  } catch {
    throw new BalefireError('bad-configuration', { detail: `site.timeZone: ${result.data.site.timeZone}` });
  }
  refuseInside(result.data);
  return result.data;
}

/** Who can change the chain can change what lies beside it. */
function refuseInside({ data, evidence }: Config): void {
  for (const [nth, place] of evidence.anchors.entries()) {
    if (place.kind === 'file' && resolve(place.file).startsWith(resolve(data) + sep))
      throw new BalefireError('bad-configuration', {
        detail: `evidence.anchors.${nth}.file: 须在数据目录之外 / must be outside the data folder`,
      });
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BalefireError('bad-configuration', { detail: `${file}: ${error instanceof Error ? error.message : 'unreadable'}` }, error);
  }
}

function withEnvironment(given: unknown, environment: NodeJS.ProcessEnv): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const config: Record<string, unknown> = { ...given };
  const set = (section: string | null, field: string, value: unknown): void => {
    if (section === null) config[field] = value;
    else config[section] = { ...(config[section] as object | undefined), [field]: value };
  };
  const { BALEFIRE_DATA, BALEFIRE_LOG, BALEFIRE_WEB_HOST, BALEFIRE_WEB_PORT, BALEFIRE_MQTT_HOST, BALEFIRE_MQTT_PORT } = environment;
  const { BALEFIRE_GB26875_PORT, BALEFIRE_WEB_ORIGIN } = environment;
  if (BALEFIRE_DATA) set(null, 'data', BALEFIRE_DATA);
  if (BALEFIRE_LOG) set(null, 'log', BALEFIRE_LOG);
  if (BALEFIRE_WEB_HOST) set('web', 'host', BALEFIRE_WEB_HOST);
  if (BALEFIRE_WEB_ORIGIN) set('web', 'origin', BALEFIRE_WEB_ORIGIN);
  if (BALEFIRE_WEB_PORT) set('web', 'port', Number(BALEFIRE_WEB_PORT));
  if (BALEFIRE_MQTT_HOST) set('mqtt', 'host', BALEFIRE_MQTT_HOST);
  if (BALEFIRE_MQTT_PORT) set('mqtt', 'port', Number(BALEFIRE_MQTT_PORT));
  if (BALEFIRE_GB26875_PORT) {
    set('gb26875', 'enabled', true);
    set('gb26875', 'port', Number(BALEFIRE_GB26875_PORT));
  }
  return config;
}
