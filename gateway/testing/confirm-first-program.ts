// The negative control of the kill proof: a gateway that confirms first and stores afterwards, as a broker does whose store sits behind its PUBACK.
import { readConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { openLog } from '../log.ts';

const config = readConfig(undefined, process.env);
const house = await openHouse(config, openLog('info'), (accept) => (frame) => {
  accept(frame).catch(() => undefined);
  return Promise.resolve();
});
await house.wake();
await house.listen();
