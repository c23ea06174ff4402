// The rule book as it is in force, to read: what raises what, what to do then, and the clause it comes from.
import { Input, Select, Switch } from 'antd';
import { useId, useMemo, useState } from 'react';
import type { RuleView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER, rankOf } from '../alarm-classes.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { knownQuantity } from '../values.ts';
import './pages.css';

export default function Rules() {
  const may = useMay();
  const answer = useAnswer<Page<RuleView>>(may('rule.read') ? '/rules' : null);
  if (!may('rule.read')) return <Denied />;
  return (
    <div className="page">
      <Answered answer={answer}>{({ items }) => <RuleList rules={items} />}</Answered>
    </div>
  );
}

function RuleList({ rules }: { readonly rules: readonly RuleView[] }) {
  const { t, say } = useWords();
  const switchId = useId();
  const [search, setSearch] = useState('');
  const [only, setOnly] = useState('');
  const [disabled, setDisabled] = useState(true);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return rules
      .filter((rule) => only === '' || rule.class === only)
      .filter((rule) => disabled || rule.enabled)
      .filter((rule) => wanted === '' || `${rule.id} ${rule.title.zh} ${rule.title.en} ${rule.quantity}`.toLowerCase().includes(wanted))
      .sort((one, other) => rankOf(one.class) - rankOf(other.class) || one.id.localeCompare(other.id));
  }, [rules, search, only, disabled]);
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
        <div className="row switch">
          <Switch id={switchId} checked={disabled} onChange={setDisabled} />
          <label htmlFor={switchId}>{t('rules.with-disabled')}</label>
        </div>
      </header>
      {found.length === 0 ? <Nothing title={t('rules.none')} /> : null}
      <ul className="rules">
        {found.map((rule) => (
          <li key={rule.id} className={rule.enabled ? 'panel rule' : 'panel rule hatched'}>
            <div className="row">
              <ClassMark of={rule.class} />
              <strong>{say(rule.title)}</strong>
              {rule.latching ? <span className="chip">{t('rules.latching')}</span> : null}
              {rule.enabled ? null : <span className="chip solid">{t('rules.disabled')}</span>}
            </div>
            <p>{say(rule.advice)}</p>
            <p className="quiet">
              {rule.clause === null ? t('card.no-clause') : t('card.clause', { text: rule.clause.text })}{' '}
              {rule.clause !== null ? <Sure sure={rule.clause.sure} /> : null}
            </p>
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

function Sure({ sure }: { readonly sure: string }) {
  const { term } = useWords();
  return <span className="chip faint">{term('clause-sure', sure)}</span>;
}

function quantityTitle(id: string, say: (both: { zh: string; en: string }) => string): string {
  const known = knownQuantity(id);
  return known === null ? id : `${id} ${say(known.title)}`;
}
