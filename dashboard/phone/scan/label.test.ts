// What a label says: the address of a device, the bare number, or nothing of ours.
import { deviceOnLabel } from './label.ts';

it.each([
  ['https://fire.example.org/d/smoke-12-05', 'smoke-12-05'],
  ['http://192.168.1.9:8080/d/plant.1%3A2', 'plant.1:2'],
  ['HTTPS://FIRE.EXAMPLE.ORG/d/smoke-1/', 'smoke-1'],
  ['https://fire.example.org/d/smoke-1?from=label', 'smoke-1'],
  ['  smoke-12-05 ', 'smoke-12-05'],
  ['https://pay.example.org/d', null],
  ['https://pay.example.org/x/smoke-1', null],
  ['https://fire.example.org/d/%E0%A4%A', null],
  ['https://fire.example.org/d/a b', null],
  ['', null],
  ['WIFI:S:guest;;', null],
])('%j names %j', (text, id) => {
  expect(deviceOnLabel(text)).toBe(id);
});
