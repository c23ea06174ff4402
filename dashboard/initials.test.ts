// Pinyin initials: names are found by what people type for them.
import { initialsOf, isFoundBy } from './initials.ts';

it.each([
  ['张三', 'zs'],
  ['李四', 'ls'],
  ['欧阳娜娜', 'oynn'],
  ['阿里', 'al'],
  ['周杰 Wang', 'zj wang'],
  ['郑爽', 'zs'],
  ['吴邪', 'wx'],
  ['值班员2', 'zby2'],
])('of %s they are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('finds by a part of the name, of the login or of the initials', () => {
  expect(isFoundBy('zs', '张三', 'zhang.san')).toBe(true);
  expect(isFoundBy('三', '张三')).toBe(true);
  expect(isFoundBy('G.SA', '张三', 'zhang.san')).toBe(true);
  expect(isFoundBy('ls', '张三', 'zhang.san')).toBe(false);
  expect(isFoundBy('  ', '张三')).toBe(true);
});
