// What `balefire verify` finds on a real database that somebody has been at, and what it says it cannot find.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from '../acts.ts';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from '../testing/a-house.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { anchorLine } from './anchor-line.ts';
import { canonical, sha256 } from './chain.ts';
import { cutEnd, hashAnew, one, record } from './testing/forger.ts';
import { type Verdict, verify, verifyCommand } from './verify.ts';

const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };
const scratch = scratchFolder('verify');
const outside = scratchFolder('anchors');
const anchorFile = join(outside.path, 'heads.log');
let alarm = '';
let count = 0;

async function tell(opened: TestHouse, device: string, points: Record<string, unknown>): Promise<void> {
  const body = Buffer.from(JSON.stringify({ points }));
  await opened.house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device, kind: 'up', body, drill: false });
  await opened.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: { and: ['more', 1.5] } }, GATEWAY);
}

beforeAll(async () => {
  const evidence = { anchors: [{ kind: 'file' as const, file: anchorFile }] };
  const opened = await openTestHouse(scratch.path, SMALL_DISTRICT, { evidence });
  await tell(opened, 'smoke-1', { smoke: 'alarm' });
  alarm = [...opened.house.desk.open()][0]?.id ?? '';
  await tell(opened, 'smoke-2', { smoke: 'alarm' });
  await opened.house.flow.act({ do: 'acknowledge', alarm }, by);
  await opened.house.anchors.stop();
  await tell(opened, 'smoke-1', { smoke: 'normal' });
  await opened.house.flow.act({ do: 'judge', alarm, verdict: 'real' }, by);
  await opened.house.flow.act({ do: 'reset', alarm, note: '现场已查' }, by);
  // More records than are looked at or told of one by one.
  const notes = Array.from({ length: 60 }, (_, nth) => ({ do: 'note', what: 'test', about: `${nth}`, detail: {} }) as const);
  await Promise.all(notes.map((note) => opened.house.flow.act(note, GATEWAY)));
  await opened.house.close();
});
afterAll(() => {
  scratch.remove();
  outside.remove();
});

const anchors = (): { name: string; text: string }[] => [{ name: 'heads.log', text: readFileSync(anchorFile, 'utf8') }];

/** A copy of the database after somebody was at it. */
function tampered(tamper: (db: Database) => void, texts = anchors()): Verdict {
  count += 1;
  const file = join(scratch.path, `copy-${count}.db`);
  copyFileSync(join(scratch.path, 'state.db'), file);
  const db = openDatabase(file, 'normal');
  tamper(db);
  db.close();
  const read = openDatabase(file, 'normal', { readonly: true });
  try {
    return verify(read, texts);
  } finally {
    read.close();
  }
}

const said = ({ found }: Verdict): string[] => found.map(({ number, words }) => `${number}: ${words.en}`);
describe('a database that nobody touched', () => {
  it('passes, with the anchor that the gateway wrote at its stop', () => {
    const verdict = tampered(() => undefined);
    expect(said(verdict)).toEqual([]);
    expect(verdict.records).toBeGreaterThan(85);
    expect(verdict.anchored?.number).toBe(verdict.records);
    expect(anchors()[0]?.text.trim().split('\n').length).toBeGreaterThanOrEqual(3);
  });

  it('holds every audit line, alarm, incident and frame', () => {
    tampered((db) => {
      const kinds = db
        .prepare<[], { kind: string; n: number }>('SELECT kind, count(DISTINCT reference) AS n FROM chain GROUP BY kind')
        .all();
      for (const table of ['audit', 'alarm', 'incident']) {
        const rows = one<{ n: number }>(db, `SELECT count(*) AS n FROM ${table}`).n;
        expect(rows).toBeGreaterThan(0);
        expect(kinds).toContainEqual({ kind: table, n: rows });
      }
      expect(kinds).toContainEqual({ kind: 'frame', n: one<{ n: number }>(db, 'SELECT count(*) AS n FROM evidence').n });
    });
  });
});

