// Forest voice post 林区语音宣传杆: sees who passes, speaks, lives on the sun.
import { defineDriver, json } from '../driver.ts';
import { playing, radio, removed, solar, volume } from '../points.ts';
import { selfTest } from '../proving-commands.ts';
import { playText, setSchedule, setVolume, stopPlaying } from '../voice-commands.ts';
import { words } from '../words.ts';

export const voicePost = defineDriver({
  model: 'balefire/voice-post',
  vendor: 'Balefire',
  title: words('林区语音宣传杆', 'Forest voice post'),
  kind: 'voice-post',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [json('pir', 'beacon.pir'), playing, volume, solar, ...radio, removed],
  commands: [playText, stopPlaying, setVolume, setSchedule, selfTest],
  examples: [
    {
      what: 'nobody near, the sun shines',
      wire: '{"at":1767225600000,"seq":31,"points":{"pir":false,"playing":false,"volume":70,"solarVoltage":18.6,"battery":97,"batteryLow":false,"signal":-93,"fault":false,"removed":false}}',
      means: {
        pir: false,
        playing: false,
        volume: 70,
        solarVoltage: 18.6,
        battery: 97,
        batteryLow: false,
        signal: -93,
        fault: false,
        removed: false,
      },
    },
    { what: 'a walker comes and it speaks', wire: '{"points":{"pir":true,"playing":true}}', means: { pir: true, playing: true } },
    {
      what: 'a shorted panel',
      wire: '{"points":{"solarVoltage":-3,"pir":false}}',
      refused: { solarVoltage: 'out-of-range' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; no common protocol for such posts exists',
});
