// Values and reasons in a person's words.
import { QUANTITIES, type Quantity, type QuantityId, type Value } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';

/** `0.062 MPa`, `报警`, `打开`: a value as it is shown to a person. */
export function valueText(id: QuantityId, value: Value): Words {
  const known: Quantity = QUANTITIES[id];
  if (known.kind === 'number' && typeof value === 'number') {
    const text = `${value.toFixed(known.decimals)} ${known.unit}`.trimEnd();
    return words(text, text);
  }
  if (known.kind === 'flag' && typeof value === 'boolean') return value ? known.on : known.off;
  if (known.kind === 'state' && typeof value === 'string') return known.states[value] ?? words(value, value);
  return words(String(value), String(value));
}

/** `水压 0.062 MPa`. */
export function reading(id: QuantityId, value: Value | null): Words {
  const { title } = QUANTITIES[id];
  if (value === null) return title;
  const text = valueText(id, value);
  return typeof value === 'number'
    ? words(`${title.zh} ${text.zh}`, `${title.en} ${text.en}`)
    : words(`${title.zh}：${text.zh}`, `${title.en}: ${text.en.toLowerCase()}`);
}

/** Whole seconds, or with one decimal where that says more. */
export function seconds(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** Several reasons in one sentence. */
export function joined(parts: readonly Words[], zh: string, en: string): Words {
  return words(parts.map((part) => part.zh).join(zh), parts.map((part) => part.en).join(en));
}
