// All rules, of the book and one's own, to find and to read: what raises what, where, what to do then, and the clause it comes from.
import { Button, Input, Select } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import type { DriverView, Place } from '../../gateway/web/contract.ts';
import type { RuleTally, RuleView } from '../../gateway/web/rule-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { ClearSign } from '../clear-sign.tsx';
import { KINDS } from '../estate/kinds.ts';
import { pathNames } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Nothing } from '../states.tsx';
import { RuleCard } from './rule-card.tsx';
import { inOrder, NO_QUESTION, RULE_STATES, type RuleQuestion, rulesFound } from './rule-finding.ts';
import { useGrowing } from './use-growing.ts';

interface Props {
  readonly rules: readonly RuleView[];
  readonly drivers: readonly DriverView[];
  readonly places: readonly Place[];
  /** Null while it is counted. */
  readonly tally: RuleTally | null;
  readonly asked: RuleQuestion;
  readonly ask: (next: RuleQuestion) => void;
  readonly edit: (id: string) => void;
  /** The rule that was looked at last; null: none yet. */
  readonly opened: string | null;
}

export function RuleList({ rules, drivers, places, tally, asked, ask, edit, opened }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  // The field shows each key at once; the list follows when there is time.
  const calm = useDeferredValue(asked);
  const ordered = useMemo(() => inOrder(rules), [rules]);
  const found = useMemo(() => rulesFound(ordered, calm, { drivers, places }), [ordered, calm, drivers, places]);
  const raised = useMemo(() => (tally === null ? null : new Map(tally.items.map((one) => [one.rule, one.raised]))), [tally]);
  const wanted = opened === null ? -1 : found.findIndex(({ id }) => id === opened);
  const { shown, end, grow } = useGrowing(JSON.stringify(calm), found.length, wanted);
  // Whoever comes back from a rule finds it where it stands, also one that was written just now.
  const sought = useRef(opened);
  useEffect(() => {
    if (wanted < 0 || sought.current === null) return;
    document.querySelector(`[data-rule="${sought.current}"]`)?.scrollIntoView({ block: 'center' });
    sought.current = null;
  }, [wanted]);
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
        <span className="quiet numbers">{t('list.total', { n: found.length })}</span>
        {may('parameter.manage') ? (
          <Button type="primary" onClick={() => edit('new')} data-testid="rule-new">
            {t('own-rule.new')}
          </Button>
        ) : null}
        <Input
          className="filter search"
          type="search"
          allowClear={{ clearIcon: <ClearSign /> }}
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
      {tally?.isWhole === false ? <p className="quiet rules-part">{t('rules.tally-part')}</p> : null}
      {found.length === 0 ? <Nothing title={t('rules.none')} /> : null}
      <ul className="rules">
        {found.slice(0, shown).map((rule) => (
          <RuleCard key={rule.id} rule={rule} raised={raised === null ? null : (raised.get(rule.id) ?? 0)} edit={edit} />
        ))}
      </ul>
      {shown >= found.length ? null : (
        <div ref={end} className="rules-more">
          <Button onClick={grow} data-testid="rules-more">
            {t('rules.more', { n: found.length - shown })}
          </Button>
        </div>
      )}
    </>
  );
}
