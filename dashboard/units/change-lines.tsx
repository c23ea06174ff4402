// What a version of a file changed, a line each, in the words of the form.
import type { FileChange } from '../../gateway/web/place-file-contract.ts';
import { useWords } from '../language.ts';
import { NO_VALUE } from '../values.ts';

/** The last part of a path names the field: `certificates.expires`. */
export function useFieldName(): (path: string, item: string | null) => string {
  const { term } = useWords();
  return (path, item) => {
    const name = path
      .split('.')
      .map((part) => term('file-field', part))
      .join(' · ');
    return item === null ? name : `${name} (${item})`;
  };
}

export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return NO_VALUE;
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}

export function ChangeLines({ changes }: { readonly changes: readonly FileChange[] }) {
  const { t } = useWords();
  const fieldName = useFieldName();
  if (changes.length === 0) return <p className="quiet">{t('version.no-change')}</p>;
  return (
    <ul className="bulleted">
      {changes.map(({ path, item, before, after }) => (
        <li key={`${path} ${item} ${after}`}>
          {fieldName(path, item)}: <span className="quiet">{valueText(before)}</span> → {valueText(after)}
        </li>
      ))}
    </ul>
  );
}
