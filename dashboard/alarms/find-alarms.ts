// Which alarms are meant by what is typed over the board: by place, device, number or title, in characters or in pinyin.
import { isFoundBy } from '../../device-drivers/pinyin.ts';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { partNumber } from '../transmission/part-words.ts';

/** Judges each alarm once: the board asks of all of them with each picture, and an alarm that changed is another object. */
export function finder(typed: string): (alarm: AlarmView) => boolean {
  const known = new WeakMap<AlarmView, boolean>();
  // 3号楼 烟感: the place and the device of one alarm, each by its own word.
  const asked = typed.split(/\s+/).filter((word) => word !== '');
  return (alarm) => {
    const before = known.get(alarm);
    if (before !== undefined) return before;
    const { device, place, title } = alarm;
    const number = device.part === null ? '' : partNumber(device.part);
    // Steps of a place as one name too: 3号楼12层 is how it is called on the telephone.
    const way = place.map(({ name }) => name).join('');
    const is = asked.every((word) => isFoundBy(word, way, device.name, device.id, number, title.zh, title.en));
    known.set(alarm, is);
    return is;
  };
}
