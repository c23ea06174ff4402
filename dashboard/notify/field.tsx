// A field of what a person writes: its name, what is wrong with it in words, and all faults together beside the button.
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import type { FieldProblem } from '../api.ts';
import { fieldText } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { isWithin, type Written } from './written.ts';

/** What is wrong with the thing around. */
export const FaultsContext = createContext<readonly FieldProblem[]>([]);

/** What a control gets so that it, its name and its fault belong together. */
export interface FieldAttributes {
  readonly id: string;
  readonly status: 'error' | '';
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby'?: string;
}

const idOf = (path: string): string => `written-${path.replaceAll('.', '-')}`;

interface Props {
  readonly label: string;
  /** As the gateway names it: `steps.0.after`. */
  readonly path: string;
  readonly hint?: ReactNode;
  /** The name is for screen readers alone, where a column or a legend says it. */
  readonly isLabelHidden?: boolean;
  readonly children: (attributes: FieldAttributes) => ReactNode;
}

export function Field({ label, path, hint, isLabelHidden = false, children }: Props) {
  const { say } = useWords();
  const wrong = useContext(FaultsContext).filter((one) => isWithin(one.path, path));
  const id = idOf(path);
  const described = wrong.length > 0 ? { 'aria-describedby': `${id}-wrong` } : {};
  return (
    <div className="written-field">
      <label htmlFor={id} className={isLabelHidden ? 'hidden-text' : ''}>
        {label}
      </label>
      {children({ id, status: wrong.length > 0 ? 'error' : '', 'aria-invalid': wrong.length > 0, ...described })}
      {hint === undefined ? null : <span className="quiet written-hint">{hint}</span>}
      {wrong.length > 0 ? (
        <span id={`${id}-wrong`} className="field-problem" data-testid={`wrong-${path}`}>
          {wrong.map((one) => fieldText(one, say)).join(' ')}
        </span>
      ) : null}
    </div>
  );
}

/** What is wrong with a list as a whole, or a group of controls. */
export function FaultOf({ path, deep = false }: { readonly path: string; readonly deep?: boolean }) {
  const { say } = useWords();
  const wrong = useContext(FaultsContext).filter((one) => (deep ? isWithin(one.path, path) : one.path === `body.${path}`));
  if (wrong.length === 0) return null;
  return (
    <span className="field-problem" id={`${idOf(path)}-wrong`} data-testid={`wrong-${path}`}>
      {wrong.map((one) => fieldText(one, say)).join(' ')}
    </span>
  );
}

/** All that stands in the way, each a way to its field. */
export function Faults({ of: { fields, problem } }: { readonly of: Pick<Written<unknown>, 'fields' | 'problem'> }) {
  const { t, say } = useWords();
  if (fields.length === 0) return <FailedLine problem={problem} />;
  return (
    <div className="problem-line" role="alert" data-testid="written-faults">
      <strong>{t('written.faults', { n: fields.length })}</strong>
      <ul>
        {fields.map((one) => (
          <li key={`${one.path} ${one.message}`}>
            <button type="button" className="written-fault" onClick={() => goTo(one.path)}>
              <Named path={one.path} said={fieldText(one, say)} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Beside others a fault says which field it is of, unless its words do. */
function Named({ path, said }: { readonly path: string; readonly said: string }) {
  const { t } = useWords();
  const [field, setField] = useState('');
  // The field stands in the page already; with another language its name is another.
  useLayoutEffect(() => {
    const id = nearest(path)?.id.replace(/-wrong$/, '');
    setField(document.querySelector(`label[for="${id}"]`)?.textContent ?? '');
  });
  return field === '' || said.includes(field) ? said : t('written.fault', { field, said });
}

function goTo(path: string): void {
  const field = nearest(path);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
}

/** The field of a path, or the nearest that holds it. */
function nearest(path: string): HTMLElement | null {
  const steps = path.replace(/^body\./, '').split('.');
  for (let n = steps.length; n > 0; n -= 1) {
    const id = idOf(steps.slice(0, n).join('.'));
    const found = document.getElementById(id) ?? document.getElementById(`${id}-wrong`);
    if (found !== null) return found;
  }
  return null;
}
