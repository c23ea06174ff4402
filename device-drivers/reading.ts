// The house's currency: one quantity of one point of one device at one time.
import type { QuantityId, Value } from './quantity.ts';

/** `good`: use it. `doubtful`: true but late, or its clock is absurd: it may raise and never clears. `bad`: not a value. */
export type Quality = 'good' | 'doubtful' | 'bad';

export interface Reading {
  readonly device: string;
  /** Key of the point within the device: `pressure`, `residualCurrent1` … */
  readonly point: string;
  readonly quantity: QuantityId;
  /** Null exactly when the quality is bad. In the quantity's unit. */
  readonly value: Value | null;
  /** When the device says it was so, ms since 1970; the received time where the device's clock is absurd. */
  readonly at: number;
  readonly receivedAt: number;
  readonly quality: Quality;
  /** Why the quality is not good. */
  readonly why?: ReadingFault;
  readonly drill: boolean;
}

/** The named reasons for a reading that is not good. */
export type ReadingFault =
  | 'wrong-type'
  | 'out-of-range'
  | 'unknown-state'
  | 'sensor-invalid'
  | 'clock-past'
  | 'clock-future'
  | 'uneven-unit';

/** The named reasons for which a frame, or a part of it, says nothing to us. Each is counted and visible. */
export type FrameFault =
  | 'malformed-utf8'
  | 'malformed-json'
  | 'not-an-object'
  | 'no-points'
  | 'unknown-point'
  | 'wrong-at'
  | 'wrong-seq'
  | 'wrong-drill'
  | 'too-many-points'
  | 'truncated'
  | 'wrong-presence'
  | 'wrong-ack'
  | 'wrong-command'
  | 'unknown-driver'
  | 'malformed-packet'
  | 'main-version'
  | 'empty-unit'
  | 'no-objects'
  | 'too-many-objects'
  | 'trailing-bytes'
  | 'unknown-type'
  | 'object-form'
  | 'unknown-analogue';
