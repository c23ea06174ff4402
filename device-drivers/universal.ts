// One driver for devices that nobody has registered yet: it knows every point of every JSON driver.
import { type DeviceDriver, defineDriver, type JsonSource, type Point } from './driver.ts';
import { words } from './words.ts';

/** The model of a device that nobody has placed yet. */
const UNREGISTERED = 'unregistered';

/**
 * Puts the points of all JSON drivers together, so that a fire from an unregistered device is seen. The MQTT
 * vocabulary is one: throws, naming both drivers, where the same wire key means two things.
 */
export function universalDriver(drivers: readonly DeviceDriver[]): DeviceDriver {
  const first = new Map<string, { driver: DeviceDriver; source: JsonSource; point: Point }>();
  for (const driver of drivers) {
    for (const point of driver.points) {
      const { source } = point;
      if (source.on !== 'json') continue;
      const before = first.get(source.key);
      if (!before) first.set(source.key, { driver, source, point });
      else if (coding(before.point, before.source) !== coding(point, source)) {
        throw new Error(`"${source.key}" means one thing in ${before.driver.model} and another in ${driver.model}`);
      }
    }
  }
  return defineDriver({
    model: UNREGISTERED,
    vendor: 'Balefire',
    title: words('未登记设备', 'Unregistered device'),
    kind: 'unregistered',
    protocol: 'mqtt-json',
    reportsEvery: 21_600,
    points: [...first.values()].map(({ point }) => point),
    commands: [],
    examples: [
      { what: 'a stranger tells of smoke', wire: '{"points":{"smoke":"alarm"}}', means: { smoke: 'alarm' } },
      { what: 'a stranger was pressed', wire: '{"points":{"pressed":true,"battery":40}}', means: { pressed: true, battery: 40 } },
      { what: 'a stranger with its own words', wire: '{"points":{"humor":3}}', fault: 'unknown-point' },
    ],
    source: 'All JSON drivers of the catalogue put together',
  });
}

/** Everything that decides how a wire value is understood. */
function coding(point: Point, source: JsonSource): string {
  return JSON.stringify([point.key, point.quantity, source.scale ?? 1, Object.entries(source.states ?? {}).sort()]);
}
