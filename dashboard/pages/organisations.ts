// The tree of organisations: regions, units and buildings, with the people who work in each. Pure.
import type { Person, Place } from '../../gateway/web/contract.ts';
import { forestOf, type PlaceNode } from '../estate/place-forest.ts';

export interface OrgNode {
  readonly key: string;
  readonly title: string;
  readonly kind: Place['kind'];
  /** Set for somebody who works at the place above. */
  readonly person: Person | null;
  /** People whose access works, here and below. */
  readonly below: number;
  /** Not read-only, as the tree of Ant Design wants it. */
  readonly children: OrgNode[];
}

/** What is an organisation by itself; of the others those stand in the tree whose people they are. */
const ALWAYS = new Set<Place['kind']>(['region', 'unit', 'building', 'farm', 'station']);

export function organisations(places: readonly Place[], people: readonly Person[]): OrgNode[] {
  const staff = new Map<string, Person[]>();
  for (const person of people) staff.set(person.place, [...(staff.get(person.place) ?? []), person]);
  const nodeOf = (place: PlaceNode): OrgNode | null => {
    const here = staff.get(place.key) ?? [];
    const inside = place.children.flatMap((child) => nodeOf(child) ?? []);
    if (here.length === 0 && inside.length === 0 && !ALWAYS.has(place.kind)) return null;
    const below = here.filter(({ disabled }) => !disabled).length + inside.reduce((sum, one) => sum + one.below, 0);
    const persons = here.map(
      (person): OrgNode => ({ key: `person:${person.id}`, title: person.name, kind: place.kind, person, below: 0, children: [] }),
    );
    return { key: place.key, title: place.title, kind: place.kind, person: null, below, children: [...persons, ...inside] };
  };
  return forestOf(places).flatMap((root) => nodeOf(root) ?? []);
}
