// The word on every screen that nobody answers a hand-over: its incident is in nobody's eyes.
import type { Incident } from './alarms/incident.ts';
import { HAND_OVER_MS } from './alarms/incident-work.ts';
import type { Troubles } from './troubles.ts';

/** Hand-overs told by name; of more their number. */
const NAMED = 3;

/** Stands until each is accepted, declined or taken back. A drill's own is told to its people alone. */
export function tellOfHandOvers(open: Iterable<Incident>, troubles: Troubles, now: number): void {
  const late: { readonly from: string; readonly to: string }[] = [];
  for (const { handOver, drill } of open)
    if (handOver && handOver.answer === null && !drill && now >= handOver.at + HAND_OVER_MS)
      late.push({ from: handOver.name, to: handOver.to.name });
  if (late.length === 0) {
    troubles.clear('hand-over');
    return;
  }
  const named = late
    .slice(0, NAMED)
    .map(({ from, to }) => `${from} → ${to}`)
    .join('；');
  const more = late.length > NAMED ? { zh: ` 等 ${late.length} 起`, en: ` and ${late.length - NAMED} more` } : { zh: '', en: '' };
  troubles.raise(
    'hand-over',
    'fault',
    { zh: '移交无人应答', en: 'Nobody answers a hand-over' },
    { zh: `${named}${more.zh}：请接收、谢绝，或由移交人撤回`, en: `${named}${more.en}: accept it, decline it, or take it back` },
  );
}
