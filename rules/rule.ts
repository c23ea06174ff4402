// The form of a rule: plain data, so that a person can edit it, it has versions, and it can be tried on last month.
import type { DeviceKind } from '../device-drivers/driver.ts';
import type { QuantityId } from '../device-drivers/quantity.ts';
import type { Quality } from '../device-drivers/reading.ts';
import type { Words } from '../device-drivers/words.ts';

/** What kind of alarm it is, most urgent first. The order is the order of every list and every queue. */
export const ALARM_CLASSES = ['fire', 'pre-alarm', 'linkage', 'supervisory', 'fault', 'isolation', 'notice'] as const;
export type AlarmClass = (typeof ALARM_CLASSES)[number];

/**
 * A number, or the name of a parameter that device, building, unit or the default gives, nearest first. `plus` is added
 * to what was found: so the dead band of a `clearWhen` moves with the limit of its `raiseWhen`.
 */
export type Limit = number | { readonly parameter: string; readonly otherwise: number; readonly plus?: number };

/** Days of the week, Monday 1 … Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a rule speaks. All times in seconds. Numbers in the watched quantity's unit. */
export type Condition =
  /** Strictly above or below: a value that equals its limit is within it. */
  | { readonly is: 'above' | 'below'; readonly limit: Limit }
  /** The value is one of these states, or this flag. */
  | { readonly is: 'state'; readonly among: readonly (string | boolean)[] }
  /** It rose or fell by at least so much within so many seconds. */
  | { readonly is: 'rising' | 'falling'; readonly by: Limit; readonly within: number }
  /** `of` began to hold at least `times` times within so many seconds. */
  | { readonly is: 'repeated'; readonly of: Condition; readonly times: number; readonly within: number }
  /** Nothing was heard of the point for so long. */
  | { readonly is: 'silent'; readonly longer: Limit }
  /**
   * `of` holds on at least `points` different points of one zone, the last begun within so many seconds of the first.
   * Rules of one `group` with the same numbers count each other's points (smoke and heat); left out: the rule alone.
   */
  | { readonly is: 'together'; readonly of: Condition; readonly points: number; readonly within: number; readonly group?: string }
  /**
   * Local time of the site is from the one up to the other, `from` later than `to` runs over midnight: `"22:00"`,
   * `"06:00"`; both the same: all day. `days` are the days on which such a span begins.
   */
  | { readonly is: 'calendar'; readonly from: string; readonly to: string; readonly days?: readonly Weekday[] }
  /** The reading's quality is one of these. The only condition that looks at a bad reading. */
  | { readonly is: 'quality'; readonly among: readonly Quality[] }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition };

/** How sure the clause behind a rule is: read in the text, in a second source, from memory, or our own design. */
export type Sureness = 'text' | 'secondary' | 'memory' | 'design';

export interface Rule {
  /** Unique, kebab-case: `hydrant-pressure-low`. */
  readonly id: string;
  /** Counts up with each change. */
  readonly version: number;
  readonly title: Words;
  readonly class: AlarmClass;
  readonly enabled: boolean;
  readonly watches: {
    readonly quantity: QuantityId;
    /** Keys of the points within the device. Left out: every point of the quantity. */
    readonly points?: readonly string[];
    /** Keys of points that are left alone. */
    readonly exceptPoints?: readonly string[];
    /** Left out: every kind. Likewise below. */
    readonly kinds?: readonly DeviceKind[];
    readonly models?: readonly string[];
    /** Models that are left alone. */
    readonly exceptModels?: readonly string[];
    readonly devices?: readonly string[];
    /** Devices that stand in one of these places or below it. */
    readonly places?: readonly string[];
  };
  readonly raiseWhen: Condition;
  /** Left out: when `raiseWhen` holds no longer. */
  readonly clearWhen?: Condition;
  /** Seconds for which `raiseWhen` must hold without a break. Left out: at once. A fire rule has none. */
  readonly holdFor?: Limit;
  /** A latching alarm stays until it is restored and a person has reset it. */
  readonly latching: boolean;
  readonly advice: Words;
  readonly clause?: { readonly text: string; readonly sure: Sureness };
}
