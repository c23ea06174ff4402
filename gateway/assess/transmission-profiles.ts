// How long an alarm took from the device to the gateway, held against the times that standards ask for.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Sureness } from '../../rules/rule.ts';
import { percentile, share } from './shares.ts';

/** A time that a standard asks for. No report says that a site conforms: most sources are second-hand. */
interface TransmissionProfile {
  readonly id: string;
  readonly limitMs: number;
  readonly title: Words;
  readonly source: string;
  readonly sure: Sureness;
  /** Classes it is about; null: all. */
  readonly classes: readonly string[] | null;
}

const URGENT = ['fire', 'pre-alarm', 'linkage'];

const TRANSMISSION_PROFILES: readonly TransmissionProfile[] = [
  {
    id: 'gb16806-3s',
    limitMs: 3_000,
    title: words('火警、联动 3 s 内显示', 'Fire and linkage shown within 3 s'),
    source: 'GB 16806（图形显示装置）',
    sure: 'memory',
    classes: ['fire', 'linkage'],
  },
  {
    id: 'gb26875-10s',
    limitMs: 10_000,
    title: words('火警 10 s 内到监控中心', 'Fire at the centre within 10 s'),
    source: 'GB 26875.1-2011 4.1.3.1；GB 25506-2010',
    sure: 'secondary',
    classes: URGENT,
  },
  {
    id: 'gb50440-20s',
    limitMs: 20_000,
    title: words('火警 20 s 内显示（10 s 另有一说）', 'Fire shown within 20 s; other sources say 10 s'),
    source: 'GB 50440-2007',
    sure: 'secondary',
    classes: URGENT,
  },
  {
    id: 'nfpa72-90s',
    limitMs: 90_000,
    title: words('信号 90 s 内显示', 'Signal shown within 90 s'),
    source: 'NFPA 72, chapter 26',
    sure: 'memory',
    classes: null,
  },
  {
    id: 'gb25506-100s',
    limitMs: 100_000,
    title: words('其他状态 100 s 内传输', 'Other states transmitted within 100 s'),
    source: 'GB 25506-2010',
    sure: 'text',
    classes: ['supervisory', 'fault', 'isolation', 'notice'],
  },
  {
    id: 'gb50440-2h',
    limitMs: 7_200_000,
    title: words('巡检周期不超过 2 h', 'Supervision at least every 2 h'),
    source: 'GB 50440-2007',
    sure: 'memory',
    classes: null,
  },
];

export interface TransmissionResult extends TransmissionProfile {
  /** Alarms whose device told its own time, not later than it was heard. */
  readonly measured: number;
  readonly within: number;
  readonly withinShare: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly worstMs: number | null;
  /** Heard before the device says it happened: its clock is fast, and nothing can be measured. */
  readonly clockAhead: number;
  /** The device told no time of its own. */
  readonly noDeviceTime: number;
}

type Timed = { readonly class: string; readonly occurredAt: number; readonly receivedAt: number };

/** Each profile over the alarms it is about. */
export function transmissionOf(lives: readonly Timed[]): TransmissionResult[] {
  return TRANSMISSION_PROFILES.map((profile) => {
    const { classes, limitMs } = profile;
    const took = lives.flatMap((life) => (classes === null || classes.includes(life.class) ? [life.receivedAt - life.occurredAt] : []));
    // A device without a clock is given the gateway's time, to the millisecond.
    const measured = took.filter((ms) => ms > 0).sort((one, other) => one - other);
    const within = measured.filter((ms) => ms <= limitMs).length;
    return {
      ...profile,
      measured: measured.length,
      within,
      withinShare: share(within, measured.length),
      p50Ms: percentile(measured, 0.5),
      p95Ms: percentile(measured, 0.95),
      worstMs: measured.at(-1) ?? null,
      clockAhead: took.filter((ms) => ms < 0).length,
      noDeviceTime: took.filter((ms) => ms === 0).length,
    };
  });
}
