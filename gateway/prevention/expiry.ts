// Certificates and contracts that run out: what the calendar makes of the units' files, told through the alarm desk.
import type { Device } from '../../device-drivers/device.ts';
import { words } from '../../device-drivers/words.ts';
import { PAPER_RULES } from '../../rules/book/papers.ts';
import type { Finding } from '../../rules/finding.ts';
import type { KeptFile, PlaceFiles } from '../estate/place-files.ts';
import type { PlaceTree } from '../estate/places.ts';
import { dayOf } from '../notify/local-day.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { UnitFile } from '../web/place-file-contract.ts';

const DAY_MS = 86_400_000;
const PREFIX = 'dossier:';

/** A certificate or contract with the day it runs until, days since 1970 in the site's calendar. */
export interface Paper {
  readonly id: string;
  readonly name: string;
  readonly expires: string;
  readonly day: number;
}

/** What of a unit's file runs out, the first to do so first. */
export function papersOf({ certificates, contracts }: Pick<UnitFile, 'certificates' | 'contracts'>): Paper[] {
  const all = [
    ...certificates.map(({ id, name, expires }) => ({ id, name, expires })),
    ...contracts.map(({ id, party, to }) => ({ id, name: party, expires: to })),
  ];
  return all
    .flatMap(({ id, name, expires }) => {
      const day = expires === null ? undefined : dayOf(expires);
      return expires === null || day === undefined ? [] : [{ id, name, expires, day }];
    })
    .sort((one, other) => one.day - other.day || (one.id < other.id ? -1 : 1));
}

/** A unit's file as the desk knows it: where its alarms stand. Undefined for any other id. */
export function dossierOf(id: string, places: PlaceTree): Device | undefined {
  const place = id.startsWith(PREFIX) ? places.get(id.slice(PREFIX.length)) : undefined;
  if (!place) return undefined;
  return {
    id,
    model: 'balefire/dossier',
    kind: 'dossier',
    name: place.name,
    address: { by: 'mqtt' },
    path: places.pathOf(place.id),
    zone: id,
  };
}

/** How far a paper was told of: an index of `PAPER_RULES`. */
interface Told {
  readonly place: string;
  readonly paper: string;
  readonly stage: number;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS paper_told (place TEXT NOT NULL, paper TEXT NOT NULL, stage INTEGER NOT NULL, PRIMARY KEY (place, paper)) STRICT;
`;

export class ExpiryWatch implements Ledger {
  readonly #db: Database;
  readonly #files: PlaceFiles;
  readonly #offsetAt: (at: number) => number;
  readonly #told = new Map<string, Told>();
  readonly #dirty = new Map<string, Told | null>();
  #looked = -1;
  #due = 0;

  /** `offsetAt`: minutes that the site's time is before UTC. */
  constructor(db: Database, files: PlaceFiles, offsetAt: (at: number) => number) {
    this.#db = db;
    this.#files = files;
    this.#offsetAt = offsetAt;
    db.exec(TABLES);
    for (const told of db.prepare<[], Told>('SELECT place, paper, stage FROM paper_told').all()) this.#told.set(keyOf(told), told);
  }

  /** What has run out, or was renewed, by now; each stage is told once, for the moment at which its day began. */
  advance(now: number): Finding[] {
    if (now < this.#due && this.#looked === this.#files.revision) return [];
    this.#looked = this.#files.revision;
    this.#due = Number.POSITIVE_INFINITY;
    const findings: Finding[] = [];
    const standing = new Set<string>();
    for (const kept of this.#files.all('unit')) {
      for (const paper of papersOf(kept.file)) {
        const key = keyOf({ place: kept.place, paper: paper.id });
        standing.add(key);
        findings.push(...this.#look(kept, paper, key, now));
      }
    }
    for (const [key, told] of this.#told) {
      if (standing.has(key)) continue;
      const at = this.#files.get('unit', told.place)?.at ?? now;
      findings.push(...cleared(told, at));
      this.#tell(key, undefined);
    }
    return findings;
  }

  #look(kept: KeptFile<'unit'>, paper: Paper, key: string, now: number): Finding[] {
    const begins = PAPER_RULES.map(({ days }) => this.#beginningOf(paper.day - days));
    const stage = begins.findLastIndex((at) => at <= now);
    this.#due = Math.min(this.#due, begins[stage + 1] ?? Number.POSITIVE_INFINITY);
    const told = this.#told.get(key);
    if ((told?.stage ?? -1) === stage) return [];
    const at = Math.max(begins[stage] ?? 0, kept.at);
    const findings = told ? cleared(told, at) : [];
    this.#tell(key, stage < 0 ? undefined : { place: kept.place, paper: paper.id, stage });
    const rule = PAPER_RULES[stage]?.rule;
    if (!rule) return findings;
    const value = paper.day - Math.floor((at + this.#offsetAt(at) * 60_000) / DAY_MS);
    const because = words(`“${paper.name}” ${paper.expires} 到期`, `“${paper.name}” runs until ${paper.expires}`);
    return [...findings, { ...about(kept.place, paper.id, stage), rule, change: 'raise', at, value, because, drill: false }];
  }

  /** The moment at which a day of the site's calendar begins. */
  #beginningOf(day: number): number {
    const at = day * DAY_MS;
    return at - this.#offsetAt(at) * 60_000;
  }

  #tell(key: string, told: Told | undefined): void {
    if (told) this.#told.set(key, told);
    else if (!this.#told.delete(key)) return;
    this.#dirty.set(key, told ?? null);
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    if (!this.isDirty()) return;
    const save = this.#db.prepare('INSERT OR REPLACE INTO paper_told (place, paper, stage) VALUES (?, ?, ?)');
    const drop = this.#db.prepare("DELETE FROM paper_told WHERE place || ' ' || paper = ?");
    for (const [key, told] of this.#dirty) {
      if (told) save.run(told.place, told.paper, told.stage);
      else drop.run(key);
    }
  }

  written(): void {
    this.#dirty.clear();
  }
}

function cleared({ place, paper, stage }: Told, at: number): Finding[] {
  const rule = PAPER_RULES[stage]?.rule;
  if (!rule) return [];
  return [{ ...about(place, paper, stage), rule, change: 'clear', at, because: rule.title, drill: false }];
}

/** Each stage is a point of its own, so that the later one is told though the earlier one stands acknowledged. */
function about(place: string, paper: string, stage: number): { device: string; point: string } {
  return { device: `${PREFIX}${place}`, point: `${paper}/${PAPER_RULES[stage]?.days ?? ''}` };
}

function keyOf({ place, paper }: Pick<Told, 'place' | 'paper'>): string {
  return `${place} ${paper}`;
}
