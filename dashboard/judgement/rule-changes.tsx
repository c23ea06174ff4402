// What was changed in a rule, value by value: what it was, and what it is.
import type { RuleDifference } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';

type Said = RuleDifference['before'][number];

export function RuleChanges({ changes }: { readonly changes: readonly RuleDifference[] }) {
  const { t, say, term, list, language } = useWords();
  /** What stands as an id is one word in both languages. */
  const one = (field: RuleDifference['field'], said: Said): string => {
    if (said.zh !== said.en || (field !== 'kinds' && field !== 'class')) return say(said);
    return field === 'kinds' ? term('kind', said.zh) : t(`class.${said.zh}` as 'class.fire');
  };
  const text = (field: RuleDifference['field'], said: readonly Said[]): string => {
    const each = said.map((what) => one(field, what));
    if (field !== 'raiseWhen' && field !== 'clearWhen') return list(each);
    return each.join(language === 'zh' ? '；' : '; ');
  };
  return (
    <ul className="rule-changes">
      {changes.map(({ field, before, after }) => (
        <li key={field} data-testid={`change-${field}`}>
          <span className="quiet">{t(`own-rule.field-${field}`)}</span>{' '}
          {before.length === 0 ? (
            <>
              {t('own-rule.added')} <strong>{text(field, after)}</strong>
            </>
          ) : after.length === 0 ? (
            <>
              {t('own-rule.taken-out')} <s>{text(field, before)}</s>
            </>
          ) : (
            <>
              <s>{text(field, before)}</s> → <strong>{text(field, after)}</strong>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
