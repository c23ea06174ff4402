// What a site sets about telling other houses: CAP, receiving centres of SIA DC-09, a fire-alarm information terminal.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { capName } from './cap.ts';

const seconds = (least: number, most: number) => z.number().min(least).max(most);
const address = z.url({ protocol: /^https?$/ });
const secret = z.string().min(16).max(200);
/** Hexadecimal, as both vocabularies write accounts. */
const account = z.string().regex(/^[0-9A-F]{3,16}$/, '3–16 × 0-9A-F');
const nameInCap = z.string().refine((text) => text === capName(text), 'no spaces, commas, < or &');

const cap = z.strictObject({
  /** Globally unique: an address or a domain name of the site. */
  sender: nameInCap.default('balefire'),
  /** Who may be told: an unverified alarm is not for the public. */
  scope: z.enum(['Public', 'Restricted', 'Private']).default('Restricted'),
  restriction: z.string().min(1).default('消防监控与应急人员 / Fire monitoring and emergency staff'),
  addresses: z.array(z.string().min(1)).default([]),
  /** A gateway that is being set up: every message says Test. */
  test: z.boolean().default(false),
  /** Kilometres around a position. */
  radiusKm: z.number().min(0).max(100).default(0.1),
  push: z
    .array(z.strictObject({ url: address, secret, drills: z.boolean().default(false) }))
    .max(8)
    .default([]),
});

const receiver = z.strictObject({
  transport: z.enum(['tcp', 'udp']).default('tcp'),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
});

const dc09 = z.strictObject({
  /** The first is used while it answers. */
  receivers: z.array(receiver).min(1).max(2),
  vocabulary: z.enum(['SIA-DCS', 'ADM-CID']).default('SIA-DCS'),
  /** AES key in hexadecimal: 128, 192 or 256 bits. */
  key: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{48}|[0-9a-fA-F]{64})$/, '32, 48 or 64 × 0-9a-f')
    .optional(),
  receiverNumber: z
    .string()
    .regex(/^[0-9A-F]{1,6}$/)
    .nullable()
    .default(null),
  lineNumber: z
    .string()
    .regex(/^[0-9A-F]{1,6}$/)
    .default('0'),
  /** Of whatever stands in no place that has its own. */
  account,
  accounts: z
    .array(z.strictObject({ place: z.string().min(1), account }))
    .max(1_000)
    .default([]),
  classes: z.array(z.enum(ALARM_CLASSES).exclude(['notice'])).default(['fire', 'pre-alarm', 'linkage', 'supervisory', 'fault']),
  /** Not told at all, or as a test report. As a fire: no setting does that. */
  drills: z.enum(['none', 'test']).default('none'),
  /** DC-09 receivers answer within a second; three leave room for a slow network and time for the second receiver. */
  timeoutSeconds: seconds(0.2, 60).default(3),
  tries: z.number().int().min(1).max(10).default(3),
  /** A link test so often: EN 50136-1 asks for a report of a lost line from days down to 20 s, by category (from memory). */
  heartbeatSeconds: seconds(5, 90_000).default(60),
});

const terminal = z.strictObject({
  url: address,
  secret,
  /** Whom the fire service may call, by place; the nearest counts. */
  contacts: z
    .array(z.strictObject({ place: z.string().min(1), name: z.string(), phone: z.string() }))
    .max(10_000)
    .default([]),
});

export const northboundSettings = z.strictObject({
  // The standard wants to know of a private message whom it is for.
  cap: cap
    .refine(({ scope, addresses }) => scope !== 'Private' || addresses.length > 0, {
      path: ['addresses'],
      error: 'scope Private needs one',
    })
    .prefault({}),
  dc09: dc09.optional(),
  terminal: terminal.optional(),
});

export type NorthboundSettings = z.infer<typeof northboundSettings>;
export type TerminalSettings = NonNullable<NorthboundSettings['terminal']>;
export type CentreSettings = NonNullable<NorthboundSettings['dc09']>;
export type CapSettings = NorthboundSettings['cap'];
