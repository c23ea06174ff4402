// Where the package stands on the disk, for the built gateway and for its source.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return rootAbove(dirname(folder));
}

const ROOT = rootAbove(import.meta.dirname);

/** A path inside the package: `packageFile('dist/dashboard')`. */
export function packageFile(path: string): string {
  return join(ROOT, path);
}

/** The package's version. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
}
