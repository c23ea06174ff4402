// The centre's questions: one at a time, sent again with the same serial, ended by an answer or by the last silence.
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { COMMAND, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { type Ask, type ExchangeEnd, Exchanges } from './exchanges.ts';

const TIMEOUT_MS = 10_000;

interface Sent {
  readonly serial: number;
  readonly at: number;
  readonly unit: Uint8Array;
}

function centre(more: { resends?: number; firstSerial?: number; isOpen?: () => boolean } = {}) {
  const sent: Sent[] = [];
  const ends: ExchangeEnd[] = [];
  const { resends = 3, firstSerial = 0, isOpen = () => true } = more;
  const exchanges = new Exchanges(
    (serial, _command, unit) => {
      if (!isOpen()) return false;
      sent.push({ serial, at: Date.now(), unit });
      return true;
    },
    () => ({ answerTimeoutMs: TIMEOUT_MS, resends }),
    { began: () => undefined, resent: () => undefined, failed: () => undefined },
    4,
    firstSerial,
  );
  const ask = (kind: Partial<Ask> = {}): boolean =>
    exchanges.ask({ command: COMMAND.request, unit: () => Uint8Array.of(81, 1, 0), reply: 21, done: (end) => ends.push(end), ...kind });
  return { exchanges, sent, ends, ask };
}

function answer(serial: number, command: number, ...unit: number[]): Packet {
  const station = '000000000000';
  const version = { main: 1, user: 0 };
  return { serial, version, sent: new Uint8Array(6), source: station, destination: station, command, unit: Uint8Array.from(unit) };
}

const STATE = [21, 1, 1, 0, 0, 0, 1, 1, 20];

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a question of the centre', () => {
  it('is sent again exactly three times, 10 s apart, with the same serial, and then has failed', () => {
    const { sent, ends, ask } = centre();
    ask();
    const began = sent[0]?.at ?? 0;
    jest.advanceTimersByTime(1_000_000);
    expect(sent.map(({ serial, at }) => [serial, at - began])).toEqual([
      [0, 0],
      [0, 10_000],
      [0, 20_000],
      [0, 30_000],
    ]);
    expect(ends).toEqual([{ is: 'failed', why: 'no-answer' }]);
  });

  it('takes a denial for a silence, and says so at the end', () => {
    const { exchanges, sent, ends, ask } = centre();
    ask();
    for (let n = 0; n < 4; n += 1) expect(exchanges.hear(answer(0, COMMAND.deny))).toBe(true);
    expect(sent).toHaveLength(4);
    expect(ends).toEqual([{ is: 'failed', why: 'denied' }]);
  });

  it('is answered by the reply of its type and serial alone', () => {
    const { exchanges, ends, ask } = centre();
    ask();
    expect(exchanges.hear(answer(1, COMMAND.reply, ...STATE))).toBe(false);
    expect(exchanges.hear(answer(0, COMMAND.reply, 28, 1))).toBe(false);
    expect(exchanges.hear(answer(0, COMMAND.confirm))).toBe(false);
    expect(ends).toEqual([]);
    expect(exchanges.hear(answer(0, COMMAND.reply, ...STATE))).toBe(true);
    expect(ends).toMatchObject([{ is: 'answered' }]);
    expect(exchanges.hear(answer(0, COMMAND.reply, ...STATE))).toBe(false);
  });

  it('waits until the one before it has ended, and has the next serial', () => {
    const { exchanges, sent, ask } = centre();
    ask();
    ask({ reply: undefined, command: COMMAND.control });
    expect(sent).toHaveLength(1);
    exchanges.hear(answer(0, COMMAND.reply, ...STATE));
    expect(sent.map(({ serial }) => serial)).toEqual([0, 1]);
  });

  it('has the serial 0 after 65535', () => {
    const { exchanges, sent, ask } = centre({ firstSerial: 65_535 });
    ask();
    exchanges.hear(answer(65_535, COMMAND.reply, ...STATE));
    ask();
    expect(sent.map(({ serial }) => serial)).toEqual([65_535, 0]);
  });

  it('makes its data unit anew each time: a late clock is not set to the time of the first try', () => {
    const { sent, ask } = centre();
    let second = 0;
    ask({ unit: () => Uint8Array.of(90, 1, second++) });
    jest.advanceTimersByTime(25_000);
    expect(sent.map(({ unit }) => unit[2])).toEqual([0, 1, 2]);
  });

  it('is not taken when too many wait, and fails at once when there is no way', () => {
    let isOpen = true;
    const { exchanges, ends, ask } = centre({ isOpen: () => isOpen });
    for (let n = 0; n < 4; n += 1) expect(ask()).toBe(true);
    expect(ask()).toBe(false);
    exchanges.end('offline');
    expect(ends).toHaveLength(4);
    isOpen = false;
    expect(ask()).toBe(true);
    expect(ends.at(-1)).toEqual({ is: 'failed', why: 'offline' });
  });

  it('ends once, whatever comes in whatever order', () => {
    const event = fc.oneof(
      fc.record({ command: fc.constantFrom(3, 5, 6), serial: fc.nat(3) }),
      fc.record({ ms: fc.nat(30_000) }),
      fc.constant({ ask: true }),
      fc.constant({ offline: true }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { exchanges, sent, ends, ask } = centre();
        let asked = 0;
        for (const one of events) {
          if ('command' in one) exchanges.hear(answer(one.serial, one.command, ...(one.command === 5 ? STATE : [])));
          else if ('ms' in one) jest.advanceTimersByTime(one.ms);
          else if ('ask' in one) asked += Number(ask());
          else exchanges.end('offline');
        }
        jest.advanceTimersByTime(1_000_000);
        expect(ends).toHaveLength(asked);
        expect(exchanges.size).toBe(0);
        const tries = new Map<number, number>();
        for (const { serial } of sent) tries.set(serial, (tries.get(serial) ?? 0) + 1);
        expect(Math.max(0, ...tries.values())).toBeLessThanOrEqual(4);
      }),
      { numRuns: 300 },
    );
  });
});
