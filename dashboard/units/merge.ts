// Two people changed one file: what one did not touch is taken from the other, field by field and entry by entry.

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

/** A field that both changed, each otherwise; `item`: of which entry of a list, by its name and its `id`. */
export interface Clash {
  /** A list itself where one took an entry out that the other changed: it stays, and its name stands for what is not gone. */
  readonly path: string;
  readonly item: string | null;
  readonly id: string | null;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged<T> {
  readonly file: T;
  /** Where both changed the same: mine stands in `file`. */
  readonly clashes: readonly Clash[];
}

/** `base`: what both began with; where there was nothing yet, a file in which nothing is filled in. Nothing that a person typed is lost: in a clash mine stays. */
export function merged<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const clashes: Clash[] = [];
  const old = base as Record<string, unknown>;
  const other = theirs as Record<string, unknown>;
  const file = Object.fromEntries(
    Object.entries(mine).map(([path, value]) => {
      const theirValue = other[path];
      if (isItems(value) && isItems(theirValue)) {
        const was = old[path];
        return [path, mergedItems(path, isItems(was) ? was : [], value, theirValue, clashes)];
      }
      return [path, mergedValue({ path, item: null, id: null }, old[path], value, theirValue, clashes)];
    }),
  );
  return { file: file as T, clashes };
}

/** Equal to no value that a file can hold. */
const UNTOLD = { untold: true };

type Where = Pick<Clash, 'path' | 'item' | 'id'>;

function mergedValue(where: Where, base: unknown, mine: unknown, theirs: unknown, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  clashes.push({ ...where, mine, theirs });
  return mine;
}

/** Mine in my order, then what the other added. What one removed and the other changed stays: a change is not lost. */
function mergedItems(path: string, base: readonly Item[], mine: readonly Item[], theirs: readonly Item[], clashes: Clash[]): Item[] {
  const old = byId(base);
  const other = byId(theirs);
  const own = byId(mine);
  const kept = mine.flatMap((item): Item[] => {
    const was = old.get(item.id);
    const theirItem = other.get(item.id);
    if (!theirItem) {
      if (was && same(item, was)) return [];
      if (was) clashes.push({ path, item: nameOf(item), id: item.id, mine: nameOf(item), theirs: null });
      return [item];
    }
    const fields = Object.entries(item).map(([field, value]) => {
      const where = { path: `${path}.${field}`, item: nameOf(item), id: item.id };
      // Both entered it: then there is nothing that only one of them touched.
      const began = was ? was[field] : same(value, theirItem[field]) ? value : UNTOLD;
      return [field, mergedValue(where, began, value, theirItem[field], clashes)];
    });
    return [Object.fromEntries(fields) as Item];
  });
  const added = theirs.filter((item) => !own.has(item.id) && (!old.has(item.id) || !same(item, old.get(item.id))));
  for (const item of added) if (old.has(item.id)) clashes.push({ path, item: nameOf(item), id: item.id, mine: null, theirs: nameOf(item) });
  return [...kept, ...added];
}

/** A file with what the other wrote in a clash, or without the entry that the other, or I, took out. */
export function withTheirs<T extends object>(file: T, { path, id, mine, theirs }: Clash): T {
  const [list = '', field] = path.split('.');
  if (id === null) return { ...file, [list]: theirs };
  const held = (file as Record<string, unknown>)[list];
  if (!isItems(held)) return file;
  const isGone = field === undefined && (mine === null || theirs === null);
  const kept = isGone ? held.filter((item) => item.id !== id) : held;
  return { ...file, [list]: kept.map((item) => (item.id === id && field !== undefined ? { ...item, [field]: theirs } : item)) };
}

function byId(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

/** In the words of the gateway's own list of changes. */
function nameOf(item: Item): string {
  for (const field of ['name', 'party', 'system']) {
    const value = item[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  return item.id;
}

function isItems(value: unknown): value is readonly Item[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'id' in one);
}

/** As JSON says it: the order of an entry's fields does not count, that of a list does. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
