// Open alarms as signs with a number each, the most urgent first; and a plain word where there is none.
import type { BuildingCard } from '../../gateway/web/unit-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';

export function OpenCounts({ open, drills = 0 }: { readonly open: BuildingCard['open']; readonly drills?: number }) {
  const { t } = useWords();
  return (
    <span className="open-counts">
      {open.length === 0 ? <span className="quiet">{t('class.none')}</span> : null}
      {open.map(({ class: of, count }) => (
        <span key={of} className="mark" data-class={of}>
          <ClassShape of={of} />
          {t(`class.${of}`)} <b className="numbers">{count}</b>
        </span>
      ))}
      {drills === 0 ? null : <span className="chip drill">{t('high.drills', { n: drills })}</span>}
    </span>
  );
}
