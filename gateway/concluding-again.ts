// What was passed over is concluded after all: a finding is handed to the desk again, a frame is understood late.
import { decode, decodeAck } from '../device-drivers/decode.ts';
import type { Reading } from '../device-drivers/reading.ts';
import type { RuleEngine } from '../rules/engine.ts';
import type { Finding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { type Act, GATEWAY } from './acts.ts';
import type { AlarmStore, FrameEntry } from './alarms/alarm-store.ts';
import type { AlarmDesk, Ground } from './alarms/desk.ts';
import { type BehindRooms, introduce, learn } from './behind.ts';
import type { Commands } from './commands/commands.ts';
import { BalefireError } from './errors.ts';
import type { PassedOver, PassedOverRow } from './passed-over.ts';
import type { WalkTesting } from './walk-testing.ts';

interface Around extends BehindRooms {
  readonly passedOver: PassedOver;
  readonly desk: AlarmDesk;
  readonly store: AlarmStore;
  readonly engine: RuleEngine;
  readonly commands: Commands;
  readonly walkTesting: WalkTesting;
  /** An engine that remembers nothing. */
  readonly freshEngine: () => RuleEngine;
  rule(id: string): Rule | undefined;
}

export class ConcludingAgain {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Tries these again, and what waits behind them. What fails again stays. */
  again({ ids, by, at }: Extract<Act, { do: 'conclude-again' }>): void {
    const { passedOver, store } = this.#around;
    const failed = new Set<string>();
    for (const row of passedOver.together(ids)) {
      const { id, finding } = row;
      const cause = finding ? [row.device, finding.point, finding.rule.class, finding.drill].join('|') : id;
      if (failed.has(cause)) continue;
      try {
        this.#conclude(row);
        passedOver.drop(id);
        const { id: who, name, from } = by;
        const detail = { entry: row.entry, kind: row.kind, mayBurn: row.mayBurn };
        store.saveAudit({ at, by: who, name, from, what: 'concluded-again', about: row.device, detail });
      } catch (error) {
        failed.add(cause);
        passedOver.failed(id, error, at);
      }
    }
  }

  #conclude(row: PassedOverRow): void {
    const { passedOver } = this.#around;
    const entry = passedOver.frameOf(row);
    if (row.finding) {
      const { finding } = row;
      // The mended rule; one that is no more still raised what it found.
      const rule = this.#around.rule(finding.rule.id) ?? finding.rule;
      this.#around.desk.take({ ...finding, rule }, { entry, receivedAt: row.at });
    } else if (entry) this.#frame(entry);
    else throw new BalefireError('not-found', { what: row.id });
  }

  /** As the flow concludes a frame, but later ones of the same points may have been concluded since, and count. */
  #frame(entry: FrameEntry): void {
    const { estate, presence, engine, commands, walkTesting } = this.#around;
    const { frame } = entry;
    introduce(frame, estate);
    const device = estate.device(frame.device);
    const driver = device && estate.driver(device);
    if (!device || !driver) throw new BalefireError('not-found', { what: frame.device });
    if (frame.kind === 'ack') {
      const ack = decodeAck(frame.body);
      if (!('fault' in ack)) commands.answered(frame.device, ack.id, ack.state, frame.receivedAt, ack.reason ?? null, ack.reply ?? null);
      return;
    }
    const decoded = decode(driver, frame, device.address, presence.wasOn);
    learn(decoded, entry, this.#around, true);
    const readings = walkTesting.marked(decoded.readings, entry, true);
    const late = readings.filter((reading) => this.#isOvertaken(reading));
    const timely = readings.filter((reading) => !late.includes(reading));
    if (timely.length > 0 && (presence.lastHeard(frame.device) ?? 0) <= frame.receivedAt) presence.take(entry, timely);
    const ground: Ground = { entry, receivedAt: frame.receivedAt };
    for (const finding of engine.judge(timely)) this.#take(finding, ground);
    if (late.length === 0) return;
    // What it told is past: it began, and has ended or was told anew since.
    for (const finding of this.#around.freshEngine().judge(late)) this.#past(finding, ground);
  }

  #isOvertaken({ device, point, quantity, receivedAt }: Reading): boolean {
    const { presence } = this.#around;
    if (quantity === 'link.online') return (presence.lastHeard(device) ?? 0) > receivedAt;
    return (presence.values(device)[point]?.receivedAt ?? 0) > receivedAt;
  }

  #past(finding: Finding, ground: Ground): void {
    if (finding.change === 'clear') return;
    const { device, point, rule, drill } = finding;
    const standing = this.#around.desk.openOf(device).find((one) => one.point === point && one.class === rule.class && one.drill === drill);
    // It has called since, or the cause of which this told held already.
    if (standing && ((standing.begins.at(-1) ?? 0) >= ground.receivedAt || standing.condition === 'active')) return;
    this.#take(finding, ground);
    this.#take({ ...finding, change: 'clear' }, ground);
  }

  #take(finding: Finding, ground: Ground): void {
    this.#around.passedOver.take(finding, ground);
  }
}

/** Whether the house itself tried: that is no deed of a person's. */
export function isOwnTry({ by }: Pick<Act, 'by'>): boolean {
  return by.id === GATEWAY.id;
}
