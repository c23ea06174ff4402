// What is wrong with Balefire itself: stands on every screen until it ends. Spoken once, and so is its end.
import type { Words } from '../device-drivers/words.ts';
import type { Trouble } from './web/contract.ts';

export class Troubles {
  readonly #standing = new Map<string, Trouble>();
  readonly #onChange: (all: Trouble[], changed: { id: string; began: boolean }) => void;
  readonly #now: () => number;

  constructor(now: () => number, onChange: (all: Trouble[], changed: { id: string; began: boolean }) => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** A trouble stands. Said again with the same words it changes nothing. */
  raise(id: string, alarmClass: Trouble['class'], title: Words, detail: Words): void {
    const known = this.#standing.get(id);
    if (known && known.detail.zh === detail.zh && known.title.zh === title.zh) return;
    this.#standing.set(id, { id, class: alarmClass, title, detail, since: known?.since ?? this.#now() });
    this.#onChange(this.all(), { id, began: known === undefined });
  }

  clear(id: string): void {
    if (this.#standing.delete(id)) this.#onChange(this.all(), { id, began: false });
  }

  all(): Trouble[] {
    return [...this.#standing.values()];
  }
}
