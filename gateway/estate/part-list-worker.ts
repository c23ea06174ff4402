// The process in which one part list is read: the file comes in, the list goes out.
import { buffer } from 'node:stream/consumers';
import { parsePartList } from './part-list-file.ts';

process.stdout.end(JSON.stringify(await parsePartList(await buffer(process.stdin))));
