// A live value with how far it can be believed: what is old, bad or unknown is hatched and said in words, never shown as good.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { TankView, TopPressure } from '../../gateway/web/unit-contract.ts';
import { useWords } from '../language.ts';
import { span } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import { NO_VALUE } from '../values.ts';

type State = TopPressure['state'];

/** There is a number, and it is of now. */
function isLive(state: State): boolean {
  return state === 'good' || state === 'low' || state === 'short';
}

/** 不足 / 偏低 / 数值陈旧 …; nothing where all is well. */
export function LiveChip({ state }: { readonly state: State }) {
  const { t } = useWords();
  if (state === 'good') return null;
  return (
    <strong className={isLive(state) ? 'chip loud warn' : 'chip loud'} data-testid="live-state" data-state={state}>
      {t(`live.${state}`)}
    </strong>
  );
}

export function Age({ at }: { readonly at: number | null }) {
  const { t } = useWords();
  const now = useGatewayNow();
  if (at === null || now === null) return null;
  return <span className="quiet numbers nowrap">{t('live.ago', { time: span(Math.max(1_000, now - at)) })}</span>;
}

interface LineProps {
  readonly title: string;
  readonly state: State;
  readonly value: string | null;
  readonly unit: string;
  readonly receivedAt: number | null;
  readonly testId: string;
  /** Whose curves with their limits are a step away; null: it is shown without a way to them. */
  readonly curves: string | null;
  readonly children: ReactNode;
}

function LiveLine({ title, state, value, unit, receivedAt, testId, curves, children }: LineProps) {
  const { t } = useWords();
  const live = isLive(state);
  return (
    <div className={live ? 'live-line' : 'live-line hatched'} data-state={state} data-testid={testId}>
      <span className="live-title">{title}</span>
      <span className="live-number">
        <b className="numbers">{value ?? NO_VALUE}</b>
        {value === null ? null : <span>{unit}</span>}
        <LiveChip state={state} />
      </span>
      <span className="live-foot">
        {children}
        <Age at={receivedAt} />
        {curves === null ? null : (
          <Link className="link nowrap" to={`/devices/${encodeURIComponent(curves)}`}>
            {t('live.curves')}
          </Link>
        )}
      </span>
    </div>
  );
}

/** Pressure at the most unfavourable hydrant, with its limit and age; `full`: with the way to its curve. */
export function PressureLine({ of, full = false }: { readonly of: TopPressure; readonly full?: boolean }) {
  const { t } = useWords();
  return (
    <LiveLine
      title={t('high.pressure')}
      state={of.state}
      value={of.value === null ? null : of.value.toFixed(3)}
      unit="MPa"
      receivedAt={of.receivedAt}
      testId="top-pressure"
      curves={full ? (of.device?.id ?? null) : null}
    >
      {of.limit === null ? null : <span className="numbers nowrap">{t('high.limit', { value: `${of.limit.toFixed(3)} MPa` })}</span>}
      {of.device === null ? null : <span>{of.device.name}</span>}
    </LiveLine>
  );
}

/** Minutes below two hours, where an hour's tenth is too coarse. */
export function lasts(hours: number | null): { readonly value: string | null; readonly unit: string } {
  if (hours === null) return { value: null, unit: '' };
  return hours < 2 ? { value: String(Math.floor(hours * 60)), unit: 'min' } : { value: hours.toFixed(1), unit: 'h' };
}

/** How long a tank lasts; `full`: with how that is worked out, and the way to its curve. */
export function TankLine({ of, full = false }: { readonly of: TankView; readonly full?: boolean }) {
  const { t } = useWords();
  const { value, unit } = lasts(of.hours);
  const level = of.levelM?.toFixed(2) ?? NO_VALUE;
  return (
    <LiveLine
      title={of.name}
      state={of.state}
      value={value}
      unit={unit}
      receivedAt={of.receivedAt}
      testId="tank"
      curves={full ? (of.device?.id ?? null) : null}
    >
      {of.leftM3 === null ? null : (
        <span className="numbers nowrap">{t('high.left', { left: of.leftM3.toFixed(0), all: of.capacityM3.toFixed(0) })}</span>
      )}
      {of.neededHours === null ? null : <span className="numbers nowrap">{t('high.needed', { n: of.neededHours })}</span>}
      {full ? (
        <span className="numbers tank-how">
          {t('high.how', { level, full: of.fullM, lowest: of.lowestM, all: of.capacityM3, demand: of.demandLps })}
        </span>
      ) : null}
    </LiveLine>
  );
}
