// The word on every screen that nobody answers a hand-over: its incident is in nobody's eyes.
import type { Incident } from './alarms/incident.ts';
import { dueOf } from './alarms/incident-work.ts';
import type { Troubles } from './troubles.ts';

/** Stands until each is accepted, declined or taken back; who and where, says the board to whoever may see it. A drill's own is told to its people alone. */
export function tellOfHandOvers(open: Iterable<Incident>, troubles: Troubles, now: number): void {
  let late = 0;
  for (const { handOver, drill } of open) if (handOver && handOver.answer === null && !drill && now >= dueOf(handOver)) late += 1;
  if (late === 0) {
    troubles.clear('hand-over');
    return;
  }
  troubles.raise(
    'hand-over',
    'fault',
    { zh: '移交无人应答', en: 'Nobody answers a hand-over' },
    {
      zh: `${late} 起超过应答时限未接收：请在报警台接收、谢绝，或由移交人撤回`,
      en: `${late} for longer than its place allows: accept it on the board, decline it, or take it back`,
    },
  );
}
