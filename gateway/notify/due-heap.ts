// Who is due next: a heap whose members know their place in it, so that each change costs O(log n).

export interface Scheduled {
  /** When it is due; null: not in the heap. */
  due: number | null;
  /** Decides between two that are due at once. */
  readonly order: number;
  /** Where it stands in the heap; -1: nowhere. Kept by the heap alone. */
  slot: number;
}

export class DueHeap<Member extends Scheduled> {
  readonly #members: Member[] = [];

  first(): Member | undefined {
    return this.#members[0];
  }

  /** Puts a member where its `due` belongs now; to be called after each change of it. */
  place(member: Member): void {
    if (member.due === null) {
      if (member.slot >= 0) this.#remove(member);
      return;
    }
    if (member.slot < 0) {
      member.slot = this.#members.length;
      this.#members.push(member);
    }
    this.#settle(member);
  }

  #remove(member: Member): void {
    const last = this.#members.pop();
    if (last && last !== member) {
      last.slot = member.slot;
      this.#members[last.slot] = last;
      this.#settle(last);
    }
    member.slot = -1;
  }

  #settle(member: Member): void {
    for (let above = this.#at(parentOf(member.slot)); above && isBefore(member, above); above = this.#at(parentOf(member.slot))) {
      this.#swap(above, member);
    }
    for (let below = this.#lesser(member.slot); below && isBefore(below, member); below = this.#lesser(member.slot)) {
      this.#swap(member, below);
    }
  }

  /** The child that is due first. */
  #lesser(slot: number): Member | undefined {
    const left = this.#at(2 * slot + 1);
    const right = this.#at(2 * slot + 2);
    return right && left && isBefore(right, left) ? right : left;
  }

  #swap(above: Member, below: Member): void {
    const slot = above.slot;
    above.slot = below.slot;
    below.slot = slot;
    this.#members[above.slot] = above;
    this.#members[below.slot] = below;
  }

  #at(slot: number): Member | undefined {
    return slot < 0 ? undefined : this.#members[slot];
  }
}

function parentOf(slot: number): number {
  return slot === 0 ? -1 : (slot - 1) >> 1;
}

function isBefore(one: Scheduled, other: Scheduled): boolean {
  const a = one.due ?? Number.POSITIVE_INFINITY;
  const b = other.due ?? Number.POSITIVE_INFINITY;
  return a === b ? one.order < other.order : a < b;
}
