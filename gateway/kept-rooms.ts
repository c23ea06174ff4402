// The rooms that keep what people wrote, drew and photographed: shifts, plans, checklists, and the deeds that are done once.
import { join } from 'node:path';
import { Checklists } from './alarms/checklists.ts';
import { DoneOnce } from './done-once.ts';
import { KeptFiles } from './kept-files.ts';
import { Sketches } from './map/sketches.ts';
import { Plans } from './plans/plans.ts';
import { Shifts } from './shift/shifts.ts';
import type { Database } from './sqlite.ts';

export interface KeptRooms {
  readonly shifts: Shifts;
  readonly doneOnce: DoneOnce;
  readonly plans: Plans;
  readonly drawings: KeptFiles;
  readonly sketches: Sketches;
  readonly checklists: Checklists;
  readonly pictures: KeptFiles;
}

/** Files lie beside the state database, in `folder`. */
export function openKept(database: Database, folder: string): KeptRooms {
  return {
    shifts: new Shifts(database),
    doneOnce: new DoneOnce(database),
    plans: new Plans(database),
    drawings: new KeptFiles(join(folder, 'plans')),
    sketches: new Sketches(database),
    checklists: new Checklists(database),
    pictures: new KeptFiles(join(folder, 'pictures')),
  };
}
