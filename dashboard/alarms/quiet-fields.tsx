// The fields of a dialog in which something is quieted: a line of words, and for how many hours.
import { Input, InputNumber } from 'antd';
import { useId } from 'react';
import type { IsolationView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';

/** The longest each may be, hours (the gateway's own bounds). */
const MOST_HOURS: Readonly<Record<IsolationView['kind'], number>> = { isolated: 24, 'out-of-service': 720 };
/** Characters that the gateway takes of who allowed an isolation. */
const AUTHORITY_LONGEST = 80;
const REASON_LONGEST = 500;

interface FieldProps<T> {
  readonly value: T;
  readonly change: (value: T) => void;
  readonly testId: string;
}

interface TextProps extends FieldProps<string> {
  readonly title: string;
  /** Characters that the gateway takes, where they are not those of a reason. */
  readonly longest?: number;
}

export function TextField({ title, value, change, testId, longest = REASON_LONGEST }: TextProps) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{title}</label>
      <Input
        id={id}
        maxLength={longest}
        value={value}
        onChange={(event) => change(event.target.value)}
        autoComplete="off"
        data-testid={testId}
      />
    </div>
  );
}

/** How long an isolation of that kind holds; null while the field is empty. */
/** Who allowed an isolation. */
export function AuthorityField(field: FieldProps<string>) {
  const { t } = useWords();
  return <TextField {...field} title={t('isolation.authority')} longest={AUTHORITY_LONGEST} />;
}

export function HoursField({ kind, value, change, testId }: FieldProps<number | null> & { readonly kind: IsolationView['kind'] }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{t('quiet.hours', { most: MOST_HOURS[kind] })}</label>
      <InputNumber<number>
        id={id}
        min={1}
        max={MOST_HOURS[kind]}
        precision={0}
        value={value}
        onChange={change}
        controls={false}
        inputMode="numeric"
        suffix={t('quiet.hours-unit')}
        data-testid={testId}
      />
    </div>
  );
}
