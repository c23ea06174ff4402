// The plan of a floor for floors like it: chosen, tried, looked at, and then done.
import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import type { FloorPlan, PlanCopy } from '../../gateway/web/plan-contract.ts';
import { type Page, send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useAnswer } from '../use-answer.ts';

interface CopyPlanProps {
  readonly place: string;
  readonly plan: FloorPlan;
  readonly close: () => void;
}

export function CopyPlan({ place, plan, close }: CopyPlanProps) {
  const { t, list } = useWords();
  const places = useAnswer<Page<Place>>('/places');
  const toId = useId();
  const [to, setTo] = useState<string[]>([]);
  const [told, setTold] = useState<PlanCopy | null>(null);
  const { busy, problem, submit } = useSubmit();
  const own = places.value?.items.find(({ id }) => id === place);
  const alike = (places.value?.items ?? []).filter(({ id, parent, kind }) => id !== place && parent === own?.parent && kind === own?.kind);
  const ask = (dry: boolean): Promise<void> =>
    submit(async () =>
      setTold(await send<PlanCopy>('POST', `/plans/${encodeURIComponent(place)}/copy`, { version: plan.version, to, dry })),
    );
  return (
    <Dialog
      title={t('floor-plan.copy')}
      close={close}
      problem={problem}
      buttons={
        told?.done === true ? (
          <Button onClick={close}>{t('floor-plan.close')}</Button>
        ) : (
          <>
            <Button disabled={to.length === 0} loading={busy} onClick={() => void ask(true)}>
              {t('floor-plan.try')}
            </Button>
            <Button type="primary" disabled={told === null} loading={busy} onClick={() => void ask(false)}>
              {t('floor-plan.do-copy')}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <p>{t('floor-plan.copy-detail')}</p>
        <div className="labelled">
          <label htmlFor={toId}>{t('floor-plan.copy-to')}</label>
          <Select
            id={toId}
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            className="plan-floors"
            value={to}
            onChange={(next: string[]) => {
              setTo(next);
              setTold(null);
            }}
            options={alike.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
        {told === null ? null : (
          <ul className="plan-copied" data-testid="plan-copied">
            {told.floors.map(({ place: floor, matched, unmatched }) => (
              <li key={floor.id}>
                <strong>{floor.name}</strong> {t(told.done ? 'floor-plan.copied' : 'floor-plan.would-copy', { n: matched })}
                {unmatched.length === 0 ? null : (
                  <span className="quiet"> · {t('floor-plan.unmatched', { n: unmatched.length, names: list(unmatched.slice(0, 5)) })}</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
