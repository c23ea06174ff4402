// How long a hand-over may wait for its answer before the supervisor is told: what a place may set, and within which bounds.
import { words } from '../../device-drivers/words.ts';

/**
 * Seconds, set for places like the limits of rules: the nearest place counts, with who, when and why on record. Of the three minutes in
 * which somebody should have seen the place (1-3-5 rule) two may go by in waiting, and one is left to act. Under half a minute nobody has
 * read what is offered; over ten the fire is out of hand while the seat believes that somebody has it.
 */
export const HAND_OVER_LIMIT = {
  name: 'handOverLimit',
  title: words('移交应答时限', 'Time to answer a hand-over'),
  use: 'hold',
  lowest: 30,
  highest: 600,
  otherwise: 120,
  /** No rule asks for it. */
  rules: [],
} as const;
