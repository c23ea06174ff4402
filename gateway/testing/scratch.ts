// A folder of its own for each test, gone with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes an empty folder; `remove` deletes it with all that is in it. */
export function scratchFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `balefire-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
