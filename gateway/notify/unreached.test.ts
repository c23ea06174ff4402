// Whom no notice of a fire has reached: kept in their order over a restart, until they are told or the incident is over.
import { words } from '../../device-drivers/words.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { UnreachedPeople } from './unreached.ts';

const reason = words('空号', 'no such number');
const of = (person: string, incident = 'i1') => ({ person, name: person, incident, reason });
const standing = (one: UnreachedPeople): string[] => one.all().map(({ person, incident }) => `${person} ${incident}`);

let db: Database;
beforeEach(() => {
  db = openDatabase(':memory:', 'normal');
});
afterEach(() => {
  db.close();
});

function saved(one: UnreachedPeople): void {
  db.transaction(() => one.write())();
  one.written();
}

/** As the next process finds them. */
function restarted(goesOnIn: (incident: string) => string | null = (incident) => incident): UnreachedPeople {
  const one = new UnreachedPeople(db);
  one.recall(goesOnIn);
  return one;
}

it('stand in the order in which they were missed last, also after a restart', () => {
  const one = new UnreachedPeople(db);
  for (const person of ['a', 'b', 'c', 'a', 'd']) one.missed(of(person));
  one.reached('c');
  expect(standing(one)).toEqual(['b i1', 'a i1', 'd i1']);
  saved(one);
  expect(one.isDirty()).toBe(false);
  expect(restarted().all()).toEqual([of('b'), of('a'), of('d')]);
  one.missed(of('b', 'i2'));
  one.reached('d');
  expect(one.isDirty()).toBe(true);
  saved(one);
  expect(standing(restarted())).toEqual(['a i1', 'b i2']);
});

it('are forgotten with the end of their incident alone, and stay where that went up in another', () => {
  const one = new UnreachedPeople(db);
  for (const each of [of('a'), of('b', 'i2'), of('c', 'i3')]) one.missed(each);
  saved(one);
  one.over('i1', null);
  one.over('i2', 'i4');
  expect(standing(one)).toEqual(['c i3', 'b i4']);
  saved(one);
  const again = restarted();
  expect(standing(again)).toEqual(['c i3', 'b i4']);
  again.over('i2', null);
  expect(standing(again)).toHaveLength(2);
  again.over('i4', null);
  saved(again);
  expect(standing(restarted())).toEqual(['c i3']);
});

it('whose incident ended while the gateway was not there are gone for good, and go with one that went up in another', () => {
  const one = new UnreachedPeople(db);
  for (const each of [of('a'), of('b', 'i2'), of('c')]) one.missed(each);
  saved(one);
  const again = restarted((incident) => (incident === 'i1' ? 'i9' : null));
  expect(standing(again)).toEqual(['a i9', 'c i9']);
  saved(again);
  expect(standing(restarted())).toEqual(['a i9', 'c i9']);
});

it('are written again where the disk refused them', () => {
  const one = new UnreachedPeople(db);
  one.missed(of('a'));
  const refused = db.transaction(() => {
    one.write();
    throw new Error('no space');
  });
  expect(refused).toThrow('no space');
  expect([one.isDirty(), standing(restarted())]).toEqual([true, []]);
  saved(one);
  expect(standing(restarted())).toEqual(['a i1']);
});

it('that were told and missed between two writes are not written for nothing', () => {
  const one = new UnreachedPeople(db);
  one.reached('a');
  expect(one.isDirty()).toBe(false);
  one.missed(of('a'));
  one.reached('a');
  saved(one);
  expect(standing(restarted())).toEqual([]);
});
