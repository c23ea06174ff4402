// 策略: whom an alarm is told to, after how long, by what; the house's own beside those that people wrote.
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type {
  ChannelFamily,
  ChannelKind,
  ListedRoster,
  NotifyChannel,
  NotifyPolicies,
  NotifyPolicy,
} from '../../gateway/web/notify-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { Answered, Failed, FailedLine, Loading, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { secondsText, viasWithout, viaTitles, whomText } from './policy-words.ts';
import { placeName, type TabProps } from './tab.ts';

const COPY = 'copy:';

export function PoliciesTab({ places, editing, edit }: TabProps) {
  const { t, say } = useWords();
  const policies = useAnswer<NotifyPolicies>('/policies');
  const kinds = useAnswer<{ items: ChannelKind[]; families: ChannelFamily[] }>('/channel-kinds');
  const channels = useAnswer<{ items: NotifyChannel[] }>('/channels');
  const rosters = useAnswer<{ items: ListedRoster[] }>('/rosters');
  const vias = viaTitles(kinds.value?.items ?? [], kinds.value?.families ?? [], channels.value?.items ?? [], say);
  const people = (rosters.value?.items ?? []).flatMap((roster) =>
    roster.people.map(({ id, name }) => ({ value: id, label: name, drill: roster.drill })),
  );
  const nameOf = (person: string): string => people.find((one) => one.value === person)?.label ?? person;

  if (editing !== null) {
    const all = [...(policies.value?.items ?? []), ...(policies.value?.defaults ?? [])];
    const isCopy = editing.startsWith(COPY);
    const from = all.find(({ id }) => id === (isCopy ? editing.slice(COPY.length) : editing)) ?? null;
    if (editing !== 'new' && from === null && policies.problem !== null)
      return <Failed problem={policies.problem} again={policies.again} />;
    if (editing !== 'new' && from === null) return policies.value === null ? <Loading /> : <Nothing title={t('policy.gone')} />;
    return (
      <PolicyEditor
        key={editing}
        what={editing}
        from={from}
        isNew={isCopy || editing === 'new'}
        places={places}
        vias={vias}
        without={viasWithout(kinds.value?.items ?? [], kinds.value?.families ?? [], channels.value?.items ?? [])}
        people={people}
        close={() => edit(null)}
        onBehind={policies.again}
        onSaved={() => {
          policies.again();
          edit(null);
        }}
      />
    );
  }
  return (
    <>
      <div className="row">
        <Button type="primary" onClick={() => edit('new')} data-testid="policy-new">
          {t('policy.new')}
        </Button>
      </div>
      <p className="quiet">{t('policy.which')}</p>
      <Answered answer={policies}>
        {({ items, defaults }) => (
          <>
            {items.length === 0 ? <Nothing title={t('policy.none')}>{t('policy.none-detail')}</Nothing> : null}
            <ul className="policies">
              {[...items]
                .sort((one, other) => Number(one.drill) - Number(other.drill))
                .map((policy) => (
                  <PolicyCard
                    key={policy.id}
                    policy={policy}
                    place={placeName(places, policy.place ?? '')}
                    vias={vias}
                    nameOf={nameOf}
                    edit={() => edit(policy.id)}
                    onRemoved={policies.again}
                  />
                ))}
            </ul>
            <h2>{t('policy.defaults')}</h2>
            <ul className="policies">
              {defaults.map((policy) => (
                <PolicyCard
                  key={policy.id}
                  policy={policy}
                  place={t('policy.everywhere')}
                  vias={vias}
                  nameOf={nameOf}
                  copy={() => edit(`${COPY}${policy.id}`)}
                />
              ))}
            </ul>
          </>
        )}
      </Answered>
    </>
  );
}

interface CardProps {
  readonly policy: NotifyPolicy;
  readonly place: string;
  readonly vias: ReadonlyMap<string, string>;
  readonly nameOf: (person: string) => string;
  /** For one that people wrote. */
  readonly edit?: () => void;
  readonly onRemoved?: () => void;
  /** For one of the house. */
  readonly copy?: () => void;
}

function PolicyCard({ policy, place, vias, nameOf, edit, onRemoved, copy }: CardProps) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const title = say(policy.title);

  async function remove(): Promise<void> {
    setProblem(null);
    try {
      await send('DELETE', `/policies/${encodeURIComponent(policy.id)}`);
      message.success(t('policy.removed', { policy: title }));
      onRemoved?.();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  }

  return (
    <li className="panel notify-card" data-drill={policy.drill} data-testid="policy" data-policy={policy.id}>
      <header className="row">
        <h2 className="grow">{title}</h2>
        {policy.drill ? <span className="chip drill">{t('notify.drill')}</span> : null}
        {copy === undefined ? null : <span className="chip faint">{t('policy.of-the-house')}</span>}
      </header>
      <p className="row">
        {policy.classes.map((one) => (
          <ClassMark key={one} of={one} />
        ))}
        <span className="quiet">
          {place} · {t(`policy.hours-${policy.hours}`)}
        </span>
      </p>
      <ol className="policy-steps">
        {policy.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place and nothing else
          <li key={n}>
            <span className="numbers policy-after">{step.after === 0 ? t('policy.at-once') : secondsText(step.after, t)}</span>
            <span>
              <strong>{whomText(step.whom, nameOf, t)}</strong>{' '}
              <span className="quiet">{step.via.map((name) => vias.get(name) ?? name).join(' → ')}</span>
              {step.repeat === undefined ? null : (
                <span className="quiet numbers">
                  {' '}
                  · {t('policy.repeat-said', { every: secondsText(step.repeat.every, t), times: step.repeat.times })}
                </span>
              )}
              {step.needs === undefined || step.needs === 1 ? null : (
                <span className="quiet"> · {t('policy.needs-said', { n: step.needs })}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet numbers">{/* No line begins with the dot. */ sayingsOf(policy, t).join('\u00a0· ')}</p>
      <FailedLine problem={problem} />
      <div className="row card-foot">
        {copy === undefined ? null : (
          <Button onClick={copy} aria-label={`${t('policy.copy')} ${title}`} data-testid="policy-copy">
            {t('policy.copy')}
          </Button>
        )}
        {edit === undefined ? null : (
          <>
            <Button onClick={edit} aria-label={`${t('button.edit')} ${title}`} data-testid="policy-edit">
              {t('button.edit')}
            </Button>
            <Popconfirm
              title={t('policy.remove-title', { policy: title })}
              description={t('policy.remove-detail')}
              okText={t('remove.button')}
              cancelText={t('button.cancel')}
              okButtonProps={{ 'data-testid': 'policy-remove-submit' }}
              onConfirm={remove}
            >
              <Button aria-label={`${t('remove.button')} ${title}`} data-testid="policy-remove">
                {t('remove.button')}
              </Button>
            </Popconfirm>
          </>
        )}
      </div>
    </li>
  );
}

function sayingsOf(
  { stopOnAcknowledge, acknowledgeTimeOut, again, lastEvery, classes }: NotifyPolicy,
  t: ReturnType<typeof useWords>['t'],
) {
  return [
    t(stopOnAcknowledge ? 'policy.stops' : 'policy.goes-on'),
    ...(acknowledgeTimeOut === null ? [] : [t('policy.time-out-said', { span: secondsText(acknowledgeTimeOut, t) })]),
    ...(again === null ? [] : [t('policy.again-said', { every: secondsText(again.every, t), times: again.times })]),
    ...(classes.includes('fire') ? [t('policy.last-said', { every: secondsText(lastEvery, t) })] : []),
  ];
}
