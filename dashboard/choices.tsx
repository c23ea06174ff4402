// One of a few, as large buttons: native radio buttons, so that keyboard and screen readers know them.
import { useId } from 'react';
import { intoSight } from './into-sight.ts';

interface Props<T extends string> {
  readonly title: string;
  readonly among: readonly { readonly value: T; readonly label: string }[];
  readonly chosen: T | null;
  readonly choose: (value: T) => void;
  /** What is wrong with the choice; null where nothing is. */
  readonly problem: string | null;
  /** `verdict` gives the choices the test ids `verdict-real` … */
  readonly testId: string;
}

export function Choices<T extends string>({ title, among, chosen, choose, problem, testId }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="choices" {...(problem === null ? {} : { 'aria-describedby': `${name}-problem` })}>
      <legend>{title}</legend>
      {among.map(({ value, label }) => (
        <label key={value} className="choice" data-chosen={value === chosen} data-testid={`${testId}-${value}`}>
          <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => choose(value)} />
          {label}
        </label>
      ))}
      {problem === null ? null : (
        <span ref={intoSight} id={`${name}-problem`} role="alert" className="field-problem">
          {problem}
        </span>
      )}
    </fieldset>
  );
}
