// The process in which one list is read: the file comes in, the list goes out. Its argument says what it is a list of.
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { parseDeviceList } from './device-list-file.ts';
import type { ListKind } from './list-apart.ts';
import { parsePartList } from './part-list-file.ts';

const PARSERS = { parts: parsePartList, devices: parseDeviceList } satisfies Record<ListKind, (bytes: Uint8Array) => Promise<unknown>>;

// A person waits for a list, but a fire goes first.
setPriority(10);
const parse = PARSERS[process.argv[2] as ListKind];
process.stdout.end(JSON.stringify(await parse(await buffer(process.stdin))));
