// The dashboard as it is built: once for all tests of a run, whichever of them needs it first.
import { execFile } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
/** On a loaded machine a build takes half a minute. */
const PATIENCE_MS = 180_000;

/** The folder of the build. Rejects with what the builder said. */
export async function builtDashboard(): Promise<string> {
  const run = process.env['BALEFIRE_TEST_RUN'];
  if (run === undefined) throw new Error('the run has no folder: start the tests with config/jest.config.mjs');
  const [folder, claim, outcome] = ['dashboard', 'dashboard.claim', 'dashboard.outcome'].map((name) => join(run, name)) as [
    string,
    string,
    string,
  ];
  // Making a folder is the one thing that only one of several processes can do.
  const isOurs = await mkdir(claim).then(
    () => true,
    () => false,
  );
  if (isOurs)
    await build(folder).then(
      () => writeFile(outcome, ''),
      async (error: unknown) => {
        await writeFile(outcome, 'failed');
        throw error;
      },
    );
  else await appears(run, outcome);
  if (!existsSync(join(folder, 'index.html'))) throw new Error('the dashboard could not be built: see the test file that tried');
  return folder;
}

async function build(folder: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, 'dashboard/vite.config.ts'), '--outDir', folder, '--logLevel', 'error'],
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } },
  );
}

function appears(folder: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(late);
      watcher.close();
    };
    const look = (): void => {
      if (!existsSync(file)) return;
      end();
      resolve();
    };
    const late = setTimeout(() => {
      end();
      reject(new Error('nobody has built the dashboard in time'));
    }, PATIENCE_MS);
    const watcher = watch(folder, look);
    look();
  });
}
