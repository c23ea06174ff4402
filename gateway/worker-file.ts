// Files of ours that run apart, as a thread or a process, whether they are TypeScript (development, tests) or built JavaScript.
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The top of the house, where this file is TypeScript. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A file that runs apart; `needsTsx`: Node cannot read it by itself. */
interface FileApart {
  readonly file: URL;
  readonly needsTsx: boolean;
}

/**
 * `fileApart(import.meta.url, './journal-writer')` is `journal-writer.ts` beside a `.ts` file and `journal-writer.js`
 * beside a `.js` file. A run of tests has every file as JavaScript too, made once: a thread then starts in 40 ms of
 * CPU instead of 240, and the tests start hundreds.
 */
export function fileApart(beside: string, name: string): FileApart {
  if (!new URL(beside).pathname.endsWith('.ts')) return { file: new URL(`${name}.js`, beside), needsTsx: false };
  const source = new URL(`${name}.ts`, beside);
  const run = process.env['BALEFIRE_TEST_RUN'];
  if (run === undefined) return { file: source, needsTsx: true };
  const made = join(run, 'house', relative(ROOT, fileURLToPath(source)).replace(/\.ts$/, '.js'));
  return { file: pathToFileURL(made), needsTsx: false };
}

/** `startWorker(import.meta.url, './journal-writer', { workerData })` starts a thread from that file beside the caller's. */
export function startWorker(beside: string, name: string, options: WorkerOptions = {}): Worker {
  const { file, needsTsx } = fileApart(beside, name);
  if (!needsTsx) return new Worker(file, { ...options, execArgv: [] });
  // Node 20 opens a worker's first file before `--import` has taught the thread to read TypeScript (measured: "Unknown
  // file extension"), so the first file is a line of JavaScript that does both in order.
  const [tsx, at] = [import.meta.resolve('tsx/esm/api'), file.href].map((url) => JSON.stringify(url));
  const start = `import(${tsx}).then(({ register }) => { register(); return import(${at}); });`;
  return new Worker(start, { ...options, execArgv: [], eval: true });
}

/** What Node is given to run that file as a process: flags and the file. */
export function programApart(beside: string, name: string): string[] {
  const { file, needsTsx } = fileApart(beside, name);
  return [...(needsTsx ? ['--import', import.meta.resolve('tsx')] : []), fileURLToPath(file)];
}
