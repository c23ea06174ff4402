// A span of time as minutes and seconds, for a form that holds seconds.
import { InputNumber } from 'antd';
import { useState } from 'react';
import { useWords } from '../language.ts';

interface Props {
  readonly label: string;
  readonly testId: string;
  /** These come from the form. */
  readonly id?: string;
  readonly value?: number | null;
  readonly onChange?: (seconds: number | null) => void;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean | 'true' | 'false';
}

/** Both parts empty are no value; one of them empty counts as 0. 90 s without minutes are 90 s: nobody is corrected silently. */
export function DurationField({ label, testId, id, value, onChange, ...aria }: Props) {
  const { t } = useWords();
  const [parts, setParts] = useState(() => partsOf(value));

  function change(next: Parts): void {
    setParts(next);
    onChange?.(next.minutes === null && next.seconds === null ? null : 60 * (next.minutes ?? 0) + (next.seconds ?? 0));
  }

  return (
    <fieldset className="beside" aria-label={label}>
      <InputNumber<number>
        {...aria}
        className="wide-field"
        {...(id === undefined ? {} : { id })}
        aria-label={t('duration.minutes', { what: label })}
        min={0}
        precision={0}
        controls={false}
        inputMode="numeric"
        suffix="min"
        value={parts.minutes}
        onChange={(minutes) => change({ ...parts, minutes })}
        data-testid={`${testId}-minutes`}
      />
      <InputNumber<number>
        {...aria}
        className="wide-field"
        aria-label={t('duration.seconds', { what: label })}
        min={0}
        precision={0}
        controls={false}
        inputMode="numeric"
        suffix="s"
        value={parts.seconds}
        onChange={(seconds) => change({ ...parts, seconds })}
        data-testid={`${testId}-seconds`}
      />
    </fieldset>
  );
}

interface Parts {
  readonly minutes: number | null;
  readonly seconds: number | null;
}

function partsOf(value: number | null | undefined): Parts {
  return value === null || value === undefined
    ? { minutes: null, seconds: null }
    : { minutes: Math.floor(value / 60), seconds: value % 60 };
}