describe('what somebody changed in the chain is found', () => {
  it.each([
    ['the time of a record', 'UPDATE chain SET at = at - 60000 WHERE number = 5', 5, /edited/],
    ['the reference of a record', "UPDATE chain SET reference = 'else' WHERE number = 5", 5, /edited/],
    ['the kind of a record', "UPDATE chain SET kind = 'begin' WHERE number = 5", 5, /edited|deleted/],
    ['the hash of a record', 'UPDATE chain SET hash = zeroblob(32) WHERE number = 5', 5, /edited/],
    ['the hash of a content', 'UPDATE chain SET content = zeroblob(32) WHERE number = 5', 5, /edited/],
    ['a record in the middle', 'DELETE FROM chain WHERE number = 5', 5, /record 5 was deleted/],
    ['records in the middle', 'DELETE FROM chain WHERE number BETWEEN 5 AND 7', 5, /records 5 to 7 were deleted/],
    ['the first record', 'DELETE FROM chain WHERE number = 1', 1, /record 1 was deleted/],
  ])('%s', (_, sql, number, words) => {
    const verdict = tampered((db) => db.exec(sql));
    expect(verdict.found[0]).toMatchObject({ number });
    expect(said(verdict)[0]).toMatch(words);
  });

  it('the content of a change', () => {
    let number = 0;
    const verdict = tampered((db) => {
      number = record(db, 'alarm');
      db.prepare("UPDATE chain SET text = replace(text, '烟感', '温感') WHERE number = ?").run(number);
    });
    expect(said(verdict)).toContain(`${number}: its content was edited`);
  });

  it('the content of a change, deleted', () => {
    let number = 0;
    const verdict = tampered((db) => {
      number = record(db, 'alarm');
      db.prepare('UPDATE chain SET text = NULL WHERE number = ?').run(number);
    });
    expect(said(verdict)).toContain(`${number}: its content was deleted`);
  });

  it('the hash of a record alone, and the one behind it is not accused', () => {
    const verdict = tampered((db) => db.exec('UPDATE chain SET hash = zeroblob(32) WHERE number = 5'), []);
    expect(said(verdict)).toEqual(['5: the record was edited: it is not what its hash says']);
  });

  it('every record, and says of how many beside those it looked at', () => {
    const verdict = tampered((db) => db.exec('UPDATE chain SET at = at + 1'), []);
    expect(verdict.found).toHaveLength(61);
    expect(said(verdict).at(-1)).toBe(`61: and ${verdict.records - 60} more that are not what their hashes say`);
  });

  it('two records that changed places, and says which was which', () => {
    const verdict = tampered((db) => {
      db.exec(
        'UPDATE chain SET number = -5 WHERE number = 5; UPDATE chain SET number = 5 WHERE number = 6; UPDATE chain SET number = 6 WHERE number = -5',
      );
    });
    expect(said(verdict).filter((line) => line.includes('moved'))).toEqual([
      '5: moved: what stands here was record 6',
      '6: moved: what stands here was record 5',
    ]);
    expect(said(verdict).filter((line) => line.includes('was edited'))).toEqual([]);
  });
});

