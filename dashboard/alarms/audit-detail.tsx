// The particulars of an audit row: known ones in words, the others as they came.
import { useWords } from '../language.ts';

const VERDICT_KEYS = ['real', 'false', 'test', 'undetermined', 'unverified'] as const;
const CAUSE_KEYS = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'other'] as const;

export function AuditDetail({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const { t } = useWords();
  const words = Object.entries(detail).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '') return [];
    const verdict = name === 'verdict' ? VERDICT_KEYS.find((each) => each === value) : undefined;
    if (verdict !== undefined) return [t(`verdict.${verdict}`)];
    const cause = name === 'cause' ? CAUSE_KEYS.find((each) => each === value) : undefined;
    if (cause !== undefined) return [t(`cause.${cause}`)];
    if (name === 'note' && typeof value === 'string') return [`“${value}”`];
    return [`${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`];
  });
  return words.length === 0 ? null : <span className="quiet">{words.join(' · ')}</span>;
}
