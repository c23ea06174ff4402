// A process of its own, for it may die: aedes with N messages queued behind a reader that stopped reading, which is then cut.
// Arguments: concurrency, messages. Exit code 0 when the process is alive after it.
import { startBareAedes } from './bare-aedes.ts';
import { publish, subscribe, TYPE } from './packets.ts';
import { RawDevice } from './raw-device.ts';

const [concurrency = '100', messages = '8000'] = process.argv.slice(2);
const bare = await startBareAedes({ concurrency: Number(concurrency), drainTimeout: 0 });
bare.broker.on('clientError', () => {});
const frozen = await RawDevice.connect(bare.port, 'frozen');
frozen.say(subscribe('d/#', 0));
await frozen.until(() => frozen.received.length === 2);
frozen.freeze();
const publisher = await RawDevice.connect(bare.port, 'publisher');
const big = Buffer.alloc(1024 * 1024);
for (let i = 0; i < 12; i += 1) publisher.say(publish('d/big', big, { qos: 0 }));
while (bare.unread('frozen') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
// Eight publishers, each with as much as the broker takes in one reading: all of it then waits for the frozen reader.
const crowd = await Promise.all(Array.from({ length: 8 }, (_, i) => RawDevice.connect(bare.port, `crowd-${i}`)));
const share = Number(messages) / crowd.length;
for (const member of crowd) member.say(...Array.from({ length: share }, (_, i) => publish('d/small', 'x', { id: i + 1 })));
await Promise.all(crowd.map((member) => member.until(() => member.ids(TYPE.puback).length === share)));
frozen.close();
await new Promise((resolve) => setTimeout(resolve, 300));
process.exit(0);
