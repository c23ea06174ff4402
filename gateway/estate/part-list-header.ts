// The columns of a list of parts, and what people call them.
import { type Words, words } from '../../device-drivers/words.ts';
import { listForm } from './list-header.ts';

/** What a column of a part list can mean. */
export type Field = 'loop' | 'point' | 'type' | 'systemType' | 'systemAddress' | 'description' | 'floor' | 'room';

/** What the fields are called when the file must be spoken about. */
const TITLES: Readonly<Record<Field, Words>> = {
  loop: words('回路', 'Loop'),
  point: words('位号', 'Point'),
  type: words('类型', 'Type'),
  systemType: words('系统类型', 'System type'),
  systemAddress: words('系统地址', 'System address'),
  description: words('描述', 'Description'),
  floor: words('楼层', 'Floor'),
  room: words('房间', 'Room'),
};

/** As they are written without spaces and signs, the surest first. */
const NAMES: Readonly<Record<Field, string>> = {
  loop: '回路 回路号 回路编号 区号 loop loopno loopnumber loopaddress zone zoneno zonenumber',
  point: '位号 点位 点位号 点号 部件位号 地址 地址号 部件地址 设备地址 编号 point pointno pointnumber address deviceaddress',
  type: '类型 部件类型 设备类型 type parttype devicetype',
  systemType: '系统类型 systemtype',
  systemAddress: '系统地址 systemaddress',
  description: '描述 部件描述 设备描述 安装位置 位置 部件位置 设备位置 description location',
  floor: '楼层 所在楼层 floor storey',
  room: '房间 房间号 区域 所在区域 room area',
};

export const PART_FORM = listForm<Field>(['loop', 'point', 'type'], TITLES, NAMES);
