// A process of its own, for it may die: aedes with N messages queued behind a reader that stopped reading, which is then cut.
// Arguments: concurrency, messages. Exit code 0 when the process is alive after it.
import { startBareAedes } from './bare-aedes.ts';
import { publish, subscribe } from './packets.ts';
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
publisher.say(...Array.from({ length: Number(messages) }, (_, i) => publish('d/small', 'x', { qos: 1, id: (i % 65_000) + 1 })));
await new Promise((resolve) => setTimeout(resolve, 1_000));
frozen.close();
await new Promise((resolve) => setTimeout(resolve, 300));
process.exit(0);
