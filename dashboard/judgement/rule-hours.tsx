// The hours in which a rule speaks: one span or several, each with days of the week, and from when to when.
import { Button, Switch } from 'antd';
import { useId } from 'react';
import { useWords } from '../language.ts';
import { FaultOf } from '../notify/field.tsx';
import { FromToFields, WeekdayBoxes } from '../notify/hours-fields.tsx';
import { type Hours, MOST_SPANS, NIGHT } from './rule-draft.ts';

interface Props {
  /** Null: around the clock. */
  readonly value: readonly Hours[] | null;
  /** Where the gateway's faults of the n-th of so many spans stand. */
  readonly pathOf: (nth: number, count: number) => string;
  readonly change: (next: readonly Hours[] | null) => void;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

export function RuleHours({ value, pathOf, change }: Props) {
  const { t } = useWords();
  const switchId = useId();
  const spans = value ?? [];
  const put = (nth: number, next: Hours): void => change(spans.map((span, at) => (at === nth ? next : span)));
  return (
    <fieldset className="written-group">
      <legend>{t('own-rule.hours')}</legend>
      <div className="row switch">
        <Switch id={switchId} checked={value !== null} onChange={(on) => change(on ? [NIGHT] : null)} data-testid="rule-hours" />
        <label htmlFor={switchId}>{t(value === null ? 'own-rule.hours-always' : 'own-rule.hours-some')}</label>
      </div>
      {spans.map((span, nth) => (
        // Without an id of its own, a span is known by its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: what stands in its fields is all that it has
        <div key={nth} className="condition rule-span" data-testid={`rule-span-${nth}`}>
          <SpanFields
            nth={nth}
            value={span}
            path={pathOf(nth, spans.length)}
            change={(next) => put(nth, next)}
            {...(spans.length === 1 ? {} : { remove: () => change(spans.filter((_, at) => at !== nth)) })}
          />
        </div>
      ))}
      {value === null ? null : (
        <>
          {spans.length >= MOST_SPANS ? null : (
            <Button onClick={() => change([...spans, following(spans.at(-1))])} data-testid="rule-span-add">
              {t('own-rule.hours-add')}
            </Button>
          )}
          <p className="quiet">{t('own-rule.hours-detail')}</p>
        </>
      )}
    </fieldset>
  );
}

/** On the same days as the one before, its hours to be written. */
function following(before: Hours | undefined): Hours {
  return { ...(before ?? NIGHT), from: '', to: '' };
}

interface SpanProps {
  readonly nth: number;
  readonly value: Hours;
  readonly path: string;
  readonly change: (next: Hours) => void;
  /** Left out for the only one. */
  readonly remove?: () => void;
}

function SpanFields({ nth, value, path, change, remove }: SpanProps) {
  const { t } = useWords();
  return (
    <>
      {remove === undefined ? null : <strong className="rule-span-name">{t('own-rule.hours-nth', { n: nth + 1 })}</strong>}
      <WeekdayBoxes
        label={`${t('own-rule.hours-days')} ${nth + 1}`}
        chosen={value.days ?? EVERY_DAY}
        choose={(days) => {
          const { days: _all, ...rest } = value;
          change(days.length === 7 ? rest : { ...rest, days });
        }}
        testId={nth === 0 ? 'rule' : `rule-${nth}`}
      />
      <FaultOf path={`${path}.days`} deep />
      <div className="written-line">
        <FromToFields path={path} value={value} change={(next) => change({ ...value, ...next })} />
        {remove === undefined ? null : (
          <Button onClick={remove} aria-label={t('own-rule.hours-remove', { n: nth + 1 })} data-testid={`rule-span-${nth}-remove`}>
            ✕
          </Button>
        )}
      </div>
    </>
  );
}
