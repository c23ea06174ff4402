// Lists that grew from each other, whatever grows from whatever: what is said to have grown did.
import fc from 'fast-check';
import { grown, isGrownFrom } from './grown-list.ts';

describe('a list that grew', () => {
  it('is known from each list it grew from by way of others', () => {
    const lists: (readonly number[])[] = [[1, 2]];
    for (let nth = 0; nth < 50; nth += 1) lists.push(grown(lists.at(-1) ?? [], nth));
    const [first = [], , third = []] = lists;
    expect([isGrownFrom(lists.at(-1) ?? [], first), isGrownFrom(lists.at(-1) ?? [], third)]).toEqual([true, true]);
    expect(isGrownFrom(first, third)).toBe(false);
  });

  it('begins with the list that it is said to have grown from, also where two grew from one', () => {
    let longest = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (parents) => {
        longest = Math.max(longest, parents.length);
        const lists: (readonly number[])[] = [[]];
        for (const [nth, parent] of parents.entries()) lists.push(grown(lists[parent % lists.length] ?? [], nth));
        for (const longer of lists)
          for (const shorter of lists) if (isGrownFrom(longer, shorter)) expect(longer.slice(0, shorter.length)).toEqual([...shorter]);
      }),
    );
    // As in every property: a greatest length that is named is tried, and is no mere wish.
    expect(longest).toBeGreaterThan(30);
  });
});
