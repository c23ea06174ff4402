// The quality report as a table for the spreadsheet of an office: plain numbers, shares from 0 to 1, times in seconds.
import type { AlarmFigureGroup, AlarmQuality, TransmissionFigures } from '../../gateway/web/quality-contract.ts';
import type { SpokenWords } from '../language.ts';

type Cell = string | number;
type Words = Pick<SpokenWords, 't' | 'say'>;
type Groups = 'devices' | 'units' | 'seats';

const seconds = (ms: number | null): Cell => (ms === null ? '' : ms / 1_000);
const maybe = (value: number | null): Cell => value ?? '';

/** All figures of all alarms, and below them those of each seat, unit or device. */
export function groupCells(quality: AlarmQuality, of: Groups, { t }: Words): Cell[][] {
  const titles = [
    t(`quality.${of}`),
    'id',
    t('quality.alarms'),
    t('quality.average'),
    t('quality.peak'),
    t('quality.floods'),
    t('quality.csv-flood-share'),
    t('quality.chatter'),
    t('quality.fleeting'),
    t('quality.stale'),
    t('quality.top'),
    t('quality.csv-judged'),
    t('quality.csv-false'),
    t('quality.false'),
    `${t('quality.acknowledge')} p50 (s)`,
    `${t('quality.acknowledge')} p95 (s)`,
    `${t('quality.verify')} p50 (s)`,
    `${t('quality.verify')} p95 (s)`,
  ];
  const nobody = t(of === 'seats' ? 'quality.nobody' : 'quality.no-unit');
  const row = (one: Omit<AlarmFigureGroup, 'id' | 'name'>, name: string, id: string): Cell[] => [
    name,
    id,
    one.alarms,
    one.averagePer10Min,
    one.peakPer10Min,
    one.floods.length,
    one.floodShare,
    one.chattering,
    one.fleeting,
    one.stale,
    maybe(one.topTenShare),
    one.judged,
    one.false,
    maybe(one.falseRate),
    seconds(one.acknowledge.p50Ms),
    seconds(one.acknowledge.p95Ms),
    seconds(one.verify.p50Ms),
    seconds(one.verify.p95Ms),
  ];
  return [
    titles,
    row(quality.figures, t('quality.csv-all'), ''),
    ...quality[of].map((one) => row(one, one.id === '' ? nobody : one.name, one.id)),
  ];
}

/** The measured times beside each time that is asked for. */
export function transmissionCells(rows: readonly TransmissionFigures[], { t, say }: Words): Cell[][] {
  const titles = [
    t('quality.profile'),
    t('quality.csv-source'),
    t('quality.csv-limit'),
    t('quality.within'),
    t('quality.measured'),
    `${t('quality.half')} (s)`,
    `${t('quality.almost')} (s)`,
    `${t('quality.worst')} (s)`,
    t('quality.ahead'),
    t('quality.no-time'),
  ];
  return [
    titles,
    ...rows.map((one) => [
      say(one.title),
      `${one.source} · ${t(`clause-sure.${one.sure}`)}`,
      one.limitMs / 1_000,
      maybe(one.withinShare),
      one.measured,
      seconds(one.p50Ms),
      seconds(one.p95Ms),
      seconds(one.worstMs),
      one.clockAhead,
      one.noDeviceTime,
    ]),
  ];
}
