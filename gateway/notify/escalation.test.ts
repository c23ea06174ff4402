// Escalation step by step: who is told when, what stops it, what makes it ring again, and what a drill never does.
import fc from 'fast-check';
import type { Due, EscalationEvent, RealDue } from './due.ts';
import { DueHeap, type Scheduled } from './due-heap.ts';
import { Escalation } from './escalation.ts';
import type { Policy } from './policy.ts';
import { aTown, DAY_MS, MIDNIGHT, POLICIES } from './testing/a-town.ts';

const NOON = MIDNIGHT + 15 * 3_600_000;
type Raised = Extract<EscalationEvent, { is: 'raised' | 'reopened' }>;

function raised(changes: Partial<Raised> = {}): Raised {
  return { is: 'raised', incident: 'i1', at: NOON, class: 'fire', path: ['town', 'unit-3'], drill: false, alarms: 1, ...changes };
}

/** A unit without a policy of its own, so that the house's counts; the town's micro station and supervisor are there. */
function aMachine(policies: readonly Policy[] = POLICIES): Escalation {
  return new Escalation(aTown(policies).around);
}

const second = (seconds: number): number => NOON + seconds * 1_000;
const inShort = (due: readonly Due[]): string[] =>
  due.map((one) => {
    const whom = one.whom === 'seat' ? 'seat' : 'role' in one.whom ? one.whom.role : one.whom.person;
    return `${(one.dueAt - NOON) / 1_000} ${one.phase} ${whom}`;
  });

describe('a fire that nobody acknowledges', () => {
  it('tells the seat at once, and then the steps of the house, where nobody is on duty the next that has somebody', () => {
    const machine = aMachine();
    expect(inShort(machine.apply(raised()))).toEqual(['0 raised seat']);
    expect(machine.nextDue()).toBe(second(30));
    expect(inShort(machine.advance(second(180)))).toEqual([
      '30 escalated seat',
      '60 escalated micro-station',
      '120 escalated micro-station',
      '120 escalated micro-station',
      '180 escalated supervisor',
    ]);
  });

  it('goes on telling the last step without end, and only until somebody acknowledges', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.advance(second(180));
    expect(machine.advance(second(180 + 24 * 3_600))).toHaveLength(480);
    machine.apply({ is: 'acknowledged', incident: 'i1', at: second(90_000), by: 'li' });
    machine.apply({ is: 'handled', incident: 'i1', at: second(90_010), by: 'li' });
    expect(machine.advance(second(90_000 + 24 * 3_600))).toEqual([]);
  });

  it('is told even where every policy that was written is empty', () => {
    const machine = aMachine(POLICIES.map((policy) => ({ ...policy, place: 'town', steps: [] })));
    expect(inShort(machine.apply(raised()))).toEqual(['0 raised seat']);
  });

  it('hands over in portions when much has been missed, and forgets none of it', () => {
    const whole = aMachine();
    const portions = aMachine();
    whole.apply(raised());
    portions.apply(raised());
    const told: Due[] = [];
    for (let some = portions.advance(second(7_200), 7); some.length > 0; some = portions.advance(second(7_200), 7)) told.push(...some);
    expect(told).toEqual(whole.advance(second(7_200)));
  });
});

describe('a notice', () => {
  it('says after how long its policy takes the next channel beside one that brings nothing', () => {
    const machine = aMachine();
    const night = MIDNIGHT + 2 * 3_600_000;
    expect(machine.apply(raised({ at: night, path: ['town', 'unit-1'] })).map(({ besideAfter }) => besideAfter)).toEqual([20]);
    expect(machine.apply(raised({ incident: 'i2', at: night })).map(({ besideAfter }) => besideAfter)).toEqual([undefined]);
  });
});