describe('what somebody changed in the tables is found', () => {
  it('an audit line that says something else', () => {
    const verdict = tampered((db) => db.exec("UPDATE audit SET name = '别人' WHERE what = 'reset'"));
    expect(verdict.found).toHaveLength(1);
    expect(said(verdict)[0]).toMatch(/^\d+: audit line \d+ was edited$/);
  });

  it('an audit line that is gone, and one that was put in', () => {
    expect(said(tampered((db) => db.exec('DELETE FROM audit WHERE number = 3')))).toEqual([
      expect.stringMatching(/^\d+: audit line 3 was deleted$/),
    ]);
    const put = "INSERT INTO audit (at, by, name, origin, what, about, detail) VALUES (1, 'p1', 'x', '', 'acknowledge', 'a', '{}')";
    expect(said(tampered((db) => db.exec(put)))).toEqual([expect.stringMatching(/audit line \d+ is not in the chain/)]);
  });

  it.each([
    ['its title', 'UPDATE alarm SET data = replace(data, \'"times":1\', \'"times":2\') WHERE id = ?'],
    ['its words cut off', 'UPDATE alarm SET data = substr(data, 1, 40) WHERE id = ?'],
    ['the column that hides it from a list', 'UPDATE alarm SET closed = 1 - closed WHERE id = ?'],
    ['the column of its class', "UPDATE alarm SET class = 'notice' WHERE id = ?"],
    ['the column of its place', "UPDATE alarm SET path = '/elsewhere/' WHERE id = ?"],
    ['the column of its change', 'UPDATE alarm SET change = change + 1000 WHERE id = ?'],
    ['the column of its device', "UPDATE alarm SET device = 'smoke-9' WHERE id = ?"],
    ['the column that makes it a drill', 'UPDATE alarm SET drill = 1 - drill WHERE id = ?'],
    ['the column of when it was received', 'UPDATE alarm SET received_at = received_at - 60000 WHERE id = ?'],
  ])('an alarm: %s', (_, sql) => {
    const edit = (db: Database): void => {
      // An index reads the words of closed alarms: whoever cuts them off takes it away first.
      db.exec('DROP INDEX alarm_by_closing');
      db.prepare(sql).run(alarm);
    };
    expect(said(tampered(edit))).toEqual([expect.stringMatching(new RegExp(`^\\d+: alarm ${alarm} was edited in its table$`))]);
  });

  it('an alarm or incident that is gone', () => {
    expect(said(tampered((db) => void db.prepare('DELETE FROM alarm WHERE id = ?').run(alarm)))).toEqual([
      expect.stringMatching(/alarm \w+ was deleted/),
    ]);
    expect(said(tampered((db) => db.exec('DELETE FROM incident')))).toEqual([expect.stringMatching(/incident \w+ was deleted/)]);
  });

  it('an alarm, incident or frame that was put in', () => {
    const put = (table: string, changes: string) => (db: Database) =>
      db.exec(
        `CREATE TEMP TABLE made AS SELECT * FROM ${table} LIMIT 1; UPDATE made SET ${changes}; INSERT INTO ${table} SELECT * FROM made`,
      );
    for (const table of ['alarm', 'incident'])
      expect(said(tampered(put(table, "id = 'invented', change = change + 1000")))).toEqual([
        `null: ${table} invented is not in the chain`,
      ]);
    expect(said(tampered(put('evidence', "alarm = 'invented'")))).toEqual([
      expect.stringMatching(/^null: frame \d+ of alarm invented is not in the chain$/),
    ]);
  });

  it('a change that was taken out of the life of an alarm, though every hash is right', () => {
    const edit = (db: Database): void => {
      const { number, text } = one<{ number: number; text: string }>(
        db,
        "SELECT number, text FROM chain WHERE reference = ? AND kind = 'alarm' ORDER BY number LIMIT 1 OFFSET 1",
        alarm,
      );
      const edited = canonical({ ...(JSON.parse(text) as object), follows: 1 });
      db.prepare('UPDATE chain SET text = ?, content = ? WHERE number = ?').run(edited, Buffer.from(sha256(edited), 'hex'), number);
      hashAnew(db, number);
    };
    expect(said(tampered(edit, []))).toEqual([
      expect.stringMatching(new RegExp(`^\\d+: the changes of alarm ${alarm} do not follow each other$`)),
    ]);
  });

  it('an incident that began later', () => {
    expect(said(tampered((db) => db.exec("UPDATE incident SET data = json_set(data, '$.began', 1)")))).toEqual([
      expect.stringMatching(/incident \w+ was edited/),
    ]);
  });

  it('one byte of a raw frame, and a frame that is gone', () => {
    const edited = tampered((db) => db.exec("UPDATE evidence SET body = CAST(replace(CAST(body AS TEXT), 'alarm', 'alarn') AS BLOB)"));
    expect(said(edited)).toContainEqual(expect.stringMatching(/frame \d+ of alarm \w+ was edited/));
    for (const change of ['drill = 1 - drill', "peer = '10.0.0.1:1'", 'received_at = received_at + 1'])
      expect(said(tampered((db) => db.exec(`UPDATE evidence SET ${change}`)))[0]).toMatch(/frame \d+ of alarm \w+ was edited/);
    expect(said(tampered((db) => void db.prepare('DELETE FROM evidence WHERE alarm = ?').run(alarm)))).toContainEqual(
      expect.stringMatching(/was deleted/),
    );
  });
});

