// The scale of a plan: two spots, and how many metres lie between them.
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { FloorPlan } from '../../gateway/web/plan-contract.ts';
import { useWords } from '../language.ts';
import type { Spot } from './plan-view.tsx';

interface ScaleToolProps {
  readonly spots: readonly Spot[];
  readonly set: (scale: FloorPlan['scale']) => void;
}

export function ScaleTool({ spots: [from, to], set }: ScaleToolProps) {
  const { t } = useWords();
  const [metres, setMetres] = useState<number | null>(null);
  if (from === undefined || to === undefined) return null;
  return (
    <div className="row plan-hint">
      <label htmlFor="plan-metres">{t('floor-plan.metres')}</label>
      <InputNumber id="plan-metres" min={0.1} max={10_000} value={metres} onChange={setMetres} />
      <Button type="primary" disabled={metres === null} onClick={() => metres !== null && set({ from, to, metres })}>
        {t('floor-plan.set-scale')}
      </Button>
    </div>
  );
}
