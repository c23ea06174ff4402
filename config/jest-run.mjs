// Before all tests: a folder that the test files of one run share, for what is made once.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transform } from '@swc/core';

const ROOT = join(import.meta.dirname, '..');
/** The floors of which tests start threads and processes. */
const FLOORS = ['device-drivers', 'rules', 'gateway', 'simulators'];
const SWC = {
  configFile: false,
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022', rewriteRelativeImportExtensions: true },
  module: { type: 'es6' },
};

/** Jest calls it in its own process before the workers begin; they inherit the environment. */
export default async function begin() {
  const folder = await mkdtemp(join(tmpdir(), 'balefire-tests-'));
  await makeHouse(join(folder, 'house'));
  process.env.BALEFIRE_TEST_RUN = folder;
  globalThis.endOfRun = () => rm(folder, { recursive: true, force: true });
}

/** Every file of the house as JavaScript that Node runs by itself: half a second, where tsx takes a fifth of one for each thread. */
async function makeHouse(house) {
  const sources = (await Promise.all(FLOORS.map(sourcesOf))).flat();
  for (const folder of new Set(sources.map(dirname))) await mkdir(join(house, folder), { recursive: true });
  for (const name of ['package.json', 'node_modules']) await symlink(join(ROOT, name), join(house, name));
  await Promise.all(
    sources.map(async (file) => {
      const { code } = await transform(await readFile(join(ROOT, file), 'utf8'), { ...SWC, filename: file });
      await writeFile(join(house, file.replace(/\.ts$/, '.js')), code);
    }),
  );
}

async function sourcesOf(floor) {
  const files = await readdir(join(ROOT, floor), { recursive: true });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => join(floor, file));
}
