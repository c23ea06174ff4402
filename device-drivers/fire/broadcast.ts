// Fire broadcast 消防应急广播: speaks to the floors.
import { defineDriver } from '../driver.ts';
import { fault, mainsLost, playing, volume } from '../points.ts';
import { selfTest } from '../proving-commands.ts';
import { playText, setVolume, stopPlaying } from '../voice-commands.ts';
import { words } from '../words.ts';

export const broadcast = defineDriver({
  model: 'balefire/broadcast',
  vendor: 'Balefire',
  title: words('消防应急广播', 'Fire broadcast'),
  kind: 'sounder',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [playing, volume, mainsLost, fault],
  commands: [playText, stopPlaying, setVolume, selfTest],
  examples: [
    {
      what: 'silent',
      wire: '{"at":1767225600000,"seq":1,"points":{"playing":false,"volume":80,"mainsLost":false,"fault":false}}',
      means: { playing: false, volume: 80, mainsLost: false, fault: false },
    },
    { what: 'speaking, on its battery', wire: '{"points":{"playing":true,"mainsLost":true}}', means: { playing: true, mainsLost: true } },
    { what: 'louder than it can', wire: '{"points":{"volume":180,"playing":true}}', refused: { volume: 'out-of-range' } },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design',
});
