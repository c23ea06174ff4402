// Proves that everybody was told: every step that was due, once, in time, to the right people, and none after its stop.
// Written from the text of the policies and not by asking the machine; shares with it only the rosters.
import { type Words, words } from '../../device-drivers/words.ts';
import { type AuditBooks, expectedOf, type Moment, type Wanted } from './audit-law.ts';
import type { Due, EscalationEvent } from './due.ts';

/** What happened, in order: events, how far the clock was taken, and what was told by then. */
export type LogEntry =
  | { readonly is: 'event'; readonly event: EscalationEvent }
  | { readonly is: 'advanced'; readonly to: number }
  | { readonly is: 'told'; readonly due: Due; readonly at: number };

export type AuditFaultKind =
  | 'missing'
  | 'twice'
  | 'late'
  | 'early'
  | 'wrong time'
  | 'wrong people'
  | 'nobody'
  | 'marked wrongly'
  | 'channels beside each other wrongly'
  | 'after its stop'
  | 'not asked for'
  | 'drill leaked';

export interface AuditFault {
  readonly is: AuditFaultKind;
  readonly incident: string;
  readonly dueAt: number;
  readonly words: Words;
}

export interface AuditAround extends AuditBooks {
  /** A notice may leave so long after it was due, milliseconds. */
  readonly lateBy: number;
}

const KIND_WORDS: Readonly<Record<AuditFaultKind, Words>> = {
  missing: words('应通知而未通知', 'due and not told'),
  twice: words('重复通知', 'told twice'),
  late: words('通知迟到', 'told late'),
  early: words('提前通知', 'told before it was due'),
  'wrong time': words('应通知时间不符', 'its due time is not that of the policy'),
  'wrong people': words('通知对象或方式不符', 'told to other people or by other channels'),
  nobody: words('没有通知到任何人', 'told to nobody'),
  'marked wrongly': words('类别、阶段或原因标记不符', 'class, phase or reason marked wrongly'),
  'channels beside each other wrongly': words('另启下一方式的时限不符', 'its next channel is taken beside the first after another time'),
  'after its stop': words('停止后仍通知', 'told after its stop'),
  'not asked for': words('没有依据的通知', 'told without being asked for'),
  'drill leaked': words('演练与真实警情混淆', 'a drill and the real thing were mixed'),
};

interface Story {
  readonly moments: Moment[];
  readonly told: { readonly due: Due; readonly at: number }[];
}

/** Every fault of a log, in order of incidents. The log begins with the machine's life. Times are whole milliseconds. */
export function audit(log: readonly LogEntry[], around: AuditAround): AuditFault[] {
  const stories = new Map<string, Story>();
  const storyOf = (incident: string): Story => {
    const known = stories.get(incident) ?? { moments: [], told: [] };
    stories.set(incident, known);
    return known;
  };
  /** Everything due up to this instant, it included, must have been told. */
  let passed = -1;
  for (const entry of log) {
    if (entry.is === 'told') storyOf(entry.due.incident).told.push(entry);
    else if (entry.is === 'advanced') passed = Math.max(passed, entry.to);
    else {
      const at = Math.max(entry.event.at, passed);
      passed = Math.max(passed, at - 1);
      storyOf(entry.event.incident).moments.push({ event: entry.event, at, passed });
    }
  }
  const faults: AuditFault[] = [];
  for (const [incident, story] of stories) {
    const { wanted, stops } = expectedOf(story.moments, passed, around);
    faults.push(...compare(incident, story, wanted, stops, around.lateBy));
  }
  return faults;
}

function compare(
  incident: string,
  story: Story,
  wanted: readonly Wanted[],
  stops: ReadonlyMap<number, number>,
  lateBy: number,
): AuditFault[] {
  const open = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const same = open.get(one.key);
    if (same) same.push(one);
    else open.set(one.key, [one]);
  }
  const faults: AuditFault[] = [];
  const fault = (is: AuditFaultKind, dueAt: number): void => {
    faults.push({ is, incident, dueAt, words: KIND_WORDS[is] });
  };
  for (const { due, at } of story.told) {
    const same = open.get(keyOfDue(due));
    const match = same?.shift();
    if (match) {
      for (const is of faultsOfTold(due, at, match, lateBy)) fault(is, due.dueAt);
    } else if (same) {
      fault('twice', due.dueAt);
    } else {
      const stop = stops.get(due.round);
      fault(stop !== undefined && due.dueAt > stop ? 'after its stop' : 'not asked for', due.dueAt);
    }
  }
  for (const left of open.values()) for (const one of left) fault('missing', one.dueAt);
  return faults;
}

function faultsOfTold(due: Due, at: number, wanted: Wanted, lateBy: number): AuditFaultKind[] {
  const faults: AuditFaultKind[] = [];
  if (due.drill !== wanted.drill) faults.push('drill leaked');
  if (due.dueAt !== wanted.dueAt) faults.push('wrong time');
  if (at < wanted.dueAt) faults.push('early');
  if (at - wanted.dueAt > lateBy) faults.push('late');
  if (due.people.length === 0) faults.push('nobody');
  const people = due.people.map((person) => person.id).join();
  if (people !== wanted.people.join() || due.via.join() !== wanted.via.join()) faults.push('wrong people');
  const isMarked = due.class === wanted.class && due.why === wanted.why && due.phase === wanted.phase && !due.isRepeated;
  if (!isMarked) faults.push('marked wrongly');
  if (due.besideAfter !== wanted.besideAfter) faults.push('channels beside each other wrongly');
  return faults;
}

function keyOfDue(due: Due): string {
  const { round, run, step, repetition, phase, whom, via, dueAt } = due;
  return step === null ? `${round}|${phase}|${dueAt}|${JSON.stringify(whom)}|${via.join()}` : `${round}|${run}|${step}|${repetition}`;
}
