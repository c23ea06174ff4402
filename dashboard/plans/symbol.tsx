// The symbol of a device on a plan: outline by what it does, a letter by its kind, and its alarm's own shape and ring.
import type { PlanItem } from '../../gateway/web/plan-contract.ts';
import type { AlarmClass } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';

const SENSING: ReadonlySet<string> = new Set(['smoke', 'heat', 'gas', 'detector', 'electrical']);
const WATER: ReadonlySet<string> = new Set(['hydrant', 'pipe', 'tank', 'sprinkler', 'pump', 'valve']);
const PRESSED: ReadonlySet<string> = new Set(['callpoint']);

function outlineOf(kind: string): string {
  if (SENSING.has(kind)) return 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z';
  if (WATER.has(kind)) return 'M12 1l11 11-11 11L1 12z';
  if (PRESSED.has(kind)) return 'M2 2h20v20H2z';
  return 'M7 3h10l6 9-6 9H7l-6-9z';
}

/** `worst`: its most urgent open alarm; `drill`: and that is one of a drill. */
export function PlanSymbol({ item, worst }: { readonly item: PlanItem; readonly worst: AlarmClass | 'test' | null }) {
  const { term } = useWords();
  if (worst !== null)
    return (
      <span className="plan-alarm" data-class={worst}>
        <ClassShape of={worst} />
      </span>
    );
  return (
    <svg className="plan-kind" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={outlineOf(item.kind)} strokeDasharray={item.stale ? '3 2.5' : undefined} />
      <text x="12" y="16.2" textAnchor="middle">
        {item.stale ? '?' : term('kind', item.kind).slice(0, 1)}
      </text>
    </svg>
  );
}
