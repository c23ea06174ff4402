// Fire-water pump controller 消防泵控制柜: duty and standby pump, jockey pump, mode, mains, outlet pressure.
import { defineDriver, json } from '../driver.ts';
import { mainsLost, pressure, signal } from '../points.ts';
import { words } from '../words.ts';

export const pumpController = defineDriver({
  model: 'balefire/pump-controller',
  vendor: 'Balefire',
  title: words('消防泵控制柜', 'Fire-water pump controller'),
  kind: 'pump',
  protocol: 'mqtt-json',
  reportsEvery: 300,
  points: [
    json('pumpMode', 'pump.mode'),
    json('pump1Running', 'pump.running', { title: words('1号主泵', 'Pump 1') }),
    json('pump1Fault', 'pump.fault', { title: words('1号主泵故障', 'Pump 1 fault') }),
    json('pump2Running', 'pump.running', { title: words('2号备用泵', 'Pump 2 (standby)') }),
    json('pump2Fault', 'pump.fault', { title: words('2号备用泵故障', 'Pump 2 (standby) fault') }),
    json('jockeyRunning', 'pump.running', { title: words('稳压泵', 'Jockey pump') }),
    json('jockeyFault', 'pump.fault', { title: words('稳压泵故障', 'Jockey pump fault') }),
    { ...pressure, title: words('出口压力', 'Outlet pressure') },
    mainsLost,
    signal,
  ],
  commands: [],
  examples: [
    {
      what: 'ready',
      wire: '{"at":1767225600000,"seq":8,"points":{"pumpMode":"automatic","pump1Running":false,"pump1Fault":false,"pump2Running":false,"pump2Fault":false,"jockeyRunning":true,"jockeyFault":false,"pressure":0.85,"mainsLost":false,"signal":-75}}',
      means: {
        pumpMode: 'automatic',
        pump1Running: false,
        pump1Fault: false,
        pump2Running: false,
        pump2Fault: false,
        jockeyRunning: true,
        jockeyFault: false,
        pressure: 0.85,
        mainsLost: false,
        signal: -75,
      },
    },
    {
      what: 'the first pump fails, the second runs',
      wire: '{"points":{"pump1Fault":true,"pump2Running":true,"pressure":0.92}}',
      means: { pump1Fault: true, pump2Running: true, pressure: 0.92 },
    },
    { what: 'someone left it on manual', wire: '{"points":{"pumpMode":"manual"}}', means: { pumpMode: 'manual' } },
    {
      what: 'a mode nobody knows',
      wire: '{"points":{"pumpMode":"eco","pump1Running":false}}',
      refused: { pumpMode: 'unknown-state' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; states after GB 50974-2014 11.0.7',
});
