// Starts a worker thread from a file of ours, whether it is TypeScript (development, tests) or built JavaScript.
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * `startWorker(import.meta.url, './journal-worker', { workerData })` starts `journal-worker.ts` beside a `.ts` file,
 * through tsx, and `journal-worker.js` beside a `.js` file.
 */
export function startWorker(beside: string, name: string, options: WorkerOptions = {}): Worker {
  const isSource = new URL(beside).pathname.endsWith('.ts');
  const file = new URL(`${name}.${isSource ? 'ts' : 'js'}`, beside);
  if (!isSource) return new Worker(file, { ...options, execArgv: [] });
  // Node 20 opens a worker's first file before `--import` has taught the thread to read TypeScript (measured: "Unknown
  // file extension"), so the first file is a line of JavaScript that does both in order.
  const [tsx, at] = [import.meta.resolve('tsx/esm/api'), file.href].map((url) => JSON.stringify(url));
  const start = `import(${tsx}).then(({ register }) => { register(); return import(${at}); });`;
  return new Worker(start, { ...options, execArgv: [], eval: true });
}
