// Questions whose answer proves that a device is there and well: asked by a person who stands before a doubtful row.
import type { CommandSpec } from './driver.ts';
import { words } from './words.ts';

/** Somebody waits before the screen for the answer; later it says nothing any more. */
const EXPIRES_S = 60;

/** A device that hears commands tests itself: `done` when all is well, `failed` with what is not. */
export const selfTest: CommandSpec = {
  id: 'selfTest',
  title: words('自检', 'Self-test'),
  arguments: {},
  expiresAfter: EXPIRES_S,
  proves: true,
};

/** A polled device is read once out of its turn; nothing is written to the bus. */
export const readNow: CommandSpec = {
  id: 'readNow',
  title: words('立即读取', 'Read now'),
  arguments: {},
  expiresAfter: EXPIRES_S,
  proves: true,
};
