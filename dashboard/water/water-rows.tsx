// The points of the water system as a table, and as cards on a phone.
import { Button } from 'antd';
import { Link } from 'react-router';
import type { WaterLimit, WaterPoint } from '../../gateway/web/water-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { useMay } from '../session.tsx';
import { dateTime } from '../time.ts';
import { Age, lasts } from '../units/live-value.tsx';
import { shown, shownLine } from '../values.ts';
import { Sparkline } from './sparkline.tsx';

interface Props {
  readonly rows: readonly WaterPoint[];
  readonly limitsOf: (point: WaterPoint) => void;
}

/** What is old, unknown or of no use. */
function isUnsure({ state }: WaterPoint): boolean {
  return state === 'stale' || state === 'never' || state === 'bad';
}

export function WaterTable({ rows, limitsOf }: Props) {
  const { t, term } = useWords();
  const columns: readonly Column<WaterPoint>[] = [
    { key: 'state', title: t('water.state'), cell: (point) => <State point={point} /> },
    {
      key: 'point',
      title: t('water.point'),
      cell: (point) => (
        <>
          <Home point={point} />
          <span className="part-line quiet">
            {term('kind', point.kind)} · {placeLine(point.place)}
          </span>
        </>
      ),
    },
    { key: 'value', title: t('water.value'), cell: (point) => <Value point={point} /> },
    { key: 'limit', title: t('water.limit'), cell: (point) => <Limit point={point} /> },
    { key: 'day', title: t('water.day'), cell: (point) => <Sparkline point={point} /> },
    { key: 'more', title: t('water.more'), cell: (point) => <More point={point} /> },
    { key: 'tools', title: t('water.tools'), isTitleHidden: true, cell: (point) => <Tools point={point} limitsOf={limitsOf} /> },
  ];
  return (
    <DataTable<WaterPoint>
      label={t('way.water')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      rowClass={(point) => (isUnsure(point) ? 'hatched' : '')}
    />
  );
}

export function WaterCards({ rows, limitsOf }: Props) {
  const { term } = useWords();
  return (
    <ul className="cards">
      {rows.map((point) => (
        <li key={point.id} className={isUnsure(point) ? 'water-card panel hatched' : 'water-card panel'}>
          <span className="row">
            <Home point={point} />
            <span className="line-end">
              <State point={point} />
            </span>
          </span>
          <span className="quiet">
            {term('kind', point.kind)} · {placeLine(point.place)}
          </span>
          <span className="row">
            <Value point={point} />
            <Sparkline point={point} />
          </span>
          <span className="row">
            <Limit point={point} />
            <span className="line-end">
              <Tools point={point} limitsOf={limitsOf} />
            </span>
          </span>
          <More point={point} />
        </li>
      ))}
    </ul>
  );
}

function Home({ point: { id, device } }: { readonly point: WaterPoint }) {
  return (
    <Link className="link big-link" to={`/devices/${encodeURIComponent(device.id)}`} data-testid="water-row" data-point={id}>
      {device.name}
    </Link>
  );
}

function State({ point: { state, isolated, worst } }: { readonly point: WaterPoint }) {
  const { t } = useWords();
  const isBeyond = state === 'low' || state === 'high';
  return (
    <span className="water-state" data-testid="water-state" data-state={state}>
      {state === 'good' ? (
        <span className="quiet">{t('water.count-good')}</span>
      ) : (
        <strong className={isBeyond ? 'chip loud warn' : 'chip loud'}>{t(`water.count-${state}`)}</strong>
      )}
      {isolated ? <span className="chip loud">{t('water.count-isolated')}</span> : null}
      {worst === null ? null : <ClassMark of={worst} />}
    </span>
  );
}

function Value({ point }: { readonly point: WaterPoint }) {
  const { t, language } = useWords();
  const { quantity, value, receivedAt, state } = point;
  if (quantity === null) return <span className="quiet">{t('water.no-pressure')}</span>;
  const { text, unit } = shown(quantity, value, language);
  return (
    <span className="water-value" data-state={state}>
      <b className="numbers">{text}</b> {unit} <Age at={receivedAt} />
    </span>
  );
}

/** The one that is broken; else the lower, which a pressure and a level have first of all. */
function Limit({ point: { state, quantity, low, high } }: { readonly point: WaterPoint }) {
  const { t, language } = useWords();
  const isHigh = state === 'high' || low === null;
  const limit = isHigh ? high : low;
  if (quantity === null) return null;
  if (limit === null) return <span className="quiet">{t('water.no-limit')}</span>;
  return (
    <span className="water-limit">
      <span className="numbers nowrap">
        {t(isHigh ? 'water.limit-high' : 'water.limit-low', { value: shownLine(quantity, limit.value, language) })}
      </span>
      <Source limit={limit} />
    </span>
  );
}

function Source({ limit: { source, place, set } }: { readonly limit: WaterLimit }) {
  const { t } = useWords();
  return (
    <span className="quiet">
      {source === 'place' ? t('water.limit-place', { place: place?.name ?? '' }) : t(`water.limit-${source}`)}
      {set === null ? null : (
        <>
          {' '}
          · {set.name} <span className="nowrap">{dateTime(set.at)}</span>
        </>
      )}
    </span>
  );
}

function More({ point: { pumps, mode, tank } }: { readonly point: WaterPoint }) {
  const { t, say, language } = useWords();
  if (pumps.length === 0 && tank === null && mode === null) return null;
  const time = lasts(tank?.hours ?? null);
  return (
    <span className="water-more">
      {mode === null ? null : (
        <span className={mode === 'automatic' ? 'quiet' : 'chip loud warn'}>{shownLine('pump.mode', mode, language)}</span>
      )}
      {pumps.map(({ title, running, fault }) => (
        <span key={title.zh} className="nowrap">
          {say(title)}{' '}
          <span className={running === true ? 'chip loud' : 'quiet'}>
            {running === null ? t('water.pump-unknown') : t(running ? 'water.running' : 'water.stopped')}
          </span>
          {fault ? ' ' : ''}
          {fault ? <strong className="chip loud warn">{t('water.pump-fault')}</strong> : null}
        </span>
      ))}
      {tank === null || time.value === null ? null : (
        <span className="numbers nowrap">
          {t('water.lasts', { time: `${time.value} ${time.unit}` })}
          {tank.leftM3 === null ? null : <span className="quiet"> {t('water.left', { n: tank.leftM3.toFixed(0) })}</span>}
        </span>
      )}
      {tank?.short === true ? <strong className="chip loud warn">{t('water.short')}</strong> : null}
    </span>
  );
}

function Tools({ point, limitsOf }: { readonly point: WaterPoint; readonly limitsOf: Props['limitsOf'] }) {
  const { t } = useWords();
  const may = useMay();
  if (!may('rule.read') || point.quantity === null) return null;
  return (
    <Button onClick={() => limitsOf(point)} data-testid="water-limits" aria-label={t('water.limits-of', { device: point.device.name })}>
      {t('water.set-limit')}
    </Button>
  );
}
