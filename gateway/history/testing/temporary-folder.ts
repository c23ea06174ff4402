// A folder that lives as long as one test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new empty folder; `removeFolders` takes it away. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-history-'));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
