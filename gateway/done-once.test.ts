// A deed under a key: done once over a restart, from the saved state and from the journal's rest alike; forgotten after three days.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Act, type Author, GATEWAY } from './acts.ts';
import { DoneOnce } from './done-once.ts';
import { openDatabase } from './sqlite.ts';
import { aHouse, openTestHouse } from './testing/a-house.ts';
import { scratchFolder } from './testing/scratch.ts';

const KEEPER: Author = { id: 'keeper', name: '物业甲', from: '127.0.0.1' };
const DAY_MS = 86_400_000;

function going(at: number, incident = 'i1', once = 'key-1'): Act {
  return { do: 'go-to-incident', incident, report: 'r', captured: at, by: KEEPER, at, token: `t${at}`, once };
}

it('a report sent before a restart and once more after it stands once', async () => {
  const opened = await aHouse();
  const { house, folder } = opened;
  await house.flow.accept({
    link: 'mqtt',
    peer: '127.0.0.1:9',
    device: 'smoke-1',
    kind: 'up',
    body: Buffer.from('{"points":{"smoke":"alarm"}}'),
    drill: false,
  });
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
  const incident = (): string => [...house.desk.openIncidents()][0]?.id ?? '';
  const deed = (captured: number) => ({ do: 'go-to-incident', incident: incident(), report: 'key-of-a-phone', captured }) as const;
  const first = deed(1);
  await house.flow.act(first, KEEPER, 'key-of-a-phone');
  await house.close();
  const again = await openTestHouse(folder);
  await again.house.flow.act({ ...first, captured: 2 }, KEEPER, 'key-of-a-phone');
  expect(again.house.desk.incident(first.incident)?.reports).toHaveLength(1);
  await expect(again.house.flow.act({ ...first, report: 'other' }, KEEPER, 'key-of-a-phone')).rejects.toMatchObject({ code: 'key-used' });
  await again.house.close();
  rmSync(folder, { recursive: true });
});

it('a key is known for three days, and then let go: the table does not grow for ever', () => {
  const scratch = scratchFolder('done-once');
  const db = openDatabase(join(scratch.path, 'state.db'), 'normal');
  const before = new DoneOnce(db);
  before.keep(going(0));
  before.write();
  before.written();
  const after = new DoneOnce(db);
  expect(after.isDone(going(2 * DAY_MS))).toBe(true);
  expect(() => after.isDone(going(DAY_MS, 'i2'))).toThrow('another deed');
  expect(after.isDone(going(4 * DAY_MS))).toBe(false);
  after.keep(going(4 * DAY_MS, 'i3', 'key-2'));
  after.write();
  expect(db.prepare('SELECT key FROM done_once').pluck().all()).toEqual(['key-2']);
  db.close();
  scratch.remove();
});
