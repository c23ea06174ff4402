// All rules, of the book and one's own, to find and to read: what raises what, where, what to do then, and the clause it comes from.
import { Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import type { DriverView, Place } from '../../gateway/web/contract.ts';
import type { RuleTally, RuleView } from '../../gateway/web/rule-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { KINDS } from '../estate/kinds.ts';
import { pathNames } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { useMay } from '../session.tsx';
import { Nothing } from '../states.tsx';
import { knownQuantity } from '../values.ts';
import { NO_QUESTION, RULE_STATES, type RuleQuestion, rulesFound } from './rule-finding.ts';

interface Props {
  readonly rules: readonly RuleView[];
  readonly drivers: readonly DriverView[];
  readonly places: readonly Place[];
  /** Null while it is counted. */
  readonly tally: RuleTally | null;
  readonly asked: RuleQuestion;
  readonly ask: (next: RuleQuestion) => void;
  readonly edit: (id: string) => void;
}

export function RuleList({ rules, drivers, places, tally, asked, ask, edit }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const found = useMemo(() => rulesFound(rules, asked, { drivers, places }), [rules, asked, drivers, places]);
  const choice = (
    of: Exclude<keyof RuleQuestion, 'words'>,
    label: string,
    any: string,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => (
    <Select
      className="filter"
      aria-label={label}
      value={asked[of]}
      onChange={(value: string) => ask({ ...asked, [of]: value })}
      showSearch={{ optionFilterProp: 'label' }}
      options={[{ value: '', label: any }, ...options]}
      popupMatchSelectWidth={false}
      data-testid={`rules-${of}`}
    />
  );
  return (
    <>
      <header className="filters flush">
        <h1>
          {t('way.rules')} <span className="quiet numbers">{t('list.total', { n: found.length })}</span>
        </h1>
        {may('parameter.manage') ? (
          <Button type="primary" onClick={() => edit('new')} data-testid="rule-new">
            {t('own-rule.new')}
          </Button>
        ) : null}
        <Input
          className="filter search"
          type="search"
          allowClear
          aria-label={t('rules.search')}
          placeholder={t('rules.search')}
          value={asked.words}
          onChange={(event) => ask({ ...asked, words: event.target.value })}
          data-testid="rules-search"
        />
        {choice(
          'class',
          t('closed.class'),
          t('closed.any-class'),
          CLASS_ORDER.map((each) => ({ value: each, label: t(`class.${each}`) })),
        )}
        {choice('whose', t('rules.whose'), t('rules.whose-any'), [
          { value: 'book', label: t('rules.whose-book') },
          { value: 'own', label: t('rules.whose-own') },
        ])}
        {choice(
          'state',
          t('rules.state'),
          t('rules.state-any'),
          RULE_STATES.map((each) => ({ value: each, label: t(`rules.state-${each}`) })),
        )}
        {choice('place', t('own-rule.places'), t('rules.any-place'), pathNames(places))}
        {choice(
          'kind',
          t('own-rule.kinds'),
          t('rules.any-kind'),
          KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) })),
        )}
        {choice(
          'model',
          t('rules.model'),
          t('rules.any-model'),
          drivers.map(({ model, vendor, title }) => ({ value: model, label: `${say(title)} · ${vendor}` })),
        )}
        {JSON.stringify(asked) === JSON.stringify(NO_QUESTION) ? null : (
          <Button onClick={() => ask(NO_QUESTION)} data-testid="rules-all">
            {t('rules.all')}
          </Button>
        )}
      </header>
      {tally?.isWhole === false ? <p className="quiet">{t('rules.tally-part')}</p> : null}
      {found.length === 0 ? <Nothing title={t('rules.none')} /> : null}
      <ul className="rules">
        {found.map((rule) => (
          <li key={rule.id} className={rule.enabled ? 'panel rule' : 'panel rule hatched'}>
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
                {t('own-rule.clear')}：{say(rule.clears)}
              </p>
            )}
            <p>{say(rule.advice)}</p>
            <p className="quiet">
              {rule.where === null ? t('rules.everywhere') : rule.where.map(({ name }) => name).join('、')}
              {rule.kinds === null ? '' : ` · ${rule.kinds.map((each) => t(`kind.${each}` as 'kind.smoke')).join('、')}`}
              {tally === null ? '' : ` · ${t('rules.raised', { n: raisedBy(tally, rule.id) })}`}
            </p>
            {rule.where?.some(({ gone }) => gone) ? (
              <p className="chip loud">
                {t('rules.gone', { names: rule.where.flatMap(({ name, gone }) => (gone ? [name] : [])).join('、') })}
              </p>
            ) : null}
            <p className="quiet">
              {rule.own && rule.clause === null
                ? ''
                : rule.clause === null
                  ? t('card.no-clause')
                  : t('card.clause', { text: rule.clause.text })}{' '}
              {rule.clause !== null ? <Sure sure={rule.clause.sure} /> : null}
            </p>
            {rule.own ? (
              <Button className="rule-open" onClick={() => edit(rule.id)} data-testid={`rule-edit-${rule.id}`}>
                {t('rules.open')}
              </Button>
            ) : null}
            <p className="quiet mono">
              {rule.id} v{rule.version} · {quantityTitle(rule.quantity, say)}
            </p>
            {rule.parameters.length === 0 ? null : (
              <p className="quiet">
                {t('rules.parameters')}{' '}
                <span className="mono">{rule.parameters.map(({ name, otherwise }) => `${name} = ${otherwise}`).join(' · ')}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function raisedBy(tally: RuleTally, id: string): number {
  return tally.items.find(({ rule }) => rule === id)?.raised ?? 0;
}

function Sure({ sure }: { readonly sure: string }) {
  const { term } = useWords();
  return <span className="chip faint">{term('clause-sure', sure)}</span>;
}

function quantityTitle(id: string, say: (both: { zh: string; en: string }) => string): string {
  const known = knownQuantity(id);
  return known === null ? id : `${id} ${say(known.title)}`;
}
