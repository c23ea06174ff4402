// A small site for the tests of judgement: devices, parameters, a clock of its own, and an engine that is spoken to in short.
import type { Device } from '../../device-drivers/device.ts';
import type { DeviceKind } from '../../device-drivers/driver.ts';
import type { QuantityId, Value } from '../../device-drivers/quantity.ts';
import type { Reading } from '../../device-drivers/reading.ts';
import { words } from '../../device-drivers/words.ts';
import { type EngineSurroundings, RuleEngine } from '../engine.ts';
import type { Finding } from '../finding.ts';
import type { Rule, Weekday } from '../rule.ts';

/** Monday, 5 January 2026, 12:00:00 at the site (UTC+8). Times in tests are seconds after it. */
export const NOON = Date.UTC(2026, 0, 5, 4);

const HOUR_MS = 3_600_000;

export function aDevice(id: string, more: Partial<Device> = {}): Device {
  const kind: DeviceKind = more.kind ?? 'smoke';
  return { id, model: `test/${kind}`, kind, name: id, address: { by: 'mqtt' }, path: ['root', 'zone-1'], zone: 'zone-1', ...more };
}

/** A rule with everything filled in that a test does not speak of. */
export function aRule(rule: Pick<Rule, 'watches' | 'raiseWhen'> & Partial<Rule>): Rule {
  return {
    id: 'rule',
    version: 1,
    title: words('规则', 'Rule'),
    class: 'supervisory',
    enabled: true,
    latching: false,
    advice: words('看', 'Look'),
    ...rule,
  };
}

export type SavedRow = [device: string, row: string | null];

/** A whole save: the rows of all devices that changed. */
export function allRows({ changes }: RuleEngine): SavedRow[] {
  changes.begin();
  const rows = changes.next(Number.POSITIVE_INFINITY);
  changes.written(rows);
  return rows;
}

export interface Said {
  readonly device?: string;
  readonly point?: string;
  readonly quality?: Reading['quality'];
  readonly drill?: boolean;
  /** Device time, seconds after noon; left out: the time it is received. */
  readonly measured?: number;
}

export class Site {
  readonly devices = new Map<string, Device>();
  readonly parameters = new Map<string, number>();
  readonly faults: { rule: string; error: unknown }[] = [];
  readonly engine: RuleEngine;
  readonly rules: readonly Rule[];
  readonly #more: Partial<EngineSurroundings>;

  constructor(rules: readonly Rule[], devices: readonly Device[] = [aDevice('d1')], more: Partial<EngineSurroundings> = {}) {
    this.rules = rules;
    this.#more = more;
    for (const device of devices) this.devices.set(device.id, device);
    this.engine = this.anotherEngine();
  }

  /** An engine of the same rules, or of these, and the same surroundings, as after a restart. */
  anotherEngine(rules: readonly Rule[] = this.rules): RuleEngine {
    const around: EngineSurroundings = {
      device: (id) => this.devices.get(id),
      parameter: (name, device) => this.#parameter(name, device),
      localTime,
      ...this.#more,
    };
    return new RuleEngine(rules, around, (rule, error) => this.faults.push({ rule: rule.id, error }));
  }

  /** What the device has, else the nearest place above it (`zone-1 low`), else what counts everywhere (`low`). */
  #parameter(name: string, { id, path }: Device): number | undefined {
    for (const scope of [id, ...path.toReversed()]) {
      const given = this.parameters.get(`${scope} ${name}`);
      if (given !== undefined) return given;
    }
    return this.parameters.get(name);
  }

  /** A frame of one reading, so many seconds after noon; what was found, in short. */
  says(seconds: number, quantity: QuantityId, value: Value | null, said: Said = {}): string[] {
    return short(this.engine.judge([aReading(seconds, quantity, value, said)]));
  }

  /** Time alone, up to so many seconds after noon. */
  passes(seconds: number): string[] {
    return short(this.engine.advance(NOON + seconds * 1000));
  }
}

export function aReading(seconds: number, quantity: QuantityId, value: Value | null, said: Said = {}): Reading {
  const { device = 'd1', point = quantity, drill = false, measured = seconds } = said;
  const receivedAt = NOON + seconds * 1000;
  const quality = said.quality ?? (value === null ? 'bad' : 'good');
  return { device, point, quantity, value, at: NOON + measured * 1000, receivedAt, quality, drill };
}

/** `raise d1 @60`: what, where, and when, in seconds after noon; with the rule's id where it is not `rule`, and the drill's mark. */
export function short(findings: readonly Finding[]): string[] {
  return findings.map(({ change, rule, device, at, drill }) => {
    const seconds = (at - NOON) / 1000;
    return `${change}${rule.id === 'rule' ? '' : ` ${rule.id}`} ${device} @${seconds}${drill ? ' drill' : ''}`;
  });
}

/** Site time UTC+8. */
export function localTime(at: number): { weekday: Weekday; minutes: number } {
  const local = new Date(at + 8 * HOUR_MS);
  const day = local.getUTCDay();
  const weekday = ([7, 1, 2, 3, 4, 5, 6] as const)[day] ?? 1;
  return { weekday, minutes: local.getUTCHours() * 60 + local.getUTCMinutes() };
}
