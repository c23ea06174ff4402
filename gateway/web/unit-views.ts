// Units as a list and as a file: how complete it is, what runs out, and the worst of what stands open in them.
import type { Alarm } from '../alarms/alarm.ts';
import { highRiseOf } from '../assess/high-rise.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import { papersOf } from '../prevention/expiry.ts';
import { type BuildingViews, countsOf, type Glance, grouped, worstOf } from './building-views.ts';
import type { Counts, DeviceViews } from './device-views.ts';
import type { UnitFile } from './place-file-contract.ts';
import { MISSING, type PaperView, type UnitRow, type UnitView } from './unit-contract.ts';

interface UnitViewRooms {
  readonly estate: Estate;
  readonly devices: DeviceViews;
  readonly buildings: BuildingViews;
  readonly desk: { open(): Iterable<Alarm> };
  /** Minutes that the site's time is before UTC. */
  readonly offsetAt: (at: number) => number;
  readonly clock: Clock;
}

type Missing = (typeof MISSING)[number];
const DAY_MS = 86_400_000;

/** What is looked up once for all units of an answer. */
export interface UnitGlance {
  readonly counts: (place: string) => Counts;
  readonly alarms: (unit: string) => readonly Alarm[];
  /** Ids of the buildings of a unit, in the order of the tree. */
  readonly buildings: (unit: string) => readonly string[];
}

export class UnitViews {
  readonly #rooms: UnitViewRooms;

  constructor(rooms: UnitViewRooms) {
    this.#rooms = rooms;
  }

  glance(): UnitGlance {
    const { estate, devices, desk } = this.#rooms;
    const unitOf = (path: readonly string[]) => path.findLast((place) => estate.places.get(place)?.kind === 'unit') ?? '';
    const alarms = grouped(desk.open(), ({ path }) => unitOf(path));
    const buildings = grouped(
      [...estate.places.all()].filter(({ kind }) => kind === 'building'),
      ({ id }) => unitOf(estate.places.pathOf(id)),
    );
    return {
      counts: devices.countsByPlace(),
      alarms: (unit) => alarms.get(unit) ?? [],
      buildings: (unit) => (buildings.get(unit) ?? []).map(({ id }) => id),
    };
  }

  row(id: string, { counts, alarms, buildings }: UnitGlance): UnitRow {
    const { estate, buildings: views } = this.#rooms;
    const file = estate.files.get('unit', id)?.file;
    const real = alarms(id).filter(({ drill }) => !drill);
    const inside = buildings(id);
    const papers = this.#papers(file);
    const { devices, silent } = counts(id);
    return {
      id,
      name: estate.places.get(id)?.name ?? id,
      place: estate.places.steps(estate.places.pathOf(id).slice(0, -1)),
      legalName: file?.legalName ?? null,
      isKeyUnit: file?.isKeyUnit ?? false,
      worst: worstOf(real),
      open: countsOf(real),
      devices,
      silent,
      buildings: inside.length,
      highRises: inside.filter((building) => highRiseOf(views.fileOf(building)) === 'yes').length,
      complete: Math.round(100 * (1 - this.missing(id, inside).length / MISSING.length)),
      firstPaper: papers[0] ?? null,
      expired: papers.filter(({ days }) => days < 0).length,
    };
  }

  view(id: string, units: UnitGlance, glance: Glance): UnitView {
    const { estate, buildings } = this.#rooms;
    const kept = estate.files.get('unit', id);
    const inside = units.buildings(id);
    return {
      ...this.row(id, units),
      version: kept?.version ?? 0,
      changedAt: kept?.at ?? null,
      changedBy: kept?.name ?? null,
      file: kept?.file ?? null,
      missing: this.missing(id, inside),
      papers: this.#papers(kept?.file),
      inside: inside.map((building) => ({
        id: building,
        name: estate.places.get(building)?.name ?? building,
        highRise: highRiseOf(buildings.fileOf(building)),
        worst: worstOf(glance.alarms(building).filter(({ drill }) => !drill)),
        version: estate.files.get('building', building)?.version ?? 0,
        systems: buildings.systems(building, glance),
      })),
    };
  }

  /** What the file should tell and does not, its buildings' files among it. */
  missing(id: string, buildings: readonly string[]): Missing[] {
    const { estate } = this.#rooms;
    const file = estate.files.get('unit', id)?.file;
    const has = (list: readonly object[] | undefined, field: string, value: string): boolean =>
      list?.some((one) => (one as Record<string, unknown>)[field] === value) ?? false;
    const isThere: Readonly<Record<Missing, boolean>> = {
      'legal-name': Boolean(file?.legalName),
      'credit-code': Boolean(file?.creditCode),
      address: Boolean(file?.address),
      responsible: has(file?.contacts, 'role', 'responsible'),
      manager: has(file?.contacts, 'role', 'manager'),
      'duty-room': has(file?.contacts, 'role', 'duty-room'),
      maintenance: has(file?.contracts, 'kind', 'maintenance'),
      inspection: has(file?.certificates, 'kind', 'inspection'),
      systems: (file?.systems.length ?? 0) > 0,
      buildings: buildings.length > 0 && buildings.every((building) => estate.files.get('building', building) !== undefined),
    };
    return MISSING.filter((one) => !isThere[one]);
  }

  #papers(file: UnitFile | undefined): PaperView[] {
    if (!file) return [];
    const { clock, offsetAt } = this.#rooms;
    const today = Math.floor((clock() + offsetAt(clock()) * 60_000) / DAY_MS);
    return papersOf(file).map(({ id, name, expires, day }) => ({ id, name, expires, days: day - today }));
  }
}
