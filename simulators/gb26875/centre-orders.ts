// What the centre orders and asks: each thing is done once, and answered as often as it is asked.
import { decodeUnit, UNIT_TYPES, type UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { COMMAND, type Packet } from '../../device-drivers/gb26875/packet.ts';
import { readTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import type { DeviceClock } from './device-clock.ts';
import type { Panel } from './panel.ts';
import { answerQuery } from './panel-answers.ts';

export interface OrderTaker {
  readonly panel: Panel;
  readonly clock: DeviceClock;
  /** Command 89. */
  initialise(): void;
  /** Command 90 was carried out: the clock stands at so many ms since 1970. */
  clockSet(at: number): void;
  /** Command 91. */
  dutyCheck(minutes: number): void;
}

export interface Answer {
  readonly command: number;
  readonly unit?: Uint8Array;
}

const DENIAL: Answer = { command: COMMAND.deny };
/** A request that comes again with its serial within a minute is the same one (reference 1.2). */
const REMEMBERED_MS = 60_000;
/** The centre has one packet on its way at a time: 64 outlast its re-sends by far. */
const REMEMBERED = 64;

export class CentreOrders {
  readonly #taker: OrderTaker;
  readonly #answered = new Map<string, { readonly answer: Answer; readonly at: number }>();

  constructor(taker: OrderTaker) {
    this.#taker = taker;
  }

  /** Carries a control or request out unless it was before; what it cannot read or do is denied. */
  take(packet: Packet): Answer {
    const { source, serial, command, unit } = packet;
    const key = `${source} ${serial} ${command} ${Buffer.from(unit).toString('hex')}`;
    const before = this.#answered.get(key);
    const now = performance.now();
    if (before && now - before.at < REMEMBERED_MS) return before.answer;
    const answer = command === COMMAND.request ? this.#query(unit) : this.#control(unit);
    this.#answered.delete(key);
    this.#answered.set(key, { answer, at: now });
    const [oldest] = this.#answered.keys();
    if (this.#answered.size > REMEMBERED && oldest !== undefined) this.#answered.delete(oldest);
    return answer;
  }

  /** A new link: serials may begin anew. */
  forget(): void {
    this.#answered.clear();
  }

  #query(unit: Uint8Array): Answer {
    const { panel, clock } = this.#taker;
    const reply = answerQuery(panel, unit, clock.now());
    return reply ? { command: COMMAND.reply, unit: reply } : DENIAL;
  }

  #control(unit: Uint8Array): Answer {
    const { type, objects, faults } = decodeUnit(unit, this.#taker.panel.profile);
    const [object] = objects;
    const readable = UNIT_TYPES.get(type)?.command === COMMAND.control && faults.length === 0;
    return object && readable && this.#obey(object) ? { command: COMMAND.confirm } : DENIAL;
  }

  #obey(object: UnitObject): boolean {
    switch (object.is) {
      case 'initialise':
        this.#taker.initialise();
        return true;
      case 'set-clock': {
        const at = readTimeTag(object.time);
        if (at === undefined) return false;
        this.#taker.clock.set(at);
        this.#taker.clockSet(at);
        return true;
      }
      case 'duty-check':
        this.#taker.dutyCheck(object.minutes);
        return true;
      default:
        return false;
    }
  }
}
