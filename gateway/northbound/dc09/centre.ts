// What the alarm receiving centre must be told when alarms or isolations change, as parcels in the lane they go in.
import type { Alarm } from '../../alarms/alarm.ts';
import type { Isolation } from '../../alarms/isolation.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import type { Database } from '../../sqlite.ts';
import type { NewParcel } from '../parcels.ts';
import type { CentreSettings } from '../settings.ts';
import type { Standing } from '../withheld.ts';
import { BYPASS_CODE } from './codes.ts';
import type { CentreMessage } from './sender.ts';
import { ToldToCentre } from './told.ts';

export interface CentreRooms {
  readonly isolations: {
    standing(): readonly Pick<Isolation, 'id' | 'ended'>[];
    over(device: string, point: string, path: readonly string[]): unknown;
  };
  readonly estate: { device(id: string): { readonly path?: readonly string[] } | undefined };
}

export class Centre {
  readonly #rooms: CentreRooms;
  readonly #told: ToldToCentre;
  /** The isolations in force that were told last; undefined: not looked at since the start. */
  #isolated: string | undefined;

  constructor(db: Database, settings: CentreSettings, rooms: CentreRooms) {
    this.#rooms = rooms;
    this.#told = new ToldToCentre(db, settings);
  }

  /** Whether an isolation began or ended that was not told yet. */
  get isBehind(): boolean {
    return this.#isolated !== this.#isolationsNow();
  }

  /**
   * Of isolations that began or ended. Before the alarms of the same change, so that a fire never comes from a zone that
   * the centre still believes to be bypassed. Inside the caller's transaction.
   */
  ofIsolations(madeAt: number): NewParcel[] {
    if (!this.isBehind) return [];
    const { estate, isolations } = this.#rooms;
    const due = this.#told.bypassDue((device, point) => isolations.over(device, point, estate.device(device)?.path ?? []) !== undefined);
    this.#isolated = this.#isolationsNow();
    // Whoever sees everything finds them among what was told.
    return due.map((message) => parcel(message, 0, 'isolation', [ROOT_PLACE], madeAt));
  }

  /** Of an alarm. The beginning and the end of a fire go in one lane, and a bypass with them: else an end could overtake. */
  ofAlarm(alarm: Alarm, standing: Standing, madeAt: number): NewParcel[] {
    const isFire = !alarm.drill && alarm.class === 'fire';
    return this.#told
      .due(alarm, standing)
      .map((message) => parcel(message, isFire || isBypass(message) ? 0 : 1, alarm.id, alarm.path, madeAt));
  }

  /** The transaction came to nothing: what it told was not told. */
  reload(): void {
    this.#told.reload();
    this.#isolated = undefined;
  }

  #isolationsNow(): string {
    const standing = this.#rooms.isolations.standing();
    return standing.flatMap(({ id, ended }) => (ended ? [] : [id])).join(' ');
  }
}

function parcel(message: CentreMessage, urgency: number, about: string, path: readonly string[], madeAt: number): NewParcel {
  return { target: 'dc09', urgency, about, path, body: JSON.stringify(message), madeAt };
}

function isBypass({ event }: CentreMessage): boolean {
  return !event.drill && event.code.cid === BYPASS_CODE.cid;
}
