// What the board finds of what is typed over it.
import { makeAlarm } from '../testing/invented-alarms.ts';
import { inventedDevices, inventedPlaces } from '../testing/invented-field.ts';
import { finder } from './find-alarms.ts';

const devices = inventedDevices(inventedPlaces(), 1_000_000);

function alarmOf(id: string) {
  const device = devices.find((one) => one.id === id);
  if (device === undefined) throw new Error(`no ${id} in the invented estate`);
  const making = { id, change: 1, at: 1_000_000, registered: true, drill: false, incident: { id: 'i1' }, firstOut: true };
  return makeAlarm('smoke', device, making as never);
}

it.each([
  ['3号楼 烟感', true],
  ['烟感 12层', true],
  ['  3号楼12层  ', true],
  ['song tao jia yuan', true],
  ['12层 消火栓', false],
  ['2号库房 烟感', false],
])('finds a place and a device by a word of each: “%s” %s', (typed, is) => {
  expect(finder(typed)(alarmOf('smoke-12-05'))).toBe(is);
});
