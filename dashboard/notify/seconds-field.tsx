// Seconds as they are written, with what they come to beside them; and how often something is said again.
import { InputNumber } from 'antd';
import { useWords } from '../language.ts';
import { Field } from './field.tsx';
import type { RepeatDraft } from './policy-draft.ts';
import { secondsText } from './policy-words.ts';

interface SecondsProps {
  readonly label: string;
  readonly path: string;
  readonly value: number | null;
  readonly change: (next: number | null) => void;
}

/** Nobody is corrected silently: what is out of bounds is sent, and the gateway says the bounds. */
export function SecondsField({ label, path, value, change }: SecondsProps) {
  const { t } = useWords();
  const isLong = value !== null && value >= 60 && value % 60 === 0;
  return (
    <Field label={label} path={path} {...(isLong ? { hint: `= ${secondsText(value, t)}` } : {})}>
      {(attributes) => (
        <InputNumber<number>
          {...attributes}
          className="number-field"
          value={value}
          controls={false}
          inputMode="numeric"
          suffix={t('span.second-unit')}
          onChange={change}
          data-testid={path}
        />
      )}
    </Field>
  );
}

interface RepeatProps {
  readonly value: RepeatDraft;
  readonly path: string;
  readonly change: (next: RepeatDraft) => void;
}

export function RepeatFields({ value, path, change }: RepeatProps) {
  const { t } = useWords();
  return (
    <>
      <SecondsField label={t('policy.every')} path={`${path}.every`} value={value.every} change={(every) => change({ ...value, every })} />
      <Field label={t('policy.times')} path={`${path}.times`}>
        {(attributes) => (
          <InputNumber<number>
            {...attributes}
            className="number-field"
            value={value.times}
            precision={0}
            controls={false}
            inputMode="numeric"
            suffix={t('policy.times-unit')}
            onChange={(times) => change({ ...value, times })}
            data-testid={`${path}.times`}
          />
        )}
      </Field>
    </>
  );
}
