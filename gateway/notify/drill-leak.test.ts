// A drill tells nobody who is not in it, and a real fire breaks through to the real book: a hundred thousand random walk tests, with all their notices.

import { words } from '../../device-drivers/words.ts';
import { LAWS, type Laws, live, scenario } from '../alarms/testing/walk-scenarios.ts';
import { stepWalkTest } from '../alarms/walk-test.ts';
import { NoticeQueue } from './coalescing.ts';
import { defaultPolicy } from './default-policy.ts';
import type { Due, EscalationEvent } from './due.ts';
import { Escalation, type EscalationAround } from './escalation.ts';
import type { Route } from './legs.ts';
import type { LocalTime } from './local-day.ts';
import type { DrillNotice, RealNotice } from './notice.ts';
import type { Policy } from './policy.ts';
import type { Person, Roster } from './roster.ts';
import { RosterBook } from './roster-book.ts';
import { chance } from './testing/a-queue.ts';

const SCENARIOS = 100_000;
const DAY = 24 * 3_600_000;
/** Six minutes after the last thing that happened: steps and repetitions of the policies are through. */
const AFTER_MS = 6 * 60_000;
/** A place without a zone: what the calendar costs is not the question here. */
const localTime: LocalTime = (at) => ({ weekday: (((Math.floor(at / DAY) + 3) % 7) + 1) as 1, minutes: Math.floor((at % DAY) / 60_000) });

function aRoster(role: Roster['role'], drill: boolean): Roster {
  const id = `${drill ? 'drill' : 'real'}-${role}`;
  const people = [{ id, name: id, contacts: { sms: drill ? '13900000001' : '13800000001' } }];
  const shifts: Roster['shifts'] = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', people: [id] }];
  return { id, place: 'unit', role, drill, people, shifts, changes: [] };
}

const ROSTERS = new RosterBook(
  (['duty-room', 'manager'] as const).flatMap((role) => [aRoster(role, false), aRoster(role, true)]),
  localTime,
);
/** The same steps for what is real and for drills: nothing but the mark tells them apart. */
const POLICIES = [false, true].map((drill): Policy => {
  const base = defaultPolicy('fire', drill);
  if (!base) throw new Error('the house has no policy for a fire');
  const classes = ['fire', 'pre-alarm', 'supervisory'] as const;
  const steps = [
    { after: 0, whom: { role: 'duty-room' as const }, via: ['sms'] },
    { after: 60, whom: { role: 'manager' as const }, via: ['sms'], repeat: { every: 300, times: 1 } },
  ];
  // A fire that nobody acknowledges is told without end: here every four hours, for the sake of the hundred thousand.
  return { ...base, id: drill ? 'drill' : 'real', place: 'unit', classes, steps, again: null, lastEvery: 14_400 };
});
const AROUND: EscalationAround = { policies: () => POLICIES, rosters: () => ROSTERS, localTime };

const TITLE = words('t', 't');
const WAYS = new Map<string, readonly Route[]>();
/** The ways to a person of the books, made once. */
function viaOf({ id, contacts }: Person): readonly Route[] {
  const via = WAYS.get(id) ?? [{ channel: 'sms', recipient: { name: id, to: contacts['sms'] ?? '' } }];
  WAYS.set(id, via);
  return via;
}

interface Message {
  readonly incident: string;
  readonly to: string;
  readonly at: number;
}

