// The limits of a device or a place, folded away on its page and asked for once they are opened.
import { useState } from 'react';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Limits } from './limits.tsx';
import './rules.css';

/** `scope`: id of a place or a device; `name`: of the place, where the page shows several things. */
interface Props {
  readonly scope: string;
  readonly name?: string;
  /** Only limits of these quantities. */
  readonly quantities?: readonly string[];
  readonly title?: string;
}

export function ScopeLimits({ scope, name, quantities, title }: Props) {
  const { t } = useWords();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may('rule.read')) return null;
  return (
    <details
      className="panel device-limits arrow-fold"
      data-testid="scope-limits"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{title ?? (name === undefined ? t('limit.title') : t('limit.title-of', { name }))}</summary>
      {open ? <Limits scope={scope} {...(quantities === undefined ? {} : { quantities })} /> : null}
    </details>
  );
}
