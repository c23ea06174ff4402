// A number as it is written, with its unit. Nobody is corrected silently: what is out of bounds is sent, and the gateway says the bounds.
import { InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { Field } from './field.tsx';

interface Props {
  readonly label: string;
  readonly path: string;
  /** Null: nothing is written. */
  readonly value: number | null;
  readonly change: (next: number | null) => void;
  readonly unit?: string;
  /** Of things that are counted. */
  readonly isWhole?: boolean;
  readonly hint?: ReactNode;
  readonly testId?: string;
}

export function NumberField({ label, path, value, change, unit = '', isWhole = false, hint, testId = path }: Props) {
  return (
    <Field label={label} path={path} hint={hint}>
      {(attributes) => (
        <InputNumber<number>
          {...attributes}
          className="number-field"
          value={value}
          {...(isWhole ? { precision: 0 } : {})}
          controls={false}
          inputMode={isWhole ? 'numeric' : 'decimal'}
          suffix={unit}
          onChange={change}
          data-testid={testId}
        />
      )}
    </Field>
  );
}