describe('an acknowledgement', () => {
  it('stops the step of its own instant and all later ones', () => {
    const machine = aMachine();
    machine.apply(raised());
    expect(machine.apply({ is: 'acknowledged', incident: 'i1', at: second(30), by: 'li' })).toEqual([]);
    expect(machine.nextDue()).toBe(second(210));
  });

  it('without anything that follows rings again from the first step, marked so, as often as it happens', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.apply({ is: 'acknowledged', incident: 'i1', at: second(10), by: 'li' });
    const again = machine.advance(second(190));
    expect(inShort(again)).toEqual(['190 escalated seat']);
    expect(again[0]).toMatchObject({ why: 'not handled', round: 2, step: 0 });
    machine.apply({ is: 'acknowledged', incident: 'i1', at: second(200), by: 'li' });
    expect(machine.advance(second(380))[0]).toMatchObject({ why: 'not handled', round: 3 });
  });

  it('of one person is not enough where a step that was told needs two', () => {
    const machine = aMachine();
    const at = MIDNIGHT + 2 * 3_600_000;
    const acknowledge = (seconds: number, by: string) =>
      machine.apply({ is: 'acknowledged', incident: 'i1', at: at + seconds * 1_000, by });
    machine.apply(raised({ at, path: ['town', 'unit-1'] }));
    acknowledge(50, 'li');
    acknowledge(55, 'li');
    expect(machine.advance(at + 300_000)).toHaveLength(3);
    acknowledge(301, 'zhang');
    expect(machine.nextDue()).toBe(at + 481_000);
  });

  it('does not cover a further alarm: the next fire is never silent', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.apply({ is: 'acknowledged', incident: 'i1', at: second(10), by: 'li' });
    machine.apply({ is: 'handled', incident: 'i1', at: second(20), by: 'li' });
    const due = machine.apply({ is: 'updated', incident: 'i1', at: second(5_000), class: 'fire', alarms: 2, isNewAgain: true });
    expect(inShort(due)).toEqual(['5000 escalated seat']);
    expect(due[0]?.why).toBe('new alarm');
  });
});

describe('a hand-over', () => {
  it('that nobody answers is told to the supervisor beside the steps, who hears of the end too', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.apply({ is: 'handled', incident: 'i1', at: second(20), by: 'li' });
    machine.apply({ is: 'offered', incident: 'i1', at: second(30), until: second(150) });
    expect(inShort(machine.advance(second(149)))).toEqual([]);
    expect(inShort(machine.advance(second(150)))).toEqual(['150 escalated supervisor']);
    expect(machine.nextDue()).toBeNull();
    expect(inShort(machine.apply({ is: 'closed', incident: 'i1', at: second(600) }))).toEqual([
      '600 resolved seat',
      '600 resolved supervisor',
    ]);
  });

  it('that waits over a restart is told of once; one that was answered, or whose incident ended, is not', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.apply({ is: 'handled', incident: 'i1', at: second(20), by: 'li' });
    machine.apply({ is: 'offered', incident: 'i1', at: second(30), until: second(150) });
    const again = new Escalation(aTown(POLICIES).around, machine.state());
    expect(inShort(again.advance(second(3_600)))).toEqual(['150 escalated supervisor']);
    machine.apply({ is: 'offered', incident: 'i1', at: second(60), until: null });
    expect(machine.advance(second(3_600))).toEqual([]);
    machine.apply({ is: 'offered', incident: 'i1', at: second(3_610), until: second(3_730) });
    machine.apply({ is: 'closed', incident: 'i1', at: second(3_620) });
    expect(machine.advance(second(7_200))).toEqual([]);
  });
});

