// All rules, of the book and one's own, to find and to read: what raises what, where, what to do then, and the clause it comes from.
import { Button, Input, Select, Switch } from 'antd';
import { useId, useMemo, useState } from 'react';
import type { RuleTally, RuleView } from '../../gateway/web/rule-contract.ts';
import { CLASS_ORDER, rankOf } from '../alarm-classes.ts';
import { KINDS } from '../estate/kinds.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { useMay } from '../session.tsx';
import { Nothing } from '../states.tsx';
import { knownQuantity } from '../values.ts';

interface Props {
  readonly rules: readonly RuleView[];
  /** Null while it is counted. */
  readonly tally: RuleTally | null;
  readonly edit: (id: string) => void;
}

export function RuleList({ rules, tally, edit }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const [whose, setWhose] = useState('');
  const [kind, setKind] = useState('');
  const switchId = useId();
  const [search, setSearch] = useState('');
  const [only, setOnly] = useState('');
  const [disabled, setDisabled] = useState(true);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return rules
      .filter((rule) => only === '' || rule.class === only)
      .filter((rule) => disabled || rule.enabled)
      .filter((rule) => whose === '' || rule.own === (whose === 'own'))
      .filter((rule) => kind === '' || rule.kinds === null || rule.kinds.includes(kind))
      .filter((rule) => wanted === '' || `${rule.id} ${rule.title.zh} ${rule.title.en} ${rule.quantity}`.toLowerCase().includes(wanted))
      .sort((one, other) => rankOf(one.class) - rankOf(other.class) || one.id.localeCompare(other.id));
  }, [rules, search, only, disabled, whose, kind]);
  return (
    <>
      <header className="filters flush">
        <h1>
          {t('way.rules')} <span className="quiet numbers">{t('list.total', { n: found.length })}</span>
        </h1>
        <Input
          className="filter search"
          type="search"
          allowClear
          aria-label={t('rules.search')}
          placeholder={t('rules.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Select
          className="filter"
          aria-label={t('closed.class')}
          value={only}
          onChange={setOnly}
          options={[
            { value: '', label: t('closed.any-class') },
            ...CLASS_ORDER.map((each) => ({ value: each as string, label: t(`class.${each}`) })),
          ]}
        />
        <Select
          className="filter"
          aria-label={t('rules.whose')}
          value={whose}
          onChange={setWhose}
          options={[
            { value: '', label: t('rules.whose-any') },
            { value: 'book', label: t('rules.whose-book') },
            { value: 'own', label: t('rules.whose-own') },
          ]}
          data-testid="rules-whose"
        />
        <Select
          className="filter"
          aria-label={t('own-rule.kinds')}
          value={kind}
          onChange={setKind}
          options={[
            { value: '', label: t('rules.any-kind') },
            ...KINDS.map((each) => ({ value: each as string, label: t(`kind.${each}`) })),
          ]}
        />
        <div className="row switch">
          <Switch id={switchId} checked={disabled} onChange={setDisabled} />
          <label htmlFor={switchId}>{t('rules.with-disabled')}</label>
        </div>
        {may('parameter.manage') ? (
          <Button type="primary" onClick={() => edit('new')} data-testid="rule-new">
            {t('own-rule.new')}
          </Button>
        ) : null}
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
            </div>
            <p className="rule-said">{say(rule.sentence)}</p>
            <p>{say(rule.advice)}</p>
            <p className="quiet">
              {rule.where === null ? t('rules.everywhere') : rule.where.join('、')}
              {rule.kinds === null ? '' : ` · ${rule.kinds.map((each) => t(`kind.${each}` as 'kind.smoke')).join('、')}`}
              {tally === null ? '' : ` · ${t('rules.raised', { n: raisedBy(tally, rule.id) })}`}
            </p>
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
