// What a notice says: class, place and what on top; below it since when, how many, what to do. In both languages.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { CLASS_WORDS } from '../alarms/alarm-words.ts';
import type { Incident } from '../alarms/incident.ts';
import type { PlaceTree } from '../estate/places.ts';
import type { Due, DueWhy } from './due.ts';
import type { Notice } from './notice.ts';
import { PHASE_WORDS } from './phase-words.ts';

/** What a notice is written from. */
export interface Written {
  readonly incident: Incident;
  /** The alarm that came first; undefined where it is not known any more. */
  readonly first: Alarm | undefined;
  readonly places: Pick<PlaceTree, 'steps'>;
  /** The local time as people read it. */
  readonly clock: (at: number) => string;
}

const WHY: Readonly<Record<DueWhy, Words | null>> = {
  raised: null,
  upgraded: words('警情升级', 'It became more urgent'),
  'new alarm': words('确认之后又有新的报警', 'A further alarm came after the acknowledgement'),
  'not handled': words('已确认但逾时未处置', 'Acknowledged, and not handled in time'),
  reopened: words('事件重新打开', 'The incident was opened again'),
  'hand-over': words('移交处置无人应答', 'Nobody answers a hand-over of it'),
};

/** The notice of one due telling to one recipient. `id` is that of the recipient's row. */
export function noticeOf(due: Due, id: string, { incident, first, places, clock }: Written): Notice {
  const place = places
    .steps(first?.path ?? incident.path)
    .map((step) => step.name)
    .join(' · ');
  const what = first ? words(`${first.title.zh}（${first.deviceName}）`, `${first.title.en} (${first.deviceName})`) : words('', '');
  const phase = PHASE_WORDS[due.phase];
  const title = words(
    `【${CLASS_WORDS[due.class].zh}】${phase.zh}${phase.zh === '' ? '' : ' '}${place} ${what.zh}`.trim(),
    `【${CLASS_WORDS[due.class].zh}】${CLASS_WORDS[due.class].en}${phase.en === '' ? '' : ` ${phase.en}`}: ${place} ${what.en}`.trim(),
  );
  const text = {
    id,
    incident: incident.id,
    class: due.class,
    phase: due.phase,
    title,
    lines: linesOf(due, incident, first, clock),
    place,
    at: incident.began,
    alarms: incident.alarms.length,
    url: null,
    isRepeated: false,
  };
  return due.drill ? { ...text, drill: true } : { ...text, drill: false };
}

function linesOf(due: Due, incident: Incident, first: Alarm | undefined, clock: (at: number) => string): Words[] {
  const alarms = incident.alarms.length;
  const lines: Words[] = [];
  const why = due.phase === 'resolved' ? null : WHY[due.why];
  if (why) lines.push(why);
  const { handOver } = incident;
  if (due.why === 'hand-over' && handOver)
    lines.push(words(`${handOver.name} → ${handOver.to.name}`, `${handOver.name} → ${handOver.to.name}`));
  if (due.phase === 'resolved') {
    lines.push(
      incident.mergedInto === null
        ? words('事件已关闭', 'The incident is closed')
        : words('已并入另一事件，仍在处置', 'It went up in another incident, which goes on'),
    );
  } else if (first) lines.push(first.because);
  lines.push(words(`开始时间 ${clock(incident.began)}，报警 ${alarms} 条`, `Since ${clock(incident.began)}, ${alarms} alarm(s)`));
  if (due.phase !== 'resolved' && first) lines.push(first.advice);
  return lines;
}
