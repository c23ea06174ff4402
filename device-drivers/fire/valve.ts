// Valve watch: whether a main or signal valve of the fire-water system stands open.
import { defineDriver, json } from '../driver.ts';
import { radio } from '../points.ts';
import { words } from '../words.ts';

export const valve = defineDriver({
  model: 'balefire/valve',
  vendor: 'Balefire',
  title: words('阀门状态监测', 'Valve position sensor'),
  kind: 'valve',
  protocol: 'mqtt-json',
  reportsEvery: 3600,
  points: [json('valve', 'valve.position'), ...radio],
  commands: [],
  examples: [
    {
      what: 'open, as it must be',
      wire: '{"at":1767225600000,"seq":1,"points":{"valve":"open","battery":70,"batteryLow":false,"signal":-95,"fault":false}}',
      means: { valve: 'open', battery: 70, batteryLow: false, signal: -95, fault: false },
    },
    { what: 'closed by someone', wire: '{"points":{"valve":"closed"}}', means: { valve: 'closed' } },
    { what: 'half closed', wire: '{"points":{"valve":"partial"}}', means: { valve: 'partial' } },
    { what: 'a position in percent', wire: '{"points":{"valve":50}}', refused: { valve: 'wrong-type' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
