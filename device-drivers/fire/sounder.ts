// Sounder with beacon 火灾声光警报器: sounds when it is told to.
import { defineDriver, json } from '../driver.ts';
import { radio } from '../points.ts';
import { selfTest } from '../proving-commands.ts';
import { words } from '../words.ts';

export const sounder = defineDriver({
  model: 'balefire/sounder',
  vendor: 'Balefire',
  title: words('火灾声光警报器', 'Sounder with beacon'),
  kind: 'sounder',
  protocol: 'mqtt-json',
  reportsEvery: 3600,
  points: [json('sounding', 'sounder.sounding'), ...radio],
  commands: [
    {
      id: 'sound',
      title: words('启动声光警报', 'Sound the alarm'),
      arguments: {
        seconds: { type: 'number', title: words('持续时间', 'For how long'), lowest: 5, highest: 1800, unit: 's', otherwise: 300 },
      },
      expiresAfter: 60,
    },
    { id: 'silence', title: words('停止声光警报', 'Silence'), arguments: {}, expiresAfter: 120 },
    selfTest,
  ],
  examples: [
    {
      what: 'silent',
      wire: '{"at":1767225600000,"seq":1,"points":{"sounding":false,"battery":90,"batteryLow":false,"signal":-80,"fault":false}}',
      means: { sounding: false, battery: 90, batteryLow: false, signal: -80, fault: false },
    },
    { what: 'sounding', wire: '{"points":{"sounding":true}}', means: { sounding: true } },
    { what: 'a word for a flag', wire: '{"points":{"sounding":"on"}}', refused: { sounding: 'wrong-type' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
