// The fields of a file's form: a text, a day, a number, one of a few.
import { Form, Input, InputNumber, Select } from 'antd';
import { useWords, type WordKey } from '../language.ts';

type Path = string | (string | number)[];

interface Named {
  readonly name: Path;
  readonly label: WordKey;
  readonly required?: boolean;
  readonly testId?: string;
}

function useMissing(label: WordKey, required: boolean) {
  const { t } = useWords();
  return required ? [{ required: true, message: t('field.missing', { field: t(label) }) }] : [];
}

export function TextField({
  name,
  label,
  required = false,
  longest,
  pattern,
  hint,
  wide = false,
  testId,
}: Named & {
  readonly longest: number;
  readonly pattern?: RegExp;
  readonly hint?: string;
  /** A line of its own: what is written there is long. */
  readonly wide?: boolean;
}) {
  const { t } = useWords();
  const missing = useMissing(label, required);
  const form = pattern === undefined || hint === undefined ? [] : [{ pattern, message: hint }];
  return (
    <Form.Item name={name} label={t(label)} rules={[...missing, ...form]} className={wide ? 'wide' : ''}>
      <Input maxLength={longest} autoComplete="off" data-testid={testId} />
    </Form.Item>
  );
}

export function DayField({ name, label, testId }: Named) {
  const { t } = useWords();
  return (
    <Form.Item name={name} label={t(label)}>
      <Input type="date" max="9999-12-31" data-testid={testId} />
    </Form.Item>
  );
}

export function NumberField({
  name,
  label,
  required = false,
  lowest,
  highest,
  unit,
  whole = false,
  testId,
}: Named & { readonly lowest: number; readonly highest: number; readonly unit: string; readonly whole?: boolean }) {
  const { t } = useWords();
  const missing = useMissing(label, required);
  const within = { type: whole ? ('integer' as const) : ('number' as const), min: lowest, max: highest };
  return (
    <Form.Item name={name} label={t(label)} rules={[...missing, { ...within, message: t('field.between', { lowest, highest, unit }) }]}>
      <InputNumber<number> className="wide-field" controls={false} inputMode="decimal" suffix={unit} data-testid={testId} />
    </Form.Item>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

export function ChoiceField({ name, label, required = false, among, testId }: Named & { readonly among: readonly Choice[] }) {
  const { t } = useWords();
  const missing = useMissing(label, required);
  return (
    <Form.Item name={name} label={t(label)} rules={missing}>
      <Select allowClear={!required} showSearch={{ optionFilterProp: 'label' }} options={[...among]} data-testid={testId} />
    </Form.Item>
  );
}
