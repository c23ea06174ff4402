// The parts behind the demo tower's fire panel, written out by a program: thirty floors of an invented building.
import { type Part, PartList } from './parts.ts';

const FLOORS = 30;
/** Floors on one loop: ten floors of 20 addresses are the 200 points that a loop takes (GB 50116, from memory). */
const FLOORS_ON_A_LOOP = 10;
const ADDRESSES_OF_A_FLOOR = 20;

/** What every floor has, in the order of its addresses: type, what follows the floor in the description, room. */
const EVERY_FLOOR: readonly (readonly [type: number, name: string, room: string])[] = [
  [42, '东走廊感烟', '东走廊'],
  [42, '西走廊感烟', '西走廊'],
  [31, '茶水间感温', '茶水间'],
  [23, '手动报警按钮', '电梯厅'],
  [24, '消火栓按钮', '电梯厅'],
  [96, '水流指示器', '管道井'],
  [102, '楼梯间防火门', '楼梯间'],
  [121, '声光警报器', '电梯厅'],
];

/** The parts of `config/demo-parts.csv`: floor 12 begins at 2-21. */
export function demoParts(): PartList {
  const parts: Part[] = [];
  for (let floor = 1; floor <= FLOORS; floor++) {
    const loop = Math.ceil(floor / FLOORS_ON_A_LOOP);
    const first = ((floor - 1) % FLOORS_ON_A_LOOP) * ADDRESSES_OF_A_FLOOR + 1;
    const all = [...EVERY_FLOOR];
    // An alarm valve serves three floors, a module for the linkage five.
    if (floor % 3 === 1) all.push([97, '湿式系统信号阀', '管道井']);
    if (floor % 5 === 0) all.push([87, '联动输入输出模块', '弱电间']);
    for (const [nth, [type, name, room]] of all.entries())
      parts.push({
        loop,
        point: first + nth,
        type,
        description: `${floor}层${name}`,
        floor: `${floor}层`,
        room,
        systemType: 1,
        systemAddress: 0,
      });
  }
  return new PartList(parts);
}
