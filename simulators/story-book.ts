// The stories that the simulator can tell.
import { electrical } from './stories/electrical.ts';
import { forestIntrusion } from './stories/forest-intrusion.ts';
import { highRiseFire } from './stories/high-rise-fire.ts';
import { pumpRoom } from './stories/pump-room.ts';
import type { Story } from './story.ts';

export const STORIES: readonly Story[] = [highRiseFire, forestIntrusion, pumpRoom, electrical];

/** The story of that name; undefined where there is none. */
export function storyOf(name: string): Story | undefined {
  return STORIES.find((story) => story.name === name);
}
