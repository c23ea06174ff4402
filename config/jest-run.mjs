// Before and after all tests: a folder that the test files of one run share, for what is made once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Jest calls it in its own process before the workers begin; they inherit the environment. */
export default async function begin() {
  const folder = await mkdtemp(join(tmpdir(), 'balefire-tests-'));
  process.env.BALEFIRE_TEST_RUN = folder;
  globalThis.endOfRun = () => rm(folder, { recursive: true, force: true });
}
