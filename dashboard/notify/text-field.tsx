// A line of text as it is written.
import { Input } from 'antd';
import { Field } from './field.tsx';

interface Props {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly change: (next: string) => void;
  readonly maxLength: number;
  readonly testId: string;
  readonly hint?: string;
  /** What stands before it and is not written. */
  readonly prefix?: string;
  readonly isFixed?: boolean;
}

export function TextField({ label, path, value, change, maxLength, testId, hint, prefix, isFixed = false }: Props) {
  return (
    <Field label={label} path={path} hint={hint}>
      {(attributes) => (
        <Input
          {...attributes}
          {...(prefix === undefined ? {} : { prefix })}
          value={value}
          disabled={isFixed}
          maxLength={maxLength}
          autoComplete="off"
          onChange={({ target }) => change(target.value)}
          data-testid={testId}
        />
      )}
    </Field>
  );
}