describe('an end that was cut off', () => {
  it('is found with the anchor', () => {
    const verdict = tampered(cutEnd);
    expect(said(verdict)).toEqual([expect.stringMatching(/heads.log, line \d+: the end was cut off: the chain ends with record \d+ now/)]);
  });

  it('is not found without one, and it says that it cannot', () => {
    const verdict = tampered(cutEnd, []);
    expect(said(verdict)).toEqual([]);
    expect(verdict.anchored).toBeNull();
  });

  it('is not found where it lies behind the last anchor, and it says how far the anchor goes', () => {
    const [first = ''] = anchors()[0]?.text.split('\n') ?? [];
    const verdict = tampered(cutEnd, [{ name: 'old', text: first }]);
    expect(said(verdict)).toEqual([]);
    expect(verdict.anchored?.number).toBeLessThan(verdict.records);
  });
});

describe('a chain that was written anew, with every hash right', () => {
  const forge = (db: Database): void => {
    const number = record(db, 'audit', 2);
    db.prepare('UPDATE chain SET at = at + 1 WHERE number = ?').run(number);
    hashAnew(db, number);
  };

  it('is found with the anchors', () => {
    expect(said(tampered(forge))).toContainEqual(expect.stringMatching(/not what was anchored/));
  });

  it('is not found without, which is why there are anchors', () => {
    expect(said(tampered(forge, []))).toEqual([]);
  });
});

describe('anchors that somebody was at', () => {
  const lines = (): string[] => anchors()[0]?.text.trim().split('\n') ?? [];
  const judged = (text: string): Verdict => tampered(() => undefined, [{ name: 'heads.log', text }]);
  const read = (text: string): string[] => said(judged(text));
  const anchorOf = (nth: number): Parameters<typeof anchorLine>[0] => JSON.parse(lines().at(nth) ?? '');

  it('lines that changed places', () => {
    expect(read([...lines()].reverse().join('\n'))).toContainEqual(expect.stringMatching(/not in their order/));
  });

  it('a line put in the place of another', () => {
    const of = (more: object): string => [...lines().slice(0, -1), anchorLine({ ...anchorOf(-1), ...more })].join('\n');
    expect(read(of({ hash: 'ab'.repeat(32) }))).toEqual([expect.stringMatching(/not what was anchored/)]);
    expect(read(of({ gateway: '0123456789abcdef' }))).toEqual([expect.stringMatching(/of another chain/)]);
    expect(read(of({}))).toEqual([]);
    // What is not what was anchored proves nothing of the chain.
    expect(judged(of({ hash: 'ab'.repeat(32) })).anchored?.number).toBe(anchorOf(-2).number);
  });

  it('an older line put behind a newer, with a time as if it were later', () => {
    const late = anchorLine({ ...anchorOf(0), at: anchorOf(-1).at + 1 });
    expect(anchorOf(0).number).toBeLessThan(anchorOf(-1).number);
    expect(read([...lines(), late].join('\n'))).toEqual([
      expect.stringMatching(new RegExp(`line ${lines().length + 1}: .*not in their order`)),
    ]);
  });

  it('not those of a gateway in which nothing happened for an hour, or that was stopped in the same moment', () => {
    const { at } = anchorOf(-1);
    const idle = judged([...lines(), anchorLine({ ...anchorOf(-1), at: at + 3_600_000 })].join('\n'));
    expect([said(idle), idle.anchored?.at]).toEqual([[], at + 3_600_000]);
    expect(read([anchorLine({ ...anchorOf(0), at }), anchorLine(anchorOf(-1))].join('\n'))).toEqual([]);
  });

  it('not those of a gateway whose clock was set back: it is said, and is no tampering', () => {
    const back = [...lines().slice(0, -1), anchorLine({ ...anchorOf(-1), at: anchorOf(-2).at - 3_600_000 })];
    const verdict = judged(back.join('\n'));
    expect(said(verdict)).toEqual([]);
    expect(verdict.noted.map(({ en }) => en)).toEqual([expect.stringMatching(new RegExp(`line ${back.length}: .*the clock was set back`))]);
    expect(verdict.anchored?.number).toBe(verdict.records);
    expect(judged(lines().join('\n')).noted).toEqual([]);
  });

  it('a line that is damaged', () => {
    expect(read(lines().join('\n').replace('"hash":"', '"hash":"x'))).toEqual([expect.stringMatching(/line 1 is damaged/)]);
    expect(read(lines().join('\n').replace('{"balefire":', '{"'))).toEqual([expect.stringMatching(/line 1 is damaged/)]);
    const [first = '', ...others] = lines();
    expect(read([first, ...others.map((line) => line.replace(/"number":\d+/, '$&.5'))].join('\n'))).toEqual(
      others.map((_, nth) => `null: heads.log, line ${nth + 2} is damaged`),
    );
  });

  it('are read as well from what a syslog server kept', () => {
    const kept = `Nov 25 18:00:00 tower sshd[1]: session opened\n${lines()
      .map((line) => `Nov 25 18:00:01 tower balefire[7]: ${line}`)
      .join('\n')}\n`;
    const verdict = tampered(() => undefined, [{ name: 'messages', text: kept }]);
    expect(said(verdict)).toEqual([]);
    expect(verdict.anchored?.number).toBe(verdict.records);
  });
});

