// The figures of all alarms of a span, each with what is thought acceptable where there is such a number.
import type { AlarmFigures } from '../../gateway/web/quality-contract.ts';
import { useWords } from '../language.ts';
import { percent, rate, took } from './figure-words.ts';

interface Tile {
  readonly key: string;
  readonly title: string;
  readonly value: string;
  readonly more: string;
  /** Worse than what is thought acceptable. */
  readonly loud?: boolean;
}

/** EEMUA 191 / ISA-18.2 as widely published; the gateway says how each is counted. */
const ACCEPTABLE = { average: 1, peak: 10, floodShare: 0.01, stale: 5 } as const;

export function FigureTiles({ figures }: { readonly figures: AlarmFigures }) {
  const { t } = useWords();
  const { acknowledge, verify } = figures;
  const most = (ms: number | null): string => (ms === null ? '—' : t('quality.most', { ms: took(ms) }));
  const tiles: readonly Tile[] = [
    {
      key: 'average',
      title: t('quality.average'),
      value: rate(figures.averagePer10Min),
      more: t('quality.average-good'),
      loud: figures.averagePer10Min > ACCEPTABLE.average,
    },
    {
      key: 'peak',
      title: t('quality.peak'),
      value: String(figures.peakPer10Min),
      more: t('quality.peak-good'),
      loud: figures.peakPer10Min > ACCEPTABLE.peak,
    },
    {
      key: 'floods',
      title: t('quality.floods'),
      value: String(figures.floods.length),
      more: t('quality.flood-share', { share: percent(figures.floodShare) }),
      loud: figures.floodShare > ACCEPTABLE.floodShare,
    },
    { key: 'chatter', title: t('quality.chatter'), value: String(figures.chattering), more: t('quality.chatter-what') },
    { key: 'fleeting', title: t('quality.fleeting'), value: String(figures.fleeting), more: t('quality.fleeting-what') },
    {
      key: 'stale',
      title: t('quality.stale'),
      value: String(figures.stale),
      more: t('quality.stale-what'),
      loud: figures.stale >= ACCEPTABLE.stale,
    },
    { key: 'top', title: t('quality.top'), value: percent(figures.topTenShare), more: t('quality.top-what') },
    {
      key: 'false',
      title: t('quality.false'),
      value: percent(figures.falseRate),
      more: t('quality.false-of', { wrong: figures.false, judged: figures.judged }),
    },
    {
      key: 'acknowledge',
      title: t('quality.acknowledge'),
      value: took(acknowledge.p50Ms),
      more: most(acknowledge.p95Ms),
    },
    { key: 'verify', title: t('quality.verify'), value: took(verify.p50Ms), more: most(verify.p95Ms) },
  ];
  return (
    <ul className="figures">
      <li className="panel figure" data-testid="figure-alarms">
        <span className="quiet">{t('quality.alarms')}</span>
        <b className="figure-value numbers">{figures.alarms}</b>
        <span className="quiet">{t('quality.alarms-what')}</span>
      </li>
      {tiles.map(({ key, title, value, more, loud }) => (
        <li key={key} className="panel figure" data-testid={`figure-${key}`} data-loud={loud === true}>
          <span className="quiet">{title}</span>
          <b className="figure-value numbers">
            {value}
            {loud === true ? <span className="figure-mark">{t('quality.above')}</span> : null}
          </b>
          <span className="quiet">{more}</span>
        </li>
      ))}
    </ul>
  );
}
