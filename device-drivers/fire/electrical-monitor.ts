// Electrical-fire monitor on MQTT: four residual currents, four cable temperatures, arc, voltage.
import { defineDriver, json, type Point } from '../driver.ts';
import { CHANNELS, cableTemperatureTitle, fault, mainsLost, residualCurrentTitle, signal } from '../points.ts';
import { words } from '../words.ts';

const residualCurrents: Point[] = CHANNELS.map((channel) =>
  json(`residualCurrent${channel}`, 'electric.residualCurrent', {
    title: residualCurrentTitle(channel),
  }),
);
const cableTemperatures: Point[] = CHANNELS.map((channel) =>
  json(`cableTemperature${channel}`, 'electric.cableTemperature', {
    title: cableTemperatureTitle(channel),
  }),
);

export const electricalMonitor = defineDriver({
  model: 'balefire/electrical-monitor',
  vendor: 'Balefire',
  title: words('电气火灾监控探测器', 'Electrical-fire monitor'),
  kind: 'electrical',
  protocol: 'mqtt-json',
  reportsEvery: 300,
  points: [
    ...residualCurrents,
    ...cableTemperatures,
    json('voltage', 'electric.voltage'),
    json('arc', 'electric.arc'),
    mainsLost,
    signal,
    fault,
  ],
  commands: [],
  examples: [
    {
      what: 'a healthy panel',
      wire: '{"at":1767225600000,"seq":70,"points":{"residualCurrent1":86,"residualCurrent2":112,"residualCurrent3":41,"residualCurrent4":0,"cableTemperature1":31.5,"cableTemperature2":33,"cableTemperature3":29.5,"cableTemperature4":28,"voltage":228.4,"arc":false,"mainsLost":false,"signal":-69,"fault":false}}',
      means: {
        residualCurrent1: 86,
        residualCurrent2: 112,
        residualCurrent3: 41,
        residualCurrent4: 0,
        cableTemperature1: 31.5,
        cableTemperature2: 33,
        cableTemperature3: 29.5,
        cableTemperature4: 28,
        voltage: 228.4,
        arc: false,
        mainsLost: false,
        signal: -69,
        fault: false,
      },
    },
    {
      what: 'a hot cable and an arc',
      wire: '{"points":{"cableTemperature2":84.5,"residualCurrent2":612,"arc":true}}',
      means: { cableTemperature2: 84.5, residualCurrent2: 612, arc: true },
    },
    {
      what: 'two sensors gone, the others unharmed',
      wire: '{"points":{"residualCurrent1":65535,"cableTemperature1":null,"residualCurrent2":100}}',
      refused: { residualCurrent1: 'out-of-range', cableTemperature1: 'sensor-invalid' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; ranges after GB 14287.2/.3-2014 (from memory)',
});
