// What a version of a file changed, a line each, in the words of the form.
import type { FileChange } from '../../gateway/web/place-file-contract.ts';
import { type TermFamily, useWords } from '../language.ts';
import { NO_VALUE } from '../values.ts';

/** Of fields that hold one of a few: the family of the words by which the form names them. */
const FAMILIES: Readonly<Record<string, TermFamily>> = {
  use: 'use',
  'contacts.role': 'contact-role',
  // A system has no other name.
  systems: 'system',
  'systems.system': 'system',
  'contracts.kind': 'contract',
  'certificates.kind': 'certificate',
  'tanks.kind': 'tank',
};

/** The last part of a path names the field: `certificates.expires`. */
export function useFieldName(): (path: string, item: string | null) => string {
  const { term } = useWords();
  return (path, item) => {
    const name = path
      .split('.')
      .map((part) => term('file-field', part))
      .join(' · ');
    return item === null ? name : `${name} (${path.startsWith('systems') ? term('system', item) : item})`;
  };
}

/** A value of the field at a path as the form would show it. */
export function useValueText(): (path: string, value: unknown) => string {
  const { t, term } = useWords();
  return (path, value) => {
    if (value === null || value === undefined || value === '') return NO_VALUE;
    const text = Array.isArray(value) ? value.map(String).join(', ') : String(value);
    if (path === 'isKeyUnit') return t(text === 'true' ? 'file.yes' : 'file.no');
    const family = FAMILIES[path];
    return family === undefined ? text : term(family, text);
  };
}

export function ChangeLines({ changes }: { readonly changes: readonly FileChange[] }) {
  const { t } = useWords();
  const fieldName = useFieldName();
  const valueText = useValueText();
  if (changes.length === 0) return <p className="quiet">{t('version.no-change')}</p>;
  return (
    <ul className="bulleted">
      {changes.map(({ path, item, before, after }) => (
        <li key={`${path} ${item} ${after}`}>
          {fieldName(path, item)}: <span className="quiet">{valueText(path, before)}</span> → {valueText(path, after)}
        </li>
      ))}
    </ul>
  );
}
