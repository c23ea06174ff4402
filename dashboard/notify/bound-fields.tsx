// Of everything that is written here: the place for which it counts, and whether it is for the real thing or for drills.
import { Select } from 'antd';
import { Choices } from '../choices.tsx';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { Field } from './field.tsx';

interface PlaceProps {
  readonly label: string;
  readonly hint?: string;
  /** Null: none is chosen yet. */
  readonly value: string | null;
  readonly change: (place: string) => void;
  readonly places: readonly PlaceChoice[];
  readonly testId: string;
}

export function PlaceField({ label, hint, value, change, places, testId }: PlaceProps) {
  return (
    <Field label={label} path="place" hint={hint}>
      {(attributes) => (
        <Select
          {...attributes}
          value={value}
          onChange={change}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...places]}
          data-testid={testId}
        />
      )}
    </Field>
  );
}

interface ForProps {
  readonly title: string;
  readonly isDrill: boolean;
  readonly change: (drill: boolean) => void;
  readonly testId: string;
}

export function ForField({ title, isDrill, change, testId }: ForProps) {
  const { t } = useWords();
  return (
    <Choices<'real' | 'drill'>
      title={title}
      among={[
        { value: 'real', label: t('notify.real') },
        { value: 'drill', label: t('notify.drill') },
      ]}
      chosen={isDrill ? 'drill' : 'real'}
      choose={(which) => change(which === 'drill')}
      problem={null}
      testId={testId}
    />
  );
}
