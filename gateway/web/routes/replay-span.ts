// The span that a person plays the map back over.
import type { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { LONGEST_REPLAY_MS } from '../../map/sketch-past.ts';
import type { pastQuery } from '../map-requests.ts';
import { FieldError } from '../problems.ts';

const DAY_MS = 86_400_000;

/** Up to now where nothing else is said, and a day long. `now`: ms since 1970. Throws `FieldError` where it is none or too long. */
export function replaySpan({ from, to }: z.infer<typeof pastQuery>, now: number): { from: number; to: number } {
  const end = to ?? now;
  const begin = from ?? end - DAY_MS;
  if (begin >= end || end - begin > LONGEST_REPLAY_MS)
    throw new FieldError([
      { path: 'query.from', words: words('时间范围应为正，且不超过 4 天', 'The span must be longer than nothing and at most 4 days') },
    ]);
  return { from: begin, to: end };
}
