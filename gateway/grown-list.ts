// Lists that only grow, known to have grown from each other without comparing what is in them.

/** The family of a list: all that grew from one beginning, each by one behind the one before. */
interface Line {
  /** The longest of them; who grows from a shorter one begins another line. */
  longest: number;
}

/** Held for as long as the list itself. */
const lines = new WeakMap<readonly unknown[], Line>();

/** The list with one more behind it. */
export function grown<T>(list: readonly T[], one: T): readonly T[] {
  const more = [...list, one];
  const known = lines.get(list);
  const line = known?.longest === list.length ? known : { longest: list.length };
  if (line !== known) lines.set(list, line);
  line.longest = more.length;
  lines.set(more, line);
  return more;
}

/** Whether the longer list grew from the shorter one; false says that it is not known. */
export function isGrownFrom(longer: readonly unknown[], shorter: readonly unknown[]): boolean {
  const line = lines.get(longer);
  return line !== undefined && line === lines.get(shorter) && shorter.length < longer.length;
}
