// The work on an incident as rows of its record: the steps of the checklist, notes, and pictures with their hashes.
import type { Words } from '../../device-drivers/words.ts';
import { words } from '../../device-drivers/words.ts';
import type { Signature } from '../alarms/alarm.ts';
import type { ChecklistStep } from '../alarms/checklist.ts';
import type { Incident } from '../alarms/incident.ts';
import type { IncidentEntry, StepState } from '../alarms/incident-work.ts';

interface Work {
  readonly incident: Incident;
  readonly checklist: readonly ChecklistStep[];
  readonly entries: readonly IncidentEntry[];
}

/** What a person says in the language of the sheet. */
type Say = (zh: string, en: string) => string;

const STATES: Readonly<Record<StepState | 'open', Words>> = {
  done: words('完成', 'Done'),
  'not-applicable': words('不适用', 'Not applicable'),
  blocked: words('受阻', 'Blocked'),
  open: words('未做', 'Open'),
};
/** The same for a word that came from an audit line. */
export const STEP_WORDS: Partial<Record<string, Words>> = STATES;

/** Each step of the list, and those that were marked and stand on it no more. */
export function checklistRows(
  { incident, checklist }: Work,
  told: (text: Words) => string,
  signed: (one: Signature | null) => string,
): string[][] {
  const { marks = [], began } = incident;
  const gone = marks.filter(({ step }) => !checklist.some(({ id }) => id === step));
  const rows = checklist.map((step) => {
    const mark = marks.find((one) => one.step === step.id);
    const isLate = mark !== undefined && step.due !== null && mark.at > began + step.due * 1_000;
    const due = step.due === null ? '—' : `${Math.floor(step.due / 60)}:${String(step.due % 60).padStart(2, '0')}`;
    const state = told(STATES[mark?.state ?? 'open']);
    return [told(mark?.title ?? step.title), due, isLate ? `${state} · ${told(LATE)}` : state, signed(mark ?? null), mark?.reason ?? ''];
  });
  return [...rows, ...gone.map((mark) => [told(mark.title), '—', told(STATES[mark.state]), signed(mark), mark.reason ?? ''])];
}

const LATE = words('逾时', 'late');

export function entryRows({ entries }: Work, say: Say, date: (at: number) => string): string[][] {
  return entries.map((entry) => {
    const { at, taken, name, text, media } = entry;
    const when = taken === null ? date(at) : `${date(taken)} (${say('收到', 'received')} ${date(at)})`;
    const what =
      media === null ? text : [pictureName(entry, entries, say), text, `${media.width}×${media.height}`].filter(Boolean).join(' · ');
    return [when, name, what, media?.hash ?? ''];
  });
}

/** Counted among the pictures alone: after a note the first of them is still the first. */
function pictureName(entry: IncidentEntry, entries: readonly IncidentEntry[], say: Say): string {
  return `${say('照片', 'Picture')} ${entries.filter(({ media }) => media !== null).indexOf(entry) + 1}`;
}

/** Characters of a caption: three lines. All that was written stands in the table under the same number. */
const MOST_SAID = 60;

/** Its number in the table, how what was written begins, who took it and when. */
export function pictureCaption(entry: IncidentEntry, { entries }: Work, say: Say, date: (at: number) => string): string {
  const number = pictureName(entry, entries, say);
  const text = [...entry.text];
  const said = text.length > MOST_SAID ? `${text.slice(0, MOST_SAID).join('')}…` : entry.text;
  return [number, said, entry.name, date(entry.taken ?? entry.at)].filter(Boolean).join(' · ');
}