describe('the command', () => {
  const run = (data: string, files: string[]): { code: number; said: string } => {
    const told: string[] = [];
    const code = verifyCommand(readConfig(undefined, { BALEFIRE_DATA: data }), files, (line) => told.push(line));
    return { code, said: told.join('\n') };
  };

  it('ends with 0 while the gateway stands still, and says to where it is anchored, or that it is not', () => {
    expect(run(scratch.path, [anchorFile])).toMatchObject({
      code: 0,
      said: expect.stringMatching(/未发现改动.*nothing was tampered with/),
    });
    expect(run(scratch.path, []).said).toMatch(/末尾若被截断，无法发现.*a cut at the end CANNOT be seen/);
  });

  it('ends with 0 while the gateway runs, and the gateway goes on', async () => {
    const running = scratchFolder('verify-running');
    const opened = await openTestHouse(running.path, SMALL_DISTRICT);
    expect(run(running.path, []).code).toBe(0);
    await tell(opened, 'smoke-1', { smoke: 'alarm' });
    expect([...opened.house.desk.open()]).toHaveLength(1);
    expect(run(running.path, []).code).toBe(0);
    expect(existsSync(join(running.path, 'state.db-wal'))).toBe(true);
    await opened.house.close();
    running.remove();
  });

  it('ends with 1 where something was found, and says which record and what, in both languages', () => {
    const folder = scratchFolder('verify-bad');
    copyFileSync(join(scratch.path, 'state.db'), join(folder.path, 'state.db'));
    const db = openDatabase(join(folder.path, 'state.db'), 'normal');
    db.exec('DELETE FROM chain WHERE number = 9');
    db.close();
    expect(run(folder.path, [])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/✗ 第 9 条：第 9 条被删除 \/ ✗ record 9: record 9 was deleted/),
    });
    folder.remove();
  });

  it('tells the first fifty of what was found, and how many there are', () => {
    const folder = scratchFolder('verify-worse');
    copyFileSync(join(scratch.path, 'state.db'), join(folder.path, 'state.db'));
    const db = openDatabase(join(folder.path, 'state.db'), 'normal');
    db.exec('UPDATE chain SET at = at + 1');
    db.close();
    const lines = run(folder.path, []).said.split('\n');
    const told = lines.filter((line) => line.startsWith('✗ 第')).map((line) => Number(/\d+/.exec(line)?.[0]));
    expect(told).toEqual(Array.from({ length: 50 }, (_, nth) => nth + 1));
    expect(lines.filter((line) => line.includes('in all'))).toEqual(['……共 61 处 / … 61 in all']);
    folder.remove();
  });

  it('ends with 2 where there is nothing to check, or an anchor file cannot be read', () => {
    expect(run(join(scratch.path, 'nowhere'), []).code).toBe(2);
    expect(run(scratch.path, [join(outside.path, 'missing.log')]).code).toBe(2);
    writeFileSync(join(outside.path, 'state.db'), 'no database at all, only some text that is long enough to be looked at as one');
    expect(run(outside.path, []).code).toBe(2);
  });
});
