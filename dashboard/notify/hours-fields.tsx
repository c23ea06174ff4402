// Days of the week to tick and hours of the day to write, of shifts and of rules.
import { Input } from 'antd';
import { useWords } from '../language.ts';
import { WEEKDAYS, type Weekday } from './duty-days.ts';
import { Field } from './field.tsx';

interface DaysProps {
  readonly label: string;
  readonly chosen: readonly number[];
  readonly choose: (days: Weekday[]) => void;
  readonly testId: string;
}

/** Boxes to tick, large enough for a thumb. */
export function WeekdayBoxes({ label, chosen, choose, testId }: DaysProps) {
  const { t } = useWords();
  const toggle = (day: Weekday): void => choose(WEEKDAYS.filter((one) => (one === day ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset className="choices days" aria-label={label}>
      {WEEKDAYS.map((day) => (
        <label key={day} className="choice" data-chosen={chosen.includes(day)} data-testid={`${testId}-day-${day}`}>
          <input type="checkbox" checked={chosen.includes(day)} onChange={() => toggle(day)} />
          {t(`weekday.${day}`)}
        </label>
      ))}
    </fieldset>
  );
}

interface ClockProps {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly change: (next: string) => void;
}

/** `20:00`. */
export function ClockField({ label, path, value, change }: ClockProps) {
  return (
    <Field label={label} path={path}>
      {(attributes) => (
        <Input
          {...attributes}
          className="clock-field"
          value={value}
          maxLength={5}
          inputMode="numeric"
          placeholder="20:00"
          autoComplete="off"
          onChange={({ target }) => change(target.value)}
          data-testid={path.replace(/\.(from|to)$/, '-$1')}
        />
      )}
    </Field>
  );
}

interface FromToProps {
  /** Of what holds both; each adds its own name. */
  readonly path: string;
  readonly value: { readonly from: string; readonly to: string };
  readonly change: (next: { readonly from?: string; readonly to?: string }) => void;
}

/** From when to when in the day. */
export function FromToFields({ path, value, change }: FromToProps) {
  const { t } = useWords();
  return (
    <>
      {(['from', 'to'] as const).map((which) => (
        <ClockField
          key={which}
          label={t(`condition.${which}`)}
          path={`${path}.${which}`}
          value={value[which]}
          change={(next) => change({ [which]: next })}
        />
      ))}
    </>
  );
}