/** What goes over the two lines in one scenario: incidents are named by device and mark. */
function told(seed: number, laws: Laws): { real: Message[]; drill: Message[]; must: ReadonlyMap<string, number> } {
  const escalation = new Escalation(AROUND);
  const around = { channel: () => ({ credential: 'sms', limits: {}, isGroup: false }), random: chance(seed) };
  const lines = { real: new NoticeQueue<RealNotice>(around), drill: new NoticeQueue<DrillNotice>(around) };
  const sent: { real: Message[]; drill: Message[] } = { real: [], drill: [] };
  const put = (due: readonly Due[]): void => {
    for (const one of due) {
      for (const person of one.people) {
        const id = `${one.id}/${person.id}`;
        // Written out for each, without spreading: it is the most of what a hundred thousand cost.
        const { incident, class: known, phase, dueAt: at } = one;
        const text = { id, incident, class: known, phase, title: TITLE, lines: [], place: '', at, alarms: 1, url: null, isRepeated: false };
        const via = viaOf(person);
        if (one.drill) lines.drill.put({ id, notice: Object.assign(text, { drill: true } as const), via }, at);
        else lines.real.put({ id, notice: Object.assign(text, { drill: false } as const), via }, at);
        for (const line of ['real', 'drill'] as const) {
          for (const tried of lines[line].advance(one.dueAt)) {
            sent[line].push({ incident: tried.notice.incident, to: tried.recipient.name, at: one.dueAt });
            lines[line].answered(tried, { is: 'ok' }, one.dueAt);
          }
        }
      }
    }
  };
  const what = scenario(seed);
  const events: EscalationEvent[] = [];
  live(what, laws, false, (cause, path, at, drill) => {
    events.push({
      is: 'raised',
      incident: `${cause.device} ${drill ? 'drill' : 'real'}`,
      at: DAY + at,
      class: cause.class,
      path,
      drill,
      alarms: 1,
    });
  });
  for (const event of events) put(escalation.apply(event));
  put(escalation.advance(DAY + (events.at(-1)?.at ?? 0) + AFTER_MS, 200));
  return { ...sent, must: what.real };
}

interface Tally {
  /** Messages of what must not be real, to people who are in no drill. */
  leaks: number;
  /** Messages about a drill on the line of the real ones, or to a person of the real book; and the other way round. */
  crossed: number;
  /** Real causes of which nobody of the real book was told, or not at their moment. */
  missed: number;
  messages: number;
  fires: number;
}

function run(laws: Laws, scenarios: number): Tally {
  const tally: Tally = { leaks: 0, crossed: 0, missed: 0, messages: 0, fires: 0 };
  for (let seed = 1; seed <= scenarios; seed += 1) {
    const { real, drill, must } = told(seed, laws);
    tally.messages += real.length + drill.length;
    for (const { incident, to } of real) {
      const [device = '', mark] = incident.split(' ');
      if (mark !== 'real' || !to.startsWith('real-')) tally.crossed += 1;
      if (!must.has(device)) tally.leaks += 1;
    }
    for (const { incident, to } of drill) if (!incident.endsWith(' drill') || !to.startsWith('drill-')) tally.crossed += 1;
    for (const [device, at] of must) {
      // The neighbours of another unit have a book of their own.
      tally.fires += 1;
      if (!real.some((one) => one.incident === `${device} real` && one.to === 'real-duty-room' && one.at === DAY + at)) tally.missed += 1;
    }
  }
  return tally;
}

describe('the notices of a walk test', () => {
  it('reach nobody of the real book in a hundred thousand, and of every real fire the real book is told at its moment', () => {
    const { messages, fires, ...faults } = run(LAWS, SCENARIOS);
    expect(faults).toEqual({ leaks: 0, crossed: 0, missed: 0 });
    expect(fires).toBeGreaterThan(SCENARIOS / 2);
    expect(messages).toBeGreaterThan(SCENARIOS);
  }, 600_000);

  it('would be seen where a test is not marked', () => {
    expect(run({ ...LAWS, testing: () => false }, 1_000).leaks).toBeGreaterThan(0);
  });

  it('would be seen where no fire breaks through', () => {
    const deaf: Laws = {
      ...LAWS,
      step: (test, event) => {
        const after = stepWalkTest(test, event);
        return event.is === 'raise' && after.ended ? { ...after, ended: null } : after;
      },
    };
    expect(run(deaf, 1_000).missed).toBeGreaterThan(0);
  });
});
