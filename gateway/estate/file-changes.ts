// What one version of a file changed against the one before it, field by field, in the texts of the file itself.
import type { FileChange } from '../web/place-file-contract.ts';

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

/** `before` null: there was none, and every field that says something is new. */
export function changesOf(before: object | null, after: object): FileChange[] {
  const old = (before ?? {}) as Record<string, unknown>;
  return Object.entries(after).flatMap(([path, value]) => {
    const was = old[path];
    if (!isItems(value) && !isItems(was)) return changeOf(path, null, was, value);
    return changesOfItems(path, isItems(was) ? was : [], isItems(value) ? value : []);
  });
}

function changesOfItems(path: string, before: readonly Item[], after: readonly Item[]): FileChange[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id)).map((item) => ({ path, item: nameOf(item), before: nameOf(item), after: null }));
  return [
    ...gone,
    ...after.flatMap((item) => {
      const was = old.get(item.id);
      if (!was) return [{ path, item: nameOf(item), before: null, after: nameOf(item) }];
      return Object.entries(item).flatMap(([field, value]) => changeOf(`${path}.${field}`, nameOf(item), was[field], value));
    }),
  ];
}

function changeOf(path: string, item: string | null, before: unknown, after: unknown): FileChange[] {
  const [was, is] = [textOf(before), textOf(after)];
  return was === is ? [] : [{ path, item, before: was, after: is }];
}

/** How a person knows an entry of a list. */
function nameOf(item: Item): string {
  for (const field of ['name', 'party', 'system']) if (typeof item[field] === 'string') return item[field];
  return item.id;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(', ');
  return String(value);
}

/** A list of numbers is a value; a list of things with an id is looked into. */
function isItems(value: unknown): value is readonly Item[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null && 'id' in one);
}
