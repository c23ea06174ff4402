// Weather station: what the danger class is worked out from.
import { defineDriver, json } from '../driver.ts';
import { radio, solar } from '../points.ts';
import { words } from '../words.ts';

export const weatherStation = defineDriver({
  model: 'balefire/weather-station',
  vendor: 'Balefire',
  title: words('森林气象站', 'Forest weather station'),
  kind: 'weather',
  protocol: 'mqtt-json',
  reportsEvery: 600,
  points: [
    json('airTemperature', 'weather.temperature'),
    json('humidity', 'weather.humidity'),
    json('windSpeed', 'weather.windSpeed'),
    json('windDirection', 'weather.windDirection'),
    json('rain', 'weather.rain'),
    solar,
    ...radio,
  ],
  commands: [],
  examples: [
    {
      what: 'a dry windy noon',
      wire: '{"at":1767225600000,"seq":144,"points":{"airTemperature":31.2,"humidity":22,"windSpeed":9.4,"windDirection":285,"rain":0,"solarVoltage":19.1,"battery":100,"batteryLow":false,"signal":-99,"fault":false}}',
      means: {
        airTemperature: 31.2,
        humidity: 22,
        windSpeed: 9.4,
        windDirection: 285,
        rain: 0,
        solarVoltage: 19.1,
        battery: 100,
        batteryLow: false,
        signal: -99,
        fault: false,
      },
    },
    { what: 'frost', wire: '{"points":{"airTemperature":-24.8,"humidity":88}}', means: { airTemperature: -24.8, humidity: 88 } },
    {
      what: 'an iced wind gauge',
      wire: '{"points":{"windSpeed":null,"windDirection":512,"humidity":100}}',
      refused: { windSpeed: 'sensor-invalid', windDirection: 'out-of-range' },
    },
  ],
  source: 'Balefire MQTT vocabulary (docs/mqtt.md): own design; quantities after LY/T 1172-95',
});
