// What was changed in a rule, value by value: what it was, and what it is.
import type { RuleDifference } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';

type Said = RuleDifference['before'][number];

export function RuleChanges({ changes }: { readonly changes: readonly RuleDifference[] }) {
  const { t, say, term } = useWords();
  const text = (field: RuleDifference['field'], said: readonly Said[]): string =>
    said
      .map((one) => (field === 'kinds' ? term('kind', one.zh) : field === 'class' ? t(`class.${one.zh}` as 'class.fire') : say(one)))
      .join(field === 'raiseWhen' || field === 'clearWhen' ? '；' : '、');
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
