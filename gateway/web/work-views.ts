// The work on an incident, from the house's records to the words of the contract, as one person sees it.
import type { Checklists } from '../alarms/checklists.ts';
import type { Incident } from '../alarms/incident.ts';
import { dueOf, type IncidentEntry } from '../alarms/incident-work.ts';
import type { PlaceTree } from '../estate/places.ts';
import type { Visitor } from './access/access.ts';
import { pictureId } from './picture-id.ts';
import { signature } from './signature-view.ts';
import type { HandOverView, IncidentWorkView, WorkEntry, WorkStep } from './work-contract.ts';

interface WorkViewRooms {
  readonly places: PlaceTree;
  readonly checklists: Checklists;
}

export function workView(incident: Incident, by: Visitor, { places, checklists }: WorkViewRooms): IncidentWorkView {
  const list = checklists.applying(incident.path, incident.class);
  const { marks = [], entries = [] } = incident;
  const steps = list.steps.map((step): WorkStep => {
    const mark = marks.find((one) => one.step === step.id);
    return {
      id: step.id,
      title: mark?.title ?? step.title,
      due: step.due === null ? null : incident.began + step.due * 1_000,
      minute: step.minute,
      mark: mark ? { ...signature(mark), state: mark.state, reason: mark.reason } : null,
      listed: true,
    };
  });
  const gone = marks
    .filter((mark) => !list.steps.some(({ id }) => id === mark.step))
    .map((mark): WorkStep => {
      const { state, reason } = mark;
      return { id: mark.step, title: mark.title, due: null, minute: null, mark: { ...signature(mark), state, reason }, listed: false };
    });
  const place = list.place === null ? undefined : places.get(list.place);
  return {
    incident: incident.id,
    list: { place: place ? { id: place.id, name: place.name } : null, class: incident.class, version: list.version },
    steps: [...steps, ...gone],
    entries: entries.filter((entry) => seesEntry(entry, incident, by)).map((entry) => entryView(entry, incident.id)),
    handOver: handOverView(incident),
  };
}

/** Who sees a part of its site alone sees what they wrote themselves. */
export function seesEntry(entry: IncidentEntry, incident: Incident, by: Visitor): boolean {
  return by.sees(incident.path) || entry.id === by.person.id;
}

export function entryView(entry: IncidentEntry, incident: string): WorkEntry {
  const { key, text, taken, media } = entry;
  return {
    ...signature(entry),
    id: key,
    is: media === null ? 'note' : 'media',
    text,
    taken,
    media: media && { id: pictureId(incident, key), ...media },
  };
}

export function handOverView({ handOver }: Incident): HandOverView | null {
  if (!handOver) return null;
  const { to, words, answer } = handOver;
  const answered = answer && { ...signature(answer), is: answer.is, reason: answer.reason };
  return { ...signature(handOver), to: { ...to }, words, answer: answered, due: dueOf(handOver) };
}
