// What a version of a checklist changed.
import { changesOfList, type VersionStep } from './list-changes.ts';

const step = (id: string, more: Partial<VersionStep> = {}): VersionStep => ({
  id,
  title: { zh: id, en: id },
  due: null,
  minute: null,
  ...more,
});
const inShort = (before: VersionStep[], after: VersionStep[]) => changesOfList(before, after).map(({ is, step: { id } }) => `${is} ${id}`);

it.each([
  ['nothing', ['a', 'b'], ['a', 'b'], []],
  ['a step more, and one less', ['a', 'b'], ['a', 'c'], ['added c', 'removed b']],
  ['one step brought to the front: it alone moved', ['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'], ['moved d']],
  ['a list of its own where there was none', [], ['a'], ['added a']],
])('tells of %s', (_what, before, after, changes) => {
  expect(
    inShort(
      before.map((id) => step(id)),
      after.map((id) => step(id)),
    ),
  ).toEqual(changes);
});

it('tells what was said and timed otherwise before', () => {
  const [change] = changesOfList([step('a', { due: 60 })], [step('a', { due: 90 })]);
  expect(change).toMatchObject({ is: 'changed', before: { due: 60 }, step: { due: 90 } });
});
