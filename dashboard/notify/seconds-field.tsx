// Seconds as they are written, with what they come to beside them; and how often something is said again.
import { useWords } from '../language.ts';
import { NumberField } from './number-field.tsx';
import type { RepeatDraft } from './policy-draft.ts';
import { secondsText } from './policy-words.ts';

interface SecondsProps {
  readonly label: string;
  readonly path: string;
  readonly value: number | null;
  readonly change: (next: number | null) => void;
}

export function SecondsField({ label, path, value, change }: SecondsProps) {
  const { t } = useWords();
  const isLong = value !== null && value >= 60 && value % 60 === 0;
  return (
    <NumberField
      label={label}
      path={path}
      value={value}
      change={change}
      unit={t('span.second-unit')}
      {...(isLong ? { hint: `= ${secondsText(value, t)}` } : {})}
    />
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
      <NumberField
        label={t('policy.times')}
        path={`${path}.times`}
        value={value.times}
        change={(times) => change({ ...value, times })}
        unit={t('policy.times-unit')}
        isWhole
      />
    </>
  );
}
