// Long lists in portions, between which everybody else gets their turn on the event loop: a fire does not wait for a printed record.
import { setImmediate } from 'node:timers/promises';

/** Items worked through at once: some milliseconds of reading rows or of writing JSON. */
const AT_ONCE = 500;

/** What `work` makes of all items, in their order; it is handed at most 500 at once. Rejects with what it throws. */
export async function unhurried<Item, Made>(items: readonly Item[], work: (portion: readonly Item[]) => readonly Made[]): Promise<Made[]> {
  const made: Made[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    if (from > 0) await setImmediate();
    for (const one of work(items.slice(from, from + AT_ONCE))) made.push(one);
  }
  return made;
}
