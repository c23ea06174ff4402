// The MQTT link alone in a process, with a disk that is infinitely fast: for measuring what MQTT itself costs.

import { DEFAULT_MQTT_LIMITS } from '../mqtt-limits.ts';
import { MqttLink } from '../mqtt-link.ts';

const quiet = (): void => {};
const log = { info: quiet, warn: quiet, error: quiet };
const unhindered = { perSecond: 1e9, burst: 1e9 };
const limits = { ...DEFAULT_MQTT_LIMITS, deviceRate: unhindered, connectionsPerAddress: unhindered };
const link = new MqttLink({ host: '127.0.0.1', port: 0, limits }, { admit: () => ({ as: 'device' }) }, async () => {}, log);
await link.start();
process.send?.(link.port);
process.once('disconnect', () => process.exit(0));
