// A gateway with a fault of its own, for the proof that nothing is lost by it: its desk cannot take what smoke-1 says, and it cannot understand call-1.
import { readConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { openLog } from '../log.ts';
import { breakHouse } from './broken-house.ts';

const house = await openHouse(readConfig(undefined, process.env), openLog('info'));
breakHouse(house, { desk: (device) => device === 'smoke-1', understanding: (device) => device === 'call-1' });
await house.wake();
await house.listen();
