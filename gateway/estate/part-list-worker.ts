// The process in which one part list is read: the file comes in, the list goes out.
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { parsePartList } from './part-list-file.ts';

// A person waits for a list, but a fire goes first.
setPriority(10);
process.stdout.end(JSON.stringify(await parsePartList(await buffer(process.stdin))));
