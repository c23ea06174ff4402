// Duty checks: who was called, who confirmed, who pressed in time; and what is remembered of it.
import fc from 'fast-check';
import type { Act } from '../acts.ts';
import { Commands } from '../commands/commands.ts';
import { MemoryTable } from '../memory-table.ts';
import { openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import { DutyChecks } from './duty-checks.ts';
import { type DutyEvent, type DutyTargetRecord, isOpen, stepDuty } from './duty-target.ts';

const BY = { id: 'p1', name: '值班长', from: '127.0.0.1' };
const MINUTE = 60_000;
const MARGIN = 15_000;
/** Four transmissions at 10 s. */
const TRANSMISSIONS = 40_000;

function aRoom() {
  const database = openDatabase(':memory:', 'normal');
  const commands: Commands = new Commands(database, (record) => duty.commandMoved(record));
  const duty = new DutyChecks(database, commands, (device) => (device === 'slow' ? 11 * MINUTE : TRANSMISSIONS));
  const state = new State(database, [commands, duty], new MemoryTable(database), []);
  const call = (id: string, devices: string[], at: number, minutes = 3, skipped: string[] = []): void => {
    const act: Extract<Act, { do: 'check-duty' }> = {
      do: 'check-duty',
      id,
      devices,
      skipped,
      minutes,
      mode: 'now',
      plan: null,
      by: BY,
      at,
      token: id,
    };
    duty.begin(act);
  };
  const advance = (to: number): void => {
    duty.advance(to);
    commands.advance(to);
  };
  const save = (): void => state.commit({ entry: 1, at: 1 }, 'whole');
  const stateOf = (check: string, device: string) => duty.targets(check).find((target) => target.device === device);
  return { database, commands, duty, call, advance, save, stateOf };
}

describe('a control room that is called', () => {
  it('is present when the button is pressed within the minutes, counted from the confirmation', () => {
    const { commands, duty, call, stateOf } = aRoom();
    call('d1', ['utd-1'], 1_000);
    expect(commands.waitingFor('utd-1', 1_000)).toMatchObject([{ command: 'duty-check', arguments: { minutes: 3 } }]);
    commands.answered('utd-1', 'd1-0', 'delivered', 2_000, null);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'waiting', confirmedAt: 2_000, dueAt: 2_000 + 3 * MINUTE + MARGIN });
    duty.pressed('utd-1', 90_000, 91_000, 7);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'present', answeredAt: 90_000, operator: 7 });
    expect(duty.takeReadings()).toEqual([{ device: 'utd-1', value: false, at: 91_000 }]);
    expect(commands.list({ limit: 1 })).toEqual([]);
  });

  it('is absent when nobody pressed in time, and late when somebody does after all', () => {
    const { commands, duty, call, advance, stateOf } = aRoom();
    call('d1', ['utd-1'], 1_000);
    commands.answered('utd-1', 'd1-0', 'delivered', 2_000, null);
    const due = 2_000 + 3 * MINUTE + MARGIN;
    advance(due - 1);
    expect(stateOf('d1', 'utd-1')?.state).toBe('waiting');
    advance(due + 5_000);
    expect(stateOf('d1', 'utd-1')?.state).toBe('absent');
    duty.pressed('utd-1', due + 60_000, due + 60_000, 2);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'late', operator: 2 });
    expect(duty.takeReadings().map(({ value, at }) => [value, at])).toEqual([
      [true, due],
      [false, due + 60_000],
    ]);
  });

  it('was present when its answer, pressed in time, was only held up on the way', () => {
    const { commands, duty, call, advance, stateOf } = aRoom();
    call('d1', ['utd-1'], 1_000);
    commands.answered('utd-1', 'd1-0', 'delivered', 2_000, null);
    advance(10 * MINUTE);
    duty.pressed('utd-1', 100_000, 11 * MINUTE, 2);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'present', answeredAt: 100_000 });
  });

  it('is unreachable when its device does not confirm, and nothing is said about who sits there', () => {
    const { commands, duty, call, advance, stateOf } = aRoom();
    call('d1', ['utd-1', 'utd-2'], 1_000);
    commands.answered('utd-2', 'd1-1', 'failed', 40_000, 'no-answer');
    advance(1_000 + 90_000);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'unreachable', reason: 'no-confirmation' });
    expect(stateOf('d1', 'utd-2')).toMatchObject({ state: 'unreachable', reason: 'no-answer' });
    expect(duty.takeReadings()).toEqual([]);
    // It must not ring an hour later.
    expect(commands.waitingFor('utd-1', 1_000 + 90_001)).toEqual([]);
  });

  it('is left in peace where something burns', () => {
    const { commands, call, stateOf } = aRoom();
    call('d1', ['utd-1'], 1_000, 3, ['utd-2']);
    expect(stateOf('d1', 'utd-2')).toMatchObject({ state: 'skipped', reason: 'fire' });
    expect(commands.waitingFor('utd-2', 1_000)).toEqual([]);
  });

  it('whose device was given more patience is not called unreachable while it is still being asked', () => {
    const { commands, call, advance, stateOf } = aRoom();
    call('d1', ['utd-1', 'slow'], 1_000);
    advance(5 * MINUTE);
    expect(stateOf('d1', 'utd-1')).toMatchObject({ state: 'unreachable', reason: 'no-confirmation' });
    commands.answered('slow', 'd1-1', 'delivered', 10 * MINUTE, null);
    expect(stateOf('d1', 'slow')).toMatchObject({ state: 'waiting', confirmedAt: 10 * MINUTE });
  });

  it('goes on being waited for after a restart', () => {
    const room = aRoom();
    room.call('d1', ['utd-1', 'utd-2'], 1_000);
    room.commands.answered('utd-1', 'd1-0', 'delivered', 2_000, null);
    room.save();
    const commands: Commands = new Commands(room.database, (record) => duty.commandMoved(record));
    const duty = new DutyChecks(room.database, commands, () => TRANSMISSIONS);
    duty.pressed('utd-1', 60_000, 60_000, 1);
    commands.answered('utd-2', 'd1-1', 'delivered', 61_000, null);
    expect(duty.targets('d1').map(({ device, state }) => [device, state])).toEqual([
      ['utd-1', 'present'],
      ['utd-2', 'waiting'],
    ]);
  });

  it('stands in the ranking by how it answered', () => {
    const { commands, duty, call, advance, save } = aRoom();
    for (const [nth, answers] of [true, true, false].entries()) {
      const at = nth * 10_000_000 + 1_000;
      call(`d${nth}`, ['utd-1'], at);
      commands.answered('utd-1', `d${nth}-0`, 'delivered', at + 1_000, null);
      if (answers) duty.pressed('utd-1', at + 30_000, at + 30_000, 1);
      advance(at + 1_000_000);
    }
    save();
    expect(duty.ranking(0)).toEqual([{ device: 'utd-1', asked: 3, present: 2, late: 0, absent: 1, unreachable: 0, meanMs: 30_000 }]);
  });

  it('reaches one of its ends once, in whatever order confirmation, button and time come', () => {
    const event: fc.Arbitrary<DutyEvent> = fc.oneof(
      fc.record({ is: fc.constant('confirmed' as const), at: fc.nat(1_000_000) }),
      fc.record({ is: fc.constant('failed' as const), at: fc.nat(1_000_000), reason: fc.constant('denied') }),
      fc.record({ is: fc.constant('pressed' as const), at: fc.nat(1_000_000), operator: fc.nat(255) }),
      fc.record({ is: fc.constant('time' as const), at: fc.nat(1_000_000) }),
    );
    const begun: DutyTargetRecord = {
      check: 'd',
      command: 'd-0',
      device: 'u',
      state: 'calling',
      minutes: 3,
      calledAt: 0,
      confirmBy: 90_000,
      confirmedAt: null,
      answeredAt: null,
      dueAt: null,
      operator: null,
      reason: null,
    };
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let target = begun;
        for (const one of events) {
          const after = stepDuty(target, one, MARGIN);
          // What has ended stays ended, but for an absence that ends late.
          if (!isOpen(target.state))
            expect(target.state === 'absent' ? ['absent', 'late', 'present'] : [target.state]).toContain(after.state);
          expect(after.answeredAt !== null).toBe(after.state === 'present' || after.state === 'late');
          target = after;
        }
        if (events.some(({ is }) => is === 'pressed')) expect(target.state).not.toBe('calling');
      }),
    );
  });
});
