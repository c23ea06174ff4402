// The particulars of an audit row: known ones in words, the others as they came.
import { useWords } from '../language.ts';

const VERDICT_KEYS = ['real', 'false', 'test', 'undetermined', 'unverified'] as const;
const CAUSE_KEYS = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'other'] as const;

/** What the row says elsewhere already. */
const SAID = new Set(['what', 'about']);
/** Characters; the rest is in the API. */
const LONGEST = 240;

export function AuditDetail({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const { t } = useWords();
  const words = flat(detail).map(([name, value]) => {
    const verdict = name === 'verdict' ? VERDICT_KEYS.find((each) => each === value) : undefined;
    if (verdict !== undefined) return t(`verdict.${verdict}`);
    const cause = name === 'cause' ? CAUSE_KEYS.find((each) => each === value) : undefined;
    if (cause !== undefined) return t(`cause.${cause}`);
    return name === 'note' || name === 'text' ? `“${value}”` : `${name}: ${value}`;
  });
  if (words.length === 0) return null;
  const line = words.join(' · ');
  return <span className="quiet">{line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}</span>;
}

/** Names and values at any depth, without what is empty or said elsewhere. */
function flat(detail: object): readonly (readonly [name: string, value: string])[] {
  return Object.entries(detail).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === undefined || value === '' || SAID.has(name)) return [];
    return typeof value === 'object' ? flat(value) : [[name, String(value)] as const];
  });
}
