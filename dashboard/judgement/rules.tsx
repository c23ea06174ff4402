// 规则: every rule of the book and one's own, the limits of any place, and what waits for a second person.
import { Button, Select, Tabs } from 'antd';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { DriverView, Place } from '../../gateway/web/contract.ts';
import type { OwnRuleView, RuleTally, RuleView } from '../../gateway/web/rule-contract.ts';
import type { Page } from '../api.ts';
import { pathNames } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';
import { Limits } from './limits.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { NO_QUESTION } from './rule-finding.ts';
import { RuleList } from './rule-list.tsx';
import { type RuleVersion, RuleVersions } from './rule-versions.tsx';
import { useJudgement } from './use-judgement.ts';
import { WaitingChanges } from './waiting.tsx';
import '../pages/pages.css';
import '../notify/notify.css';
import './rules.css';

const TABS = ['rules', 'limits'] as const;

export default function Rules() {
  const { t } = useWords();
  const may = useMay();
  const mayRead = may('rule.read');
  const [search, setSearch] = useSearchParams();
  const rules = useAnswer<Page<RuleView>>(mayRead ? '/rules' : null);
  const tally = useAnswer<RuleTally>(mayRead ? '/rule-tally' : null);
  const drivers = useAnswer<Page<DriverView>>(mayRead ? '/drivers' : null);
  const waiting = useLive((view) => view.judgement.waiting);
  const places = useAnswer<Page<Place>>(mayRead ? '/places' : null);
  useJudgement(rules.again);
  // What is asked for stands while a rule is opened and closed again.
  const [asked, ask] = useState(NO_QUESTION);
  const [opened, setOpened] = useState<string | null>(null);
  const go = useCallback(
    (to: string | null): void => {
      if (to !== null) setOpened(to);
      setSearch(to === null ? {} : { edit: to });
    },
    [setSearch],
  );
  if (!mayRead) return <Denied />;
  const editing = search.get('edit');
  const choices = pathNames(places.value?.items ?? []);
  const saved = (id: string): void => {
    setOpened(id);
    rules.again();
    setSearch({});
  };
  return (
    <div className="page">
      {editing === null ? (
        <header>
          <h1>{t('way.rules')}</h1>
          <p className="quiet wide">{t('rules.what')}</p>
        </header>
      ) : null}
      <Answered answer={rules}>
        {({ items }) =>
          editing === null ? (
            <>
              <WaitingChanges items={waiting} onDecided={rules.again} />
              <Tabs
                activeKey={TABS.find((tab) => tab === search.get('tab')) ?? 'rules'}
                onChange={(tab) => setSearch({ tab })}
                items={[
                  {
                    key: 'rules',
                    label: t('rules.tab-rules'),
                    children: (
                      <RuleList
                        rules={items}
                        drivers={drivers.value?.items ?? []}
                        places={places.value?.items ?? []}
                        tally={tally.value}
                        asked={asked}
                        ask={ask}
                        edit={go}
                        opened={opened}
                      />
                    ),
                  },
                  { key: 'limits', label: t('rules.tab-limits'), children: <PlaceLimits choices={choices} /> },
                ]}
              />
            </>
          ) : (
            <Edited id={editing} rules={items} places={choices} close={() => go(null)} onBehind={rules.again} onSaved={saved} />
          )
        }
      </Answered>
    </div>
  );
}

function PlaceLimits({ choices }: { readonly choices: ReturnType<typeof pathNames> }) {
  const { t } = useWords();
  const [chosen, choose] = useState<string | null>(null);
  const scope = chosen ?? choices[0]?.value;
  return (
    <>
      <p className="quiet">{t('limit.detail')}</p>
      <Select
        className="limit-place"
        aria-label={t('own-rule.places')}
        value={scope ?? null}
        onChange={choose}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...choices]}
        data-testid="limit-place"
      />
      {scope === undefined ? null : <Limits key={scope} scope={scope} />}
    </>
  );
}

interface EditedProps {
  readonly id: string;
  readonly rules: readonly RuleView[];
  readonly places: ReturnType<typeof pathNames>;
  readonly close: () => void;
  readonly onBehind: () => void;
  readonly onSaved: (id: string) => void;
}

function Edited({ id, rules, places, close, onBehind, onSaved }: EditedProps) {
  const { t } = useWords();
  const may = useMay();
  const isNew = id === 'new';
  const answer = useAnswer<OwnRuleView>(isNew ? null : `/own-rules/${encodeURIComponent(id)}`);
  const [taken, setTaken] = useState<RuleVersion | null>(null);
  useJudgement(answer.again);
  const back = (
    <Button className="rule-back" onClick={close}>
      ‹ {t('way.rules')}
    </Button>
  );
  if (isNew) {
    return (
      <>
        {back}
        <RuleEditor from={null} taken={null} rules={rules} places={places} close={close} onSaved={onSaved} onBehind={onBehind} />
      </>
    );
  }
  return (
    <>
      {back}
      <Answered answer={answer}>
        {(own) => (
          <>
            {own.waiting !== null ? <p className="panel limit-waits">{t('own-rule.waits-of', { name: own.waiting.name })}</p> : null}
            {may('parameter.manage') && own.waiting === null ? (
              <RuleEditor
                key={taken?.version ?? 'last'}
                from={own}
                taken={taken}
                rules={rules}
                places={places}
                close={close}
                onSaved={onSaved}
                onBehind={answer.again}
              />
            ) : null}
            <section className="panel rule-history">
              <h2>{t('own-rule.versions')}</h2>
              <RuleVersions rule={own} {...(may('parameter.manage') ? { takeUp: setTaken } : {})} />
            </section>
          </>
        )}
      </Answered>
    </>
  );
}
