// Smart hydrant: an outdoor pillar hydrant that knows its pressure, and whether someone knocks, tilts, opens or taps it.
import { defineDriver, json } from '../driver.ts';
import { pressure, radio } from '../points.ts';
import { words } from '../words.ts';

export const hydrantSmart = defineDriver({
  model: 'balefire/hydrant-smart',
  vendor: 'Balefire',
  title: words('智能消火栓', 'Smart hydrant'),
  kind: 'hydrant',
  protocol: 'mqtt-json',
  reportsEvery: 1800,
  points: [
    pressure,
    json('tilt', 'hydrant.tilt'),
    json('knock', 'hydrant.knock'),
    json('capOpen', 'hydrant.capOpen'),
    json('outflow', 'hydrant.outflow'),
    ...radio,
  ],
  commands: [],
  examples: [
    {
      what: 'a hydrant at rest',
      wire: '{"at":1767225600000,"seq":5,"points":{"pressure":0.31,"tilt":2,"knock":false,"capOpen":false,"outflow":false,"battery":88,"batteryLow":false,"signal":-91,"fault":false}}',
      means: {
        pressure: 0.31,
        tilt: 2,
        knock: false,
        capOpen: false,
        outflow: false,
        battery: 88,
        batteryLow: false,
        signal: -91,
        fault: false,
      },
    },
    {
      what: 'a lorry hit it and water runs',
      wire: '{"at":1767225601000,"seq":6,"points":{"knock":true,"tilt":41,"outflow":true,"pressure":0.12}}',
      means: { knock: true, tilt: 41, outflow: true, pressure: 0.12 },
    },
    { what: 'someone takes water', wire: '{"points":{"capOpen":true,"outflow":true}}', means: { capOpen: true, outflow: true } },
    {
      what: 'a tilt beyond lying upside down, and a knock as a count',
      wire: '{"points":{"tilt":400,"knock":3,"capOpen":false}}',
      refused: { tilt: 'out-of-range', knock: 'wrong-type' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; events as platforms for smart hydrants know them',
});
