// Independent smoke detector on battery: alarm, test, silenced, fault, low battery, removed.
import { defineDriver, json } from '../driver.ts';
import { radio, removed } from '../points.ts';
import { words } from '../words.ts';

export const smoke = defineDriver({
  model: 'balefire/smoke',
  vendor: 'Balefire',
  title: words('独立式感烟火灾探测报警器', 'Independent smoke detector'),
  kind: 'smoke',
  protocol: 'mqtt-json',
  reportsEvery: 21_600,
  points: [
    json('smoke', 'smoke.alarm'),
    json('smokeDensity', 'smoke.density'),
    json('chamberDirt', 'smoke.chamberDirt'),
    ...radio,
    removed,
  ],
  commands: [],
  examples: [
    {
      what: 'a healthy head',
      wire: '{"at":1767225600000,"seq":11,"points":{"smoke":"normal","smokeDensity":0.02,"chamberDirt":12,"battery":96,"batteryLow":false,"signal":-88,"fault":false,"removed":false}}',
      means: {
        smoke: 'normal',
        smokeDensity: 0.02,
        chamberDirt: 12,
        battery: 96,
        batteryLow: false,
        signal: -88,
        fault: false,
        removed: false,
      },
    },
    { what: 'smoke', wire: '{"seq":12,"points":{"smoke":"alarm","smokeDensity":0.31}}', means: { smoke: 'alarm', smokeDensity: 0.31 } },
    { what: 'someone pressed the test button', wire: '{"points":{"smoke":"test"}}', means: { smoke: 'test' } },
    { what: 'someone silenced it', wire: '{"points":{"smoke":"silenced"}}', means: { smoke: 'silenced' } },
    {
      what: 'taken off the ceiling',
      wire: '{"points":{"removed":true,"fault":true,"batteryLow":true}}',
      means: { removed: true, fault: true, batteryLow: true },
    },
    { what: 'a drill', wire: '{"points":{"smoke":"alarm"},"drill":true}', means: { smoke: 'alarm' } },
    { what: 'a state nobody knows', wire: '{"points":{"smoke":"on fire","battery":96}}', refused: { smoke: 'unknown-state' } },
    { what: 'a report without points', wire: '{"at":1767225600000,"seq":13}', fault: 'no-points' },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; states as NB-IoT smoke detectors report them',
});
