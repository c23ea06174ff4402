// Which storey a name tells, and which floors lie beside another: as buildings are written down in China.
import { besideOf, fromBelow, storeyOf } from './storeys.ts';

const floors = (...names: string[]) => names.map((name) => ({ id: name, name }));
const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);

describe('the storey of a floor', () => {
  it.each([
    ['12层', 12],
    ['12F', 12],
    ['F3', 3],
    ['L2', 2],
    ['第3层', 3],
    ['地上三层', 3],
    ['十二层', 12],
    ['二十一楼', 21],
    ['一百零二层', 102],
    ['A座8层', 8],
    ['3号楼 B1', -1],
    ['首层', 1],
    ['1层大堂', 1],
    ['B2', -2],
    ['B2层', -2],
    ['b1车库', -1],
    ['地下二层', -2],
    ['负1层', -1],
    ['-1F', -1],
    ['1层夹层', 1.5],
    ['屋顶', 10_000],
    ['7', 7],
    ['12层东区', 12],
    ['地下一层B区', -1],
  ])('%s is %d', (name, storey) => {
    expect(storeyOf(name)).toBe(storey);
  });

  it.each(['设备层', '避难层', '东翼', '3-4层', '泵房', ''])('is not told by %j', (name) => {
    expect(storeyOf(name)).toBeNull();
  });
});

describe('the floors of a building', () => {
  const tower = floors('10层', '2层', 'B1', '首层', '设备层', '屋顶', 'B2', '9层', '避难层', '1层夹层');

  it('stand from the deepest cellar to the roof, and those without a number behind them', () => {
    expect(names(fromBelow(tower))).toEqual(['B2', 'B1', '首层', '1层夹层', '2层', '9层', '10层', '屋顶', '避难层', '设备层']);
  });

  it.each([
    ['首层', '1层夹层', 'B1'],
    ['B2', 'B1', null],
    ['9层', '10层', '2层'],
    ['屋顶', null, '10层'],
    ['设备层', null, null],
    ['没有这层', null, null],
  ])('%s has %s above it and %s below it', (floor, above, below) => {
    const beside = besideOf(fromBelow(tower), floor);
    expect([beside.above?.name ?? null, beside.below?.name ?? null]).toEqual([above, below]);
  });

  it.each([
    ['A座12层', 'A座13层', 'A座11层'],
    ['B座12层', 'B座14层', 'B座11层'],
    ['A座1层', 'A座11层', 'B1'],
    ['B座11层', 'B座12层', 'B1'],
  ])('of a tower are its own or common ones: %s has %s above it and %s below it', (floor, above, below) => {
    const towers = floors('B1', 'A座1层', 'A座11层', 'B座11层', 'A座12层', 'B座12层', 'A座13层', 'B座14层');
    const beside = besideOf(fromBelow(towers), floor);
    expect([beside.above?.name, beside.below?.name]).toEqual([above, below]);
  });
});
