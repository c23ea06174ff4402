// Taking a plan down, with the reason; and the plan that was taken down, which can be hung again.
import { Button } from 'antd';
import type { FloorPlan } from '../../gateway/web/plan-contract.ts';
import { send } from '../api.ts';
import { AskedReason } from '../asked-reason.tsx';
import { useWords } from '../language.ts';
import { Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';

interface TakeDownProps {
  readonly place: string;
  readonly version: number;
  readonly done: (plan: FloorPlan) => void;
  readonly close: () => void;
}

export function TakeDown({ place, version, done, close }: TakeDownProps) {
  const { t } = useWords();
  return (
    <AskedReason
      deed={t('floor-plan.take-down')}
      detail={t('floor-plan.take-down-detail')}
      label={t('floor-plan.take-down-reason')}
      longest={200}
      testId="take-down"
      act={async (reason) => done(await send<FloorPlan>('POST', `/plans/${encodeURIComponent(place)}/remove`, { version, reason }))}
      close={close}
    />
  );
}

interface TakenDownProps {
  readonly removed: NonNullable<FloorPlan['removed']>;
  readonly busy: boolean;
  /** Null for who may not. */
  readonly restore: (() => void) | null;
}

export function TakenDown({ removed, busy, restore }: TakenDownProps) {
  const { t } = useWords();
  return (
    <div data-testid="taken-down">
      <Nothing title={t('floor-plan.taken-down')}>
        <p>
          {removed.name} · <span className="numbers">{dateTime(removed.at)}</span>
        </p>
        <p>{t('floor-plan.taken-down-why', { reason: removed.reason })}</p>
        {restore === null ? null : (
          <>
            <p className="quiet">{t('floor-plan.restore-detail')}</p>
            <Button onClick={restore} loading={busy} data-testid="restore-plan">
              {t('floor-plan.restore')}
            </Button>
          </>
        )}
      </Nothing>
    </div>
  );
}