describe('an incident that changes', () => {
  it('begins again with the policy of the higher class, whoever had acknowledged the lower one', () => {
    const machine = aMachine();
    machine.apply(raised({ class: 'fault' }));
    machine.apply({ is: 'handled', incident: 'i1', at: second(10), by: 'li' });
    const due = machine.apply({ is: 'updated', incident: 'i1', at: second(60), class: 'fire', alarms: 2, isNewAgain: true });
    expect(due[0]).toMatchObject({ why: 'upgraded', class: 'fire', step: 0 });
    expect(machine.advance(second(240))).toHaveLength(5);
    machine.apply({ is: 'updated', incident: 'i1', at: second(241), class: 'fault', alarms: 3, isNewAgain: false });
    expect(machine.advance(second(420))[0]?.class).toBe('fire');
  });

  it('tells how it goes on, and that it ended, to everybody who was told before and to nobody else', () => {
    const machine = aMachine();
    machine.apply(raised());
    machine.advance(second(60));
    const more = machine.apply({ is: 'updated', incident: 'i1', at: second(61), class: 'fire', alarms: 2, isNewAgain: true });
    expect(inShort(more)).toEqual(['61 update seat', '61 update seat', '61 update micro-station']);
    const ended = machine.apply({ is: 'closed', incident: 'i1', at: second(62) });
    expect(inShort(ended)).toEqual(['62 resolved seat', '62 resolved seat', '62 resolved micro-station']);
    expect(machine.advance(second(10_000))).toEqual([]);
    const reopened = machine.apply(raised({ is: 'reopened', at: second(10_001) }));
    expect(reopened[0]).toMatchObject({ phase: 'raised', why: 'reopened', round: 2 });
  });

  it('is forgotten a day after its end, and raised twice is told once', () => {
    const machine = aMachine();
    machine.apply(raised());
    expect(machine.apply(raised({ at: second(1) }))).toEqual([]);
    machine.apply({ is: 'closed', incident: 'i1', at: second(5) });
    machine.takeChanged();
    machine.advance(second(5) + DAY_MS);
    expect(machine.takeChanged()).toEqual({ records: [], forgotten: ['i1'] });
    expect(machine.state().records).toEqual([]);
    expect(machine.nextDue()).toBeNull();
  });
});

describe('a drill', () => {
  it('tells the people of its own address book, in a type that the real path does not take', () => {
    const machine = aMachine();
    const drill = machine.apply(raised({ incident: 'd1', path: ['town', 'unit-1'], drill: true }));
    expect(drill[0]?.people.map((person) => person.id)).toEqual(['drill-unit-1-duty-room-0']);
    const takeReal = (due: RealDue): string => due.id;
    for (const due of drill) {
      // @ts-expect-error: a due notice of a drill or of anything is not one of a real fire until it is known to be.
      expect(takeReal(due)).toBe(due.id);
      expect(due.drill).toBe(true);
    }
  });

  it('does not keep a real fire in the drilled building from its own escalation', () => {
    const alone = aMachine();
    const drilled = aMachine();
    const path = ['town', 'unit-1'];
    drilled.apply(raised({ incident: 'd1', at: NOON - 5_000, path, drill: true }));
    const fire = (machine: Escalation) => [...machine.apply(raised({ path })), ...machine.advance(second(600))].filter((due) => !due.drill);
    expect(fire(drilled)).toEqual(fire(alone));
    expect(
      fire(aMachine())
        .flatMap((due) => due.people.map((person) => person.id))
        .some((id) => id.startsWith('drill-')),
    ).toBe(false);
  });
});

describe('the heap of what is due next', () => {
  it('gives the members in order, however they were moved and taken out', () => {
    interface Member extends Scheduled {
      readonly order: number;
    }
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(15), fc.option(fc.nat(20)))), (moves) => {
        const heap = new DueHeap<Member>();
        const members = Array.from({ length: 16 }, (_, order): Member => ({ due: null, order, slot: -1 }));
        for (const [n, due] of moves) {
          const member = members[n];
          if (!member) continue;
          member.due = due;
          heap.place(member);
          const wanted = members.filter((one) => one.due !== null).sort((a, b) => (a.due ?? 0) - (b.due ?? 0) || a.order - b.order);
          expect(heap.first()).toBe(wanted[0]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
