// The hours in which a rule speaks: days of the week, and from when to when.
import { Switch } from 'antd';
import { useId } from 'react';
import { useWords } from '../language.ts';
import { FaultOf } from '../notify/field.tsx';
import { FromToFields, WeekdayBoxes } from '../notify/hours-fields.tsx';
import { type Hours, NIGHT } from './rule-draft.ts';

interface Props {
  /** Null: around the clock. */
  readonly value: Hours | null;
  /** Where the gateway's faults of them stand. */
  readonly path: string;
  readonly change: (next: Hours | null) => void;
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

export function RuleHours({ value, path, change }: Props) {
  const { t } = useWords();
  const switchId = useId();
  return (
    <fieldset className="written-group">
      <legend>{t('own-rule.hours')}</legend>
      <div className="row switch">
        <Switch id={switchId} checked={value !== null} onChange={(on) => change(on ? NIGHT : null)} data-testid="rule-hours" />
        <label htmlFor={switchId}>{t(value === null ? 'own-rule.hours-always' : 'own-rule.hours-some')}</label>
      </div>
      {value === null ? null : (
        <>
          <WeekdayBoxes
            label={t('own-rule.hours-days')}
            chosen={value.days ?? EVERY_DAY}
            choose={(days) => {
              const { days: _all, ...rest } = value;
              change(days.length === 7 ? rest : { ...rest, days });
            }}
            testId="rule"
          />
          <FaultOf path={`${path}.days`} deep />
          <div className="written-line">
            <FromToFields path={path} value={value} change={(next) => change({ ...value, ...next })} />
          </div>
          <p className="quiet">{t('own-rule.hours-detail')}</p>
        </>
      )}
    </fieldset>
  );
}
