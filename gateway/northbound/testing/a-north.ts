// The room north in a test: on a database of its own, with alarms and incidents that the test makes.
import { join } from 'node:path';
import type { Alarm } from '../../alarms/alarm.ts';
import { AlarmStore } from '../../alarms/alarm-store.ts';
import type { Incident } from '../../alarms/incident.ts';
import type { Isolation, IsolationScope } from '../../alarms/isolation.ts';
import { Isolations } from '../../alarms/isolations.ts';
import { PlaceTree } from '../../estate/places.ts';
import { ChainLedger } from '../../evidence/chain-ledger.ts';
import { openLog } from '../../log.ts';
import { type Database, openDatabase } from '../../sqlite.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import { Troubles } from '../../troubles.ts';
import { configuredOutgoing } from '../configured-outgoing.ts';
import { Northbound } from '../northbound.ts';
import { northboundSettings } from '../settings.ts';
import { anIncident } from './stories.ts';

const places = new PlaceTree([
  { id: 'unit', parent: null, kind: 'unit', name: '示范物业', longitude: null, latitude: null },
  { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦', longitude: 121.5, latitude: 31.2 },
  { id: 'f12', parent: 'tower', kind: 'floor', name: '12层', longitude: null, latitude: null },
]);

export class TestNorth {
  readonly troubles: Troubles;
  readonly database: Database;
  readonly store: AlarmStore;
  readonly chain: ChainLedger;
  readonly north: Northbound;
  readonly isolations: Isolations;
  readonly #alarms = new Map<string, Alarm>();
  readonly #incidents = new Map<string, Incident>();
  #onTrouble: (() => void)[] = [];

  constructor(folder: string, settings: unknown) {
    this.database = openDatabase(join(folder, 'state.db'), 'normal');
    this.chain = new ChainLedger(this.database, 0);
    this.store = new AlarmStore(this.database, this.chain);
    this.troubles = new Troubles(Date.now, () => {
      for (const look of this.#onTrouble) look();
    });
    for (const alarm of this.store.openAlarms()) this.#alarms.set(alarm.id, alarm);
    for (const incident of this.store.openIncidents()) this.#incidents.set(incident.id, incident);
    const desk = {
      alarm: (id: string) => this.#alarms.get(id) ?? this.store.alarm(id),
      incident: (id: string) => this.#incidents.get(id) ?? this.store.incident(id),
    };
    this.isolations = new Isolations(this.database);
    const estate = { device: () => undefined, places };
    const rooms = {
      database: this.database,
      store: this.store,
      desk,
      isolations: this.isolations,
      estate,
      troubles: this.troubles,
      log: openLog('silent'),
      clock: Date.now,
    };
    const site = { name: '烽燧', offsetAt: () => 480, posting: configuredOutgoing };
    this.north = new Northbound(rooms, northboundSettings.parse(settings), site);
  }

  /** Saves alarms as the desk does, and tells the room unless it is not to hear of it. */
  change(alarms: readonly Alarm[], { isHeard = true, incident = {} }: { isHeard?: boolean; incident?: Partial<Incident> } = {}): void {
    const saved = alarms.map((alarm) => ({ ...alarm, change: this.store.nextChange() }));
    for (const alarm of saved) {
      this.#alarms.set(alarm.id, alarm);
      this.store.save(alarm, Date.now());
    }
    const incidents = [...new Set(saved.map((alarm) => alarm.incident))].map((id) => {
      const all = [...this.#alarms.values()].filter((alarm) => alarm.incident === id);
      const closedAt = all.every((alarm) => alarm.closedAt !== null) ? Date.now() : null;
      return anIncident(all, { closedAt, ...incident, change: this.store.nextChange() });
    });
    for (const one of incidents) {
      this.#incidents.set(one.id, one);
      this.store.saveIncident(one);
    }
    this.database.transaction(() => {
      this.store.write();
      this.chain.write();
    })();
    this.chain.written();
    this.store.written();
    if (isHeard) this.north.take({ alarms: saved, incidents });
  }

  /** Puts an isolation in force, or ends it; the room looks at it with the next change, or when it is asked to. */
  isolate(id: string, scope: IsolationScope, ended: Isolation['ended'] = null): void {
    const by = { id: 'p1', name: '张三', from: '10.0.0.1', at: 0 };
    const until = Date.now() + 3_600_000;
    this.isolations.put({ id, kind: 'isolated', scope, reason: '动火', authority: '李四', by, until, renewals: [], ended, seen: null });
    this.isolations.write();
    this.isolations.written();
  }

  /** Resolves when the troubles are so. */
  untilTroubles(wants: (ids: readonly string[]) => boolean): Promise<void> {
    const ids = (): string[] => this.troubles.all().map(({ id }) => id);
    if (wants(ids())) return Promise.resolve();
    return new Promise((done) => this.#onTrouble.push(() => wants(ids()) && done()));
  }

  async close(): Promise<void> {
    await this.north.stop();
    this.database.close();
  }
}

/** Opens it on a new folder; `reopen` closes it and opens it there again. */
export async function aNorth(
  settings: unknown,
): Promise<{ now: TestNorth; reopen(settings?: unknown): Promise<TestNorth>; remove(): Promise<void> }> {
  const scratch = scratchFolder('north');
  const opened = {
    now: new TestNorth(scratch.path, settings),
    async reopen(again: unknown = settings) {
      await opened.now.close();
      opened.now = new TestNorth(scratch.path, again);
      return opened.now;
    },
    async remove() {
      await opened.now.close();
      scratch.remove();
    },
  };
  return opened;
}
