// What a version of a file changed, a line each, in the words of the form.
import type { FileChange } from '../../gateway/web/place-file-contract.ts';
import { useWords } from '../language.ts';
import { NO_VALUE } from '../values.ts';

/** Of which words the value of a field is one. */
const FAMILIES = {
  'contacts.role': 'contact-role',
  'certificates.kind': 'certificate',
  'contracts.kind': 'contract',
  'tanks.kind': 'tank',
  'systems.system': 'system',
  use: 'use',
} as const;

/** The words of a file's form for its fields and what stands in them. */
export function useFieldWords() {
  const { t, term } = useWords();
  /** The last part of a path names the field: `certificates.expires`. */
  const fieldName = (path: string, item: string | null): string => {
    const name = path
      .split('.')
      .map((part) => term('file-field', part))
      .join(' · ');
    return item === null ? name : `${name} (${path.startsWith('systems') ? term('system', item) : item})`;
  };
  /** `value` as the file holds it, or as the gateway's list of changes tells it. */
  const valueText = (path: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return NO_VALUE;
    const text = Array.isArray(value) ? value.map(String).join(', ') : String(value);
    if (path === 'isKeyUnit') return t(text === 'true' ? 'file.yes' : 'file.no');
    const family = path === 'systems' ? 'system' : (FAMILIES as Readonly<Record<string, (typeof FAMILIES)[keyof typeof FAMILIES]>>)[path];
    return family === undefined ? text : term(family, text);
  };
  return { fieldName, valueText };
}

export function ChangeLines({ changes }: { readonly changes: readonly FileChange[] }) {
  const { t } = useWords();
  const { fieldName, valueText } = useFieldWords();
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
