// A command's life: an author, an expiry, an acknowledgement; an expired one is never sent.
import fc from 'fast-check';
import { openDatabase } from '../sqlite.ts';
import { type CommandRecord, type CommandState, Commands, nextState } from './commands.ts';

const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };

function opened(): Commands {
  return new Commands(openDatabase(':memory:', 'normal'));
}
function give(commands: Commands, id: string, expiresAt = 10_000): CommandRecord {
  return commands.give({
    do: 'command',
    id,
    device: 'post-1',
    command: 'play',
    arguments: { text: '请撤离' },
    expiresAt,
    by,
    at: 1_000,
    token: id,
  });
}
const statesOf = (commands: Commands) => commands.takeChanges().map((record) => record.state);

describe('a command', () => {
  it('waits for its device, is sent, delivered and done', () => {
    const commands = opened();
    give(commands, 'c1');
    expect(commands.waitingFor('post-1', 2_000).map(({ id }) => id)).toEqual(['c1']);
    commands.sending('c1');
    expect(commands.waitingFor('post-1', 2_000)).toEqual([]);
    commands.tried('c1', true, 2_000);
    commands.answered('post-1', 'c1', 'delivered', 3_000, null);
    commands.answered('post-1', 'c1', 'done', 4_000, null);
    expect(statesOf(commands)).toEqual(['waiting', 'sent', 'delivered', 'done']);
  });

  it('is offered again when it could not be sent', () => {
    const commands = opened();
    give(commands, 'c1');
    commands.sending('c1');
    commands.tried('c1', false, 2_000);
    expect(commands.waitingFor('post-1', 2_000)).toHaveLength(1);
  });

  it('is never offered once it has expired, and says so at the moment of its expiry', () => {
    const commands = opened();
    give(commands, 'c1', 5_000);
    expect(commands.waitingFor('post-1', 5_000)).toEqual([]);
    commands.advance(60_000);
    expect(commands.takeChanges().at(-1)).toMatchObject({ state: 'expired', changedAt: 5_000 });
    expect(commands.devicesWaiting()).toEqual([]);
  });

  it('believes no answer of another device', () => {
    const commands = opened();
    give(commands, 'c1');
    commands.answered('post-2', 'c1', 'done', 3_000, null);
    expect(statesOf(commands)).toEqual(['waiting']);
  });

  it('is refused when fifty are on their way to one device already', () => {
    const commands = opened();
    for (let i = 0; i < 50; i += 1) give(commands, `c${i}`);
    expect(() => give(commands, 'c50')).toThrow(/Too many/);
  });
});

it('a command never goes back and never leaves its end, whatever comes in whatever order', () => {
  const states: CommandState[] = ['waiting', 'sent', 'delivered', 'done', 'failed', 'expired'];
  const rank = (state: CommandState): number => Math.min(states.indexOf(state), 3);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...states), { maxLength: 20 }), (path) => {
      let record = give(opened(), 'c');
      for (const to of path) {
        const next = nextState(record, to, 2_000);
        if (rank(record.state) === 3 && next !== record) return false;
        if (rank(next.state) < rank(record.state)) return false;
        record = next;
      }
      return true;
    }),
    { numRuns: 200 },
  );
});
