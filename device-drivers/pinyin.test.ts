// How Chinese is typed: names are found by initials, whole syllables, and what lies between.
import { isFoundBy, readAloud } from './pinyin.ts';

it.each([
  ['xhs', '消火栓'],
  ['xiaohuoshuan', '消火栓'],
  ['huoshuan', '室内消火栓'],
  ['shuiya', '水压'],
  ['shuiy', '水压'],
  ['sya', '水压'],
  ['sy', '水压'],
  ['zby2', '值班员2'],
  ['zhbyuan', '值班员2'],
  ['xhs12', '消火栓 12号'],
  ['3haolou', '3号楼'],
  ['gyzz', '高压装置'],
  ['zs', '张三'],
  ['oynn', '欧阳娜娜'],
  ['cqlu', '重庆路'],
  ['chongqing', '重庆路'],
  ['xiamen', '厦门'],
  ['dasha', '示范大厦'],
  ['jishui', '给水泵'],
  ['yinhang', '银行'],
  ['lvse', '绿色'],
  ['kongtiao', '空调'],
  ['qiaokou', '硚口'],
])('%s finds %s', (typed, name) => {
  expect(isFoundBy(typed, name)).toBe(true);
});

it.each([
  ['shuiyi', '水压'],
  ['ls', '张三'],
  ['xhss', '消火栓'],
  ['hxs', '消火栓'],
  ['shb', '水压'],
  ['zby3', '值班员2'],
])('%s does not find %s', (typed, name) => {
  expect(isFoundBy(typed, name)).toBe(false);
});

it('finds by a part of the name or of the login as ever', () => {
  expect(isFoundBy('三', '张三', 'zhang.san')).toBe(true);
  expect(isFoundBy('G.SA', '张三', 'zhang.san')).toBe(true);
  expect(isFoundBy('水 压', '水压')).toBe(true);
  expect(isFoundBy('  ', '张三')).toBe(true);
});

it('reads no single letter, no Chinese, no number and nothing endless', () => {
  expect(['s', '水压', '12', 'a'.repeat(31), 'a*'].map(readAloud)).toEqual([null, null, null, null, null]);
});

it('comes to an end over a name made to be read in a million ways', () => {
  const sounds = readAloud(`${'sh'.repeat(14)}xx`);
  const began = process.cpuUsage().user;
  expect(sounds?.('师合'.repeat(1_000))).toBe(false);
  expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(1_000);
});
