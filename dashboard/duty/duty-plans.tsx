// Plans by which control rooms are called without anybody's asking: daily at a time, or at moments nobody can foresee.
import { App, Button, Popconfirm, Switch } from 'antd';
import { useMemo, useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import type { DutyPlan } from '../../gateway/web/duty-contract.ts';
import { type Page, send } from '../api.ts';
import { pathNames } from '../estate/place-paths.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, FailedLine, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { PlanForm } from './plan-form.tsx';

export function DutyPlans() {
  const { t } = useWords();
  const may = useMay();
  const plans = useAnswer<{ items: DutyPlan[] }>('/duty-plans');
  const places = useAnswer<Page<Place>>('/places');
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  const [editing, setEditing] = useState<DutyPlan | 'new' | null>(null);
  const mayPlan = may('duty.plan');
  return (
    <>
      {mayPlan ? (
        <div className="row">
          <Button type="primary" onClick={() => setEditing('new')} data-testid="plan-new">
            {t('plan.new')}
          </Button>
        </div>
      ) : null}
      <Answered answer={plans}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('plan.none')}>{t('plan.none-detail')}</Nothing>
          ) : (
            <ul className="duty-plans">
              {items.map((plan) => (
                <PlanCard
                  key={plan.id}
                  plan={plan}
                  place={names.find((one) => one.value === plan.place)?.label ?? plan.place}
                  {...(mayPlan ? { edit: () => setEditing(plan) } : {})}
                  onChanged={plans.again}
                />
              ))}
            </ul>
          )
        }
      </Answered>
      {editing === null ? null : (
        <PlanForm
          plan={editing === 'new' ? null : editing}
          newest={editing === 'new' ? 0 : (plans.value?.items.find(({ id }) => id === editing.id)?.version ?? editing.version)}
          places={names}
          placesProblem={places.problem}
          onBehind={plans.again}
          close={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            plans.again();
          }}
        />
      )}
    </>
  );
}

interface CardProps {
  readonly plan: DutyPlan;
  readonly place: string;
  /** For who may change it. */
  readonly edit?: () => void;
  readonly onChanged: () => void;
}

function PlanCard({ plan, place, edit, onChanged }: CardProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const { busy, problem, submit } = useSubmit();

  const change = (work: () => Promise<unknown>): Promise<void> =>
    submit(async () => {
      try {
        await work();
      } finally {
        // Also where somebody else was first: what they saved is shown.
        onChanged();
      }
    });

  const path = `/duty-plans/${encodeURIComponent(plan.id)}`;
  return (
    <li className="panel duty-plan" data-testid="plan" data-enabled={plan.enabled}>
      <header className="row">
        <h2 className="grow">{plan.name}</h2>
        {edit === undefined ? (
          <span className={plan.enabled ? 'chip' : 'chip hatched'}>{t(plan.enabled ? 'plan.on' : 'plan.off')}</span>
        ) : (
          <>
            <span className={plan.enabled ? '' : 'quiet'}>{t(plan.enabled ? 'plan.on' : 'plan.off')}</span>
            <Switch
              checked={plan.enabled}
              loading={busy}
              aria-label={t('plan.enabled', { plan: plan.name })}
              onChange={(enabled) => change(() => send('PUT', path, { ...bodyOf(plan), enabled }))}
              data-testid="plan-switch"
            />
          </>
        )}
      </header>
      <p className="numbers">
        <strong>
          {plan.kind === 'daily'
            ? t('plan.daily-at', { from: plan.from })
            : t('plan.random-within', { from: plan.from, to: plan.to ?? '', n: plan.times })}
        </strong>{' '}
        · {t('duty.within', { n: plan.minutes })}
      </p>
      <p>{place}</p>
      <p className="quiet numbers">
        {plan.lastRun === null ? t('plan.never-run') : t('plan.last-run', { time: dateTime(plan.lastRun) })}
        {plan.kind === 'random' ? ` · ${t('plan.unforeseen')}` : ''}
      </p>
      <FailedLine problem={problem} />
      {edit === undefined ? null : (
        <div className="row">
          <Button onClick={edit} aria-label={`${t('button.edit')} ${plan.name}`} data-testid="plan-edit">
            {t('button.edit')}
          </Button>
          <Popconfirm
            title={t('plan.remove-title', { plan: plan.name })}
            okText={t('remove.button')}
            cancelText={t('button.cancel')}
            okButtonProps={{ 'data-testid': 'plan-remove-submit' }}
            onConfirm={() =>
              change(async () => {
                await send('DELETE', path);
                message.success(t('plan.removed', { plan: plan.name }));
              })
            }
          >
            <Button aria-label={`${t('remove.button')} ${plan.name}`} data-testid="plan-remove">
              {t('remove.button')}
            </Button>
          </Popconfirm>
        </div>
      )}
    </li>
  );
}

/** As the gateway takes it back: without what it alone knows. */
function bodyOf({ id: _id, lastRun: _run, ...body }: DutyPlan): Omit<DutyPlan, 'id' | 'lastRun'> {
  return body;
}
