// Wireless manual call point 手动火灾报警按钮.
import { defineDriver, json } from '../driver.ts';
import { radio, removed } from '../points.ts';
import { words } from '../words.ts';

export const callPoint = defineDriver({
  model: 'balefire/call-point',
  vendor: 'Balefire',
  title: words('无线手动火灾报警按钮', 'Wireless manual call point'),
  kind: 'callpoint',
  protocol: 'mqtt-json',
  reportsEvery: 21_600,
  points: [json('pressed', 'callpoint.pressed'), ...radio, removed],
  commands: [],
  examples: [
    {
      what: 'at rest',
      wire: '{"at":1767225600000,"seq":1,"points":{"pressed":false,"battery":99,"batteryLow":false,"signal":-77,"fault":false,"removed":false}}',
      means: { pressed: false, battery: 99, batteryLow: false, signal: -77, fault: false, removed: false },
    },
    { what: 'someone pressed it', wire: '{"at":1767225601000,"seq":2,"points":{"pressed":true}}', means: { pressed: true } },
    { what: 'a walk test', wire: '{"points":{"pressed":true},"drill":true}', means: { pressed: true } },
    { what: 'pressed as a number', wire: '{"points":{"pressed":1,"battery":99}}', refused: { pressed: 'wrong-type' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
