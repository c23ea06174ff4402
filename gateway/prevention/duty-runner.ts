// Carries the plans of duty checks out: looks at the clock now and then, and calls whom a plan wants called.
import { randomBytes } from 'node:crypto';
import type { Device } from '../../device-drivers/device.ts';
import { type Author, type Deed, GATEWAY } from '../acts.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import type { Log } from '../log.ts';
import type { Database } from '../sqlite.ts';
import type { DutyChecks } from './duty-checks.ts';
import { dueMoment, type LocalMinutes } from './duty-planner.ts';

/** A plan is carried out within so long of its moment, ms. */
const LOOK_EVERY_MS = 5_000;

interface RunnerRooms {
  readonly database: Database;
  readonly duty: DutyChecks;
  readonly estate: Estate;
  readonly desk: { open(): Iterable<Alarm> };
  readonly flow: { act(deed: Deed, by: Author): Promise<unknown> };
  readonly clock: Clock;
  /** Local time of the site. */
  readonly minutesOf: LocalMinutes;
  readonly log: Pick<Log, 'warn'>;
}

/** The transmission devices that stand in a place. */
export function controlRooms(estate: Estate, place: string): Device[] {
  return [...estate.devices()].filter(({ address, path }) => address.by === 'gb26875' && path.includes(place));
}

/** Where something burns nobody is asked whether he sits in his chair: the devices that may be called, and those left in peace. */
export function callable(
  devices: readonly Device[],
  estate: Estate,
  open: Iterable<Alarm>,
): { readonly devices: string[]; readonly skipped: string[] } {
  const burning = new Set<string>();
  for (const alarm of open) {
    if (alarm.class === 'fire' && !alarm.drill && alarm.condition === 'active') burning.add(estate.places.siteOf(alarm.path));
  }
  const isBurning = ({ path }: Device): boolean => burning.has(estate.places.siteOf(path));
  return {
    devices: devices.filter((device) => !isBurning(device)).map(({ id }) => id),
    skipped: devices.filter(isBurning).map(({ id }) => id),
  };
}

export class DutyRunner {
  readonly #rooms: RunnerRooms;
  readonly #salt: string;
  #timer: NodeJS.Timeout | undefined;
  readonly #underWay = new Set<string>();

  constructor(rooms: RunnerRooms) {
    this.#rooms = rooms;
    this.#salt = saltOf(rooms.database);
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Carries out what is due now. */
  look(): void {
    const { duty, clock, minutesOf, log } = this.#rooms;
    for (const plan of duty.plans()) {
      if (this.#underWay.has(plan.id)) continue;
      if (dueMoment(plan, clock(), duty.lastRun(plan.id), minutesOf, this.#salt) === undefined) continue;
      this.#underWay.add(plan.id);
      this.#run(plan.id, plan.place, plan.minutes)
        .catch((error: unknown) => log.warn({ err: error, plan: plan.id }, 'a plan of duty checks could not be carried out'))
        .finally(() => this.#underWay.delete(plan.id));
    }
  }

  async #run(plan: string, place: string, minutes: number): Promise<void> {
    const { estate, desk, flow } = this.#rooms;
    const all = controlRooms(estate, place);
    if (all.length === 0) return;
    const id = `d${randomBytes(12).toString('hex')}`;
    await flow.act({ do: 'check-duty', id, ...callable(all, estate, desk.open()), minutes, mode: 'plan', plan }, GATEWAY);
  }
}

/** A secret of this house, made once: whoever knows the plans still cannot work out their random moments. */
function saltOf(database: Database): string {
  database.exec('CREATE TABLE IF NOT EXISTS duty_salt (one INTEGER PRIMARY KEY CHECK (one = 1), salt TEXT NOT NULL) STRICT');
  database.prepare('INSERT OR IGNORE INTO duty_salt (one, salt) VALUES (1, ?)').run(randomBytes(16).toString('hex'));
  return database.prepare<[], { salt: string }>('SELECT salt FROM duty_salt').get()?.salt ?? '';
}
