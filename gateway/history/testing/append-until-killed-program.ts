// A process that appends entries to a history without end, until somebody kills it. Arguments: the folder, and
// (if it shall) after how many entries it writes no more to the disk.
import { openEmbeddedHistory } from '../embedded/embedded-history.ts';
import { anEntry, NOON } from './some-readings.ts';

const [folder, writes = 'Infinity'] = process.argv.slice(2);
if (folder === undefined) throw new Error('append-until-killed needs a folder');

let now = NOON;
// A write every virtual second, so that the kill meets writes.
const history = await openEmbeddedHistory({ folder, timeZone: 'Asia/Shanghai', retentionDays: 40, now: () => now, flushEvery: 1 });
const first = history.position() + 1;
for (let entry = first; ; entry++) {
  history.append(anEntry(entry), entry);
  now = NOON + entry * 100;
  if (entry % 20 !== 0) continue;
  if (entry - first < Number(writes)) history.tick();
  process.stdout.write(`appended ${entry} stored ${history.position()}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
