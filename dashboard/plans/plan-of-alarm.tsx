// Where the alarm is: the plan of its floor or zone with the point in the middle and a ring about it; nothing where there is no plan.
import { App } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { FloorPlan } from '../../gateway/web/plan-contract.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { type Answer, useAnswer } from '../use-answer.ts';
import { PlanView } from './plan-view.tsx';

export default function PlanOfAlarm({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const levels = alarm.place.filter(({ kind }) => kind === 'floor' || kind === 'zone').map(({ id }) => id);
  const [outer, inner] = [levels.at(0) ?? null, levels.length > 1 ? (levels.at(-1) ?? null) : null];
  const [near, far] = [usePlan(inner), usePlan(outer)];
  const isOn = ({ value }: Answer<FloorPlan>): boolean =>
    value !== null && value.drawing !== null && value.items.some(({ id, at }) => id === alarm.device.id && at !== null);
  const see = useRef<HTMLElement>(null);
  const { message } = App.useApp();
  const go = useNavigate();
  const [place, plan] = isOn(near) ? [inner, near.value] : isOn(far) ? [outer, far.value] : [null, null];
  const isAsking = near.loading || far.loading;
  // A plan of the floor that does not show this point is better than none.
  const opened = place ?? (near.value?.drawing ? inner : far.value?.drawing ? outer : null);
  const page = opened === null ? null : `/plans/${encodeURIComponent(opened)}?device=${encodeURIComponent(alarm.device.id)}`;
  useKeys(['F10'], () => {
    const drawing = see.current?.querySelector<HTMLElement>('.plan-box');
    if (drawing && document.activeElement !== drawing) {
      see.current?.scrollIntoView({ block: 'nearest' });
      drawing.focus({ preventScroll: true });
    } else if (page !== null) go(page);
    else if (!isAsking) message.info(t('keys.no-plan'));
  });
  if (place === null || plan === null || page === null) {
    const failed = [near, far].find(({ problem }) => problem !== null);
    return failed === undefined ? null : <FailedLine problem={failed.problem} again={failed.again} />;
  }
  return (
    <section ref={see} className="see" data-testid="plan-of-alarm">
      <h2 className="row">
        {t('floor-plan.title')}
        <span className="grow" />
        <Link className="link big-link" to={page}>
          {t('floor-plan.open')}
        </Link>
      </h2>
      <div className="plan-of-alarm">
        <PlanView place={place} plan={plan} items={plan.items} focus={alarm.device.id} />
      </div>
    </section>
  );
}

function usePlan(place: string | null): Answer<FloorPlan> {
  return useAnswer<FloorPlan>(place === null ? null : `/places/${encodeURIComponent(place)}/plan`);
}
