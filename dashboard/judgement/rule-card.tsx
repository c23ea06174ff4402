// One rule in the list: what raises what, where, what to do then, and the clause it comes from.
import { Button } from 'antd';
import { memo } from 'react';
import type { RuleView } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { unitOf } from '../values.ts';

interface Props {
  readonly rule: RuleView;
  /** How often it raised in the last 30 days; null while it is counted. */
  readonly raised: number | null;
  readonly edit: (id: string) => void;
}

/** Drawn anew only where the rule is another: a thousand stand in a list. */
export const RuleCard = memo(function RuleCard({ rule, raised, edit }: Props) {
  const { t, say, list } = useWords();
  return (
    <li className={rule.enabled ? 'panel rule' : 'panel rule hatched'} data-rule={rule.id} data-testid="rule-card">
      <div className="row">
        <ClassMark of={rule.class} />
        <strong>{say(rule.title)}</strong>
        {rule.latching ? <span className="chip">{t('rules.latching')}</span> : null}
        {rule.own ? <span className="chip">{t('rules.whose-own')}</span> : null}
        {rule.enabled ? null : <span className="chip solid">{t('rules.disabled')}</span>}
        {rule.waits ? <span className="chip loud">{t('waiting.title')}</span> : null}
      </div>
      <p className="rule-said">{say(rule.sentence)}</p>
      {rule.clears === null ? null : (
        <p className="quiet">
          {t('own-rule.clear')} · {say(rule.clears)}
        </p>
      )}
      <p>{say(rule.advice)}</p>
      <p className="quiet">
        {rule.where === null ? t('rules.everywhere') : list(rule.where.map(({ name }) => name))}
        {rule.kinds === null ? '' : ` · ${list(rule.kinds.map((each) => t(`kind.${each}` as 'kind.smoke')))}`}
        {raised === null ? '' : ` · ${t('rules.raised', { n: raised })}`}
      </p>
      {rule.where?.some(({ gone }) => gone) ? (
        <p className="chip loud">{t('rules.gone', { names: list(rule.where.flatMap(({ name, gone }) => (gone ? [name] : []))) })}</p>
      ) : null}
      <p className="quiet">
        {rule.own && rule.clause === null ? '' : rule.clause === null ? t('card.no-clause') : t('card.clause', { text: rule.clause.text })}{' '}
        {rule.clause !== null ? <Sure sure={rule.clause.sure} /> : null}
      </p>
      {rule.own ? (
        <Button className="rule-open" onClick={() => edit(rule.id)} data-testid={`rule-edit-${rule.id}`}>
          {t('rules.open')}
        </Button>
      ) : null}
      {rule.parameters.length === 0 ? null : (
        <p className="quiet">
          {t('rules.parameters')}{' '}
          {rule.parameters
            .map(({ title, otherwise, isTime }) =>
              `${say(title)} ${otherwise} ${isTime ? t('span.second-unit') : unitOf(rule.quantity)}`.trim(),
            )
            .join(' · ')}
        </p>
      )}
      <p className="quiet mono">
        {rule.id} v{rule.version}
      </p>
    </li>
  );
});

function Sure({ sure }: { readonly sure: string }) {
  const { term } = useWords();
  return <span className="chip faint">{term('clause-sure', sure)}</span>;
}
