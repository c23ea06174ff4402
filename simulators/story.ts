// The form of a story: what happens to which device when; and how it is told.
import { setTimeout as wait } from 'node:timers/promises';
import type { Words } from '../device-drivers/words.ts';
import type { Changes } from './obey.ts';

export interface StoryStep {
  /** Seconds after the story begins. */
  readonly at: number;
  /** Id of a device of the district. */
  readonly device: string;
  /** What is so from then on; `null` gives a point back to the device's own behaviour. */
  readonly set: Changes;
}

export interface Story {
  readonly name: string;
  readonly title: Words;
  /** In order of time. */
  readonly steps: readonly StoryStep[];
}

/** What of a device a story needs. */
interface StoryDevice {
  set(changes: Changes): Promise<unknown>;
}

export interface TellStory {
  readonly deviceOf: (id: string) => StoryDevice | undefined;
  /** How many times faster than written. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
  /** Told of every step as it happens, and whether there is such a device. */
  readonly onStep?: (step: StoryStep, there: boolean) => void;
}

/**
 * Tells a story to its end, or until the signal. A device that is not there is passed over; the story goes on. What is
 * handed back resolves when the gateway has heard all of it.
 */
export async function tellStory(story: Story, { deviceOf, speed = 1, signal, onStep }: TellStory): Promise<{ heard: Promise<unknown> }> {
  const began = performance.now();
  const told: Promise<unknown>[] = [];
  for (const step of story.steps) {
    const due = began + (step.at * 1000) / speed - performance.now();
    if (due > 0) {
      try {
        await wait(due, undefined, signal ? { signal } : {});
      } catch {
        break;
      }
    }
    if (signal?.aborted) break;
    const device = deviceOf(step.device);
    onStep?.(step, device !== undefined);
    if (device) told.push(device.set(step.set));
  }
  return { heard: Promise.all(told) };
}
