// The thread that looks things up in the journal, so that no search delays a frame.
import { parentPort } from 'node:worker_threads';
import { messageOf } from './batch-rows.ts';
import type { JournalEntry } from './entry.ts';
import { entryOf, recentFrames } from './recent.ts';

export type Question = { readonly id: number; readonly folder: string } & (
  | { readonly ask: 'recent'; readonly device: string; readonly limit: number; readonly before: number }
  | { readonly ask: 'entry'; readonly number: number }
);

export type Answer = { readonly id: number } & ({ readonly entries: JournalEntry[] } | { readonly error: string });

const port = parentPort;
port?.on('message', (question: Question) => port.postMessage(answer(question)));

function answer(question: Question): Answer {
  const { id, folder } = question;
  try {
    if (question.ask === 'recent') return { id, entries: recentFrames(folder, question.device, question.limit, question.before) };
    const entry = entryOf(folder, question.number);
    return { id, entries: entry === undefined ? [] : [entry] };
  } catch (error) {
    return { id, error: messageOf(error) };
  }
}
