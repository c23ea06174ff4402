// Starts a worker thread from a file of ours, whether it is TypeScript (development, tests) or built JavaScript.
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * `startWorker(import.meta.url, './journal-worker', { workerData })` starts `journal-worker.ts` beside a `.ts` file,
 * through tsx, and `journal-worker.js` beside a `.js` file.
 */
export function startWorker(beside: string, name: string, options: WorkerOptions = {}): Worker {
  const isSource = new URL(beside).pathname.endsWith('.ts');
  const file = new URL(`${name}.${isSource ? 'ts' : 'js'}`, beside);
  return new Worker(file, isSource ? { ...options, execArgv: ['--import', 'tsx'] } : { ...options, execArgv: [] });
}
