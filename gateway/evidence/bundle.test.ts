// The bundle of an incident over the API, and the verifier that is put into it, as a stranger would run it.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import { partsOf, unpack } from '../estate/part-list-archive.ts';
import { aPng } from '../pictures/testing/a-picture.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import { type BundleOrder, type BundleRooms, makeBundle } from './bundle.ts';
import { linkHash, sha256 } from './chain.ts';
import { verify } from './verify.ts';

const scratch = scratchFolder('bundle');
const VERIFIER = join(import.meta.dirname, 'verifier', 'verify-bundle.mjs');

let test: TestWeb;
let admin: Browser;
let incident = '';
let sound = '';

async function exported(browser: Browser, of: string): Promise<ReadonlyMap<string, Buffer>> {
  const answer = await browser.get(`/incidents/${of}/bundle`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=evidence-${of}.zip`);
  const archive = answer.body as Buffer;
  return new Map([...partsOf(archive)].map(([name, part]) => [name, unpack(archive, part)]));
}

function unpacked(files: ReadonlyMap<string, Buffer>, name: string): string {
  const folder = join(scratch.path, name);
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), bytes);
  }
  return folder;
}

/** By a verifier of our own, not by the one in the folder. */
function verified(folder: string): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, folder], { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const json = <T>(files: ReadonlyMap<string, Buffer>, name: string): T => JSON.parse(files.get(name)?.toString('utf8') ?? 'null') as T;

beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  await test.tell('smoke-1', { smoke: 'alarm' });
  await test.tell('smoke-2', { smoke: 'alarm' });
  await test.tell('voice-1', { button: true });
  const [alarm] = test.house.desk.openOf('smoke-1');
  incident = alarm?.incident ?? '';
  await admin.ask('POST', `/alarms/${alarm?.id}/acknowledge`, {});
  await admin.ask('POST', `/alarms/${alarm?.id}/judge`, { verdict: 'false', cause: 'steam', note: '厨房蒸汽' });
  await test.tell('smoke-1', { smoke: 'normal' });
  sound = unpacked(await exported(admin, incident), 'sound');
});
afterAll(async () => {
  await test.close();
  scratch.remove();
});

/** A copy of the sound bundle after somebody was at it. */
function tampered(name: string, tamper: (folder: string) => void): { code: number | null; said: string } {
  const folder = join(scratch.path, name.replace(/\W/g, '-'));
  cpSync(sound, folder, { recursive: true });
  tamper(folder);
  const outcome = verified(folder);
  rmSync(folder, { recursive: true });
  return outcome;
}

/** Makes the manifest anew, as somebody would who knows how it is made. */
function manifestAnew(folder: string): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, string> };
  for (const name of Object.keys(manifest.files)) manifest.files[name] = sha256(readFileSync(join(folder, name)));
  writeFileSync(file, `${JSON.stringify(manifest, null, 1)}\n`);
  writeFileSync(join(folder, 'manifest.sha256'), `${sha256(readFileSync(file))}  manifest.json\n`);
}

function edit(folder: string, name: string, change: (content: never) => unknown): void {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as never), null, 1));
  manifestAnew(folder);
}

describe('the bundle of an incident', () => {
  it('holds all that happened, the frames, who did what, the rules, and the proof', async () => {
    const files = await exported(admin, incident);
    const alarms = json<{ id: string; now: { device: string }; changes: unknown[] }[]>(files, 'alarms.json');
    expect(alarms.map(({ now }) => now.device)).toEqual(['smoke-1', 'smoke-2']);
    expect(alarms[0]?.changes.length).toBeGreaterThanOrEqual(4);
    expect(json<{ what: string }[]>(files, 'audit.json').map(({ what }) => what)).toEqual(['acknowledge', 'judge', 'export-evidence']);
    expect(json(files, 'people.json')).toEqual([{ id: expect.any(String), name: 'administrator', role: 'administrator' }]);
    expect(json<{ rule: object | null }[]>(files, 'rules.json').every(({ rule }) => rule !== null)).toBe(true);
    const told = json<{ recipient: { id: string }; notice: { phase: string } }[]>(files, 'notices.json');
    expect(told.map(({ recipient, notice }) => [recipient.id, notice.phase])).toEqual([
      ['seat', 'raised'],
      ['seat', 'update'],
    ]);
    expect(json<{ driver: string; readings: { value: unknown }[] }[]>(files, 'readings.json')[0]).toMatchObject({
      driver: 'balefire/smoke',
      readings: [{ point: 'smoke', value: 'alarm' }],
    });
    const frames = [...files.keys()].filter((name) => name.endsWith('.bin'));
    expect(frames.length).toBeGreaterThanOrEqual(3);
    expect(files.get(frames[0] ?? '')?.toString('utf8')).toContain('"smoke":"alarm"');
    expect(files.get('record.pdf')?.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  it('is as sound without the printed record, where that could not be made', async () => {
    const { files } = await makeBundle(orderOf(), roomsOf(test));
    expect(files.map(([name]) => name)).not.toContain('record.pdf');
    expect(verified(unpacked(new Map(files), 'unprinted'))).toMatchObject({ code: 0 });
  });

  it('stands in the audit with the hash of its manifest, before it leaves', async () => {
    const files = await exported(admin, incident);
    const [line] = test.house.alarms.listAudit({ about: incident, limit: 1 });
    expect(line).toMatchObject({ what: 'export-evidence', name: 'administrator' });
    expect(line?.detail['manifest']).toBe(sha256(files.get('manifest.json') ?? ''));
    expect(verify(test.house.database, []).found).toEqual([]);
  });

  it('is sound, and says that it leads to no anchor where there is none', () => {
    expect(verified(sound)).toMatchObject({ code: 0, said: expect.stringMatching(/it leads to no anchor[\s\S]*证据包完好/) });
    const own = spawnSync(process.execPath, [join(sound, 'verify-bundle.mjs')], { encoding: 'utf8', cwd: '/' });
    expect(own.status).toBe(0);
  });

  it('holds for somebody of one floor only what stands on it, and is as sound', async () => {
    const manager = await test.person('manager', 'f12');
    const files = await exported(manager, incident);
    expect(json(files, 'incident.json')).toMatchObject({ part: true });
    const records = json<{ records: { reference: string }[]; own: number[] }>(files, 'chain.json');
    expect(records.records).toHaveLength(records.own.length);
    expect(records.records.map(({ reference }) => reference)).not.toContain(incident);
    expect(verified(unpacked(files, 'part'))).toMatchObject({ code: 0, said: expect.stringContaining('only a part of the incident') });
    expect(verified(sound).said).not.toContain('only a part');
    const forester = await test.person('manager', 'farm');
    expect((await forester.get(`/incidents/${incident}/bundle`)).status).toBe(404);
  });
});

describe('the verifier', () => {
  it('finds one byte changed in any file of the bundle', async () => {
    const names = [...(await exported(admin, incident)).keys()];
    // Not the frames of this second export alone: the same files stand in the first.
    expect(names.length).toBeGreaterThan(15);
    const missed = names.filter((name) => {
      const { code } = tampered(`byte-${name}`, (folder) => {
        const bytes = readFileSync(join(folder, name));
        const at = Math.floor(bytes.length / 2);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(join(folder, name), bytes);
      });
      return code !== 1;
    });
    expect(missed).toEqual([]);
  }, 60_000);

  it('finds a file that is missing and one that was put in', () => {
    expect(tampered('missing', (folder) => rmSync(join(folder, 'rules.json')))).toMatchObject({ code: 1 });
    expect(tampered('more', (folder) => writeFileSync(join(folder, 'more.txt'), 'x')).said).toMatch(/not in the manifest: more.txt/);
  });

  it('passes a bundle whose manifest was made anew and nothing else: the control of what follows', () => {
    expect(tampered('control', manifestAnew)).toMatchObject({ code: 0 });
  });

  it('finds one record taken out of the chain, whichever it is, though the manifest was made anew', () => {
    const { records, own } = JSON.parse(readFileSync(join(sound, 'chain.json'), 'utf8')) as { records: unknown[]; own: number[] };
    expect(own.length).toBeGreaterThan(8);
    for (const number of own) {
      const { code, said } = tampered('record', (folder) =>
        edit(folder, 'chain.json', (chain: { records: { number: number }[]; own: number[] }) => ({
          ...chain,
          records: chain.records.filter((record) => record.number !== number),
          own: chain.own.filter((one) => one !== number),
        })),
      );
      expect({ number, code, said }).toEqual({ number, code: 1, said: expect.stringMatching(/is not in the chain/) });
    }
    expect(records.length).toBeGreaterThanOrEqual(own.length);
  }, 60_000);

  it('finds records that changed places, and one made to follow another than the one before, though the manifest was made anew', () => {
    type Chain = { records: (Parameters<typeof linkHash>[1] & { previous: string; hash: string })[] };
    const chained = (name: string, change: (records: Chain['records']) => Chain['records']) =>
      tampered(name, (folder) => edit(folder, 'chain.json', (chain: Chain) => ({ ...chain, records: change(chain.records) })));
    expect(chained('same', (records) => records).code).toBe(0);
    expect(chained('moved', (records) => records.toReversed())).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is not in its order/),
    });
    const twice = chained('twice', (records) => records.flatMap((record) => [record, record]));
    expect(twice).toMatchObject({ code: 1, said: expect.stringMatching(/is not in its order/) });
    const previous = 'ab'.repeat(32);
    const forged = chained('forged', (records) =>
      records.map((record, nth) => (nth === records.length - 1 ? { ...record, previous, hash: linkHash(previous, record) } : record)),
    );
    expect(forged).toMatchObject({ code: 1, said: expect.stringMatching(/does not follow the one before/) });
  });

  it('finds an edit of what the chain tells of, though the manifest was made anew', () => {
    const edits: Record<string, (folder: string) => void> = {
      'a change of an alarm': (folder) =>
        edit(folder, 'alarms.json', (alarms: { changes: { change: { set?: object } }[] }[]) => {
          for (const { changes } of alarms)
            for (const { change } of changes) if (change.set) change.set = { ...change.set, attention: 'new' };
          return alarms;
        }),
      'what an alarm came to': (folder) =>
        edit(folder, 'alarms.json', (alarms: { now: object }[]) => alarms.map((one) => ({ ...one, now: { ...one.now, verdict: 'real' } }))),
      'a whole alarm left out': (folder) => edit(folder, 'alarms.json', (alarms: unknown[]) => alarms.slice(1)),
      'who did it': (folder) => edit(folder, 'audit.json', (lines: object[]) => lines.map((line) => ({ ...line, name: 'somebody else' }))),
      'an audit line left out': (folder) => edit(folder, 'audit.json', (lines: unknown[]) => lines.slice(1)),
      'the time of a record': (folder) =>
        edit(folder, 'chain.json', (chain: { records: { at: number }[] }) => {
          for (const record of chain.records) record.at += 1;
          return chain;
        }),
    };
    for (const [name, at] of Object.entries(edits)) expect([name, tampered(name, at).code]).toEqual([name, 1]);
  });

  it('finds a frame whose two forms differ, or that was edited in both', () => {
    const frames = [...readFrames(sound)];
    const [name = ''] = frames;
    const bin = (folder: string): void => {
      const file = join(folder, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace('alarm', 'alarn'));
    };
    expect(
      tampered('bin', (folder) => {
        bin(folder);
        manifestAnew(folder);
      }).said,
    ).toMatch(/differs from its bytes/);
    const both = (folder: string): void => {
      bin(folder);
      const body = readFileSync(join(folder, name)).toString('hex');
      const [, alarm = '', entry = ''] = /frames\/(\w+)-(\d+)\.bin/.exec(name) ?? [];
      edit(folder, `frames/${alarm}.json`, (all: { entry: number }[]) =>
        all.map((one) => (one.entry === Number(entry) ? { ...one, body } : one)),
      );
    };
    expect(tampered('both', both).said).toMatch(/frame \w+\/\d+ is not in the chain/);
  });
});

describe('the pictures of a bundle', () => {
  let folder = '';
  let picture = '';
  beforeAll(async () => {
    picture = randomUUID();
    const sent = await admin.ask('POST', `/incidents/${incident}/media`, aPng(), {
      'content-type': 'image/png',
      'idempotency-key': picture,
    });
    expect(sent.status).toBe(201);
    folder = unpacked(await exported(admin, incident), 'pictures');
  });

  it('are looked at by the verifier: each as it was sent', () => {
    expect(readFileSync(join(folder, 'pictures', `${picture}.png`))).toEqual(aPng());
    expect(verified(folder)).toMatchObject({ code: 0 });
  });

  it.each([
    [
      'another picture in its place',
      'is not the one that was sent',
      () => writeFileSync(join(folder, 'pictures', `${picture}.png`), aPng(4, 3, 9)),
    ],
    ['not told of', 'is missing', () => edit(folder, 'pictures.json', () => [])],
    ['one more', 'is not of the incident', () => edit(folder, 'pictures.json', () => [{ key: 'x', hash: '', file: null }])],
  ])('are found out: %s', (_what, said, tamper) => {
    tamper();
    manifestAnew(folder);
    const outcome = verified(folder);
    expect([outcome.code, outcome.said]).toEqual([1, expect.stringContaining(said)]);
  });
});

function readFrames(folder: string): string[] {
  const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: Record<string, string> };
  return Object.keys(files).filter((name) => name.endsWith('.bin'));
}

function roomsOf({ house }: TestWeb): BundleRooms {
  return {
    store: house.alarms,
    chain: house.chain,
    rule: () => undefined,
    estate: house.estate,
    driverOf: () => undefined,
    person: () => undefined,
    anchors: async () => [],
    notices: async () => [],
    picture: () => Promise.reject(new Error('there is none')),
    record: async () => undefined,
    clock: () => 1,
    version: '0',
  };
}

/** All of it, for somebody who sees everything. */
function orderOf(): BundleOrder {
  const one = test.house.desk.incident(incident);
  if (!one) throw new Error('no incident');
  const alarms = one.alarms.flatMap((id) => test.house.desk.alarm(id) ?? []);
  const by = { id: 'p', name: 'n', role: 'auditor' as const };
  return { incident: one, alarms, entries: [], isWhole: true, seesAll: true, seesOriginals: true, by, language: 'zh' };
}

describe('a bundle of a gateway that anchors', () => {
  it('leads to the anchor, and one that is not the anchored one is found', async () => {
    const { house } = test;
    const head = house.chain.head();
    if (!head) throw new Error('nothing is saved');
    const made = (hash: string) => {
      const anchor = { ...head, hash, at: 1_790_000_000_000, place: 'file /mnt/heads.log' };
      return makeBundle(orderOf(), { ...roomsOf(test), anchors: async () => [anchor] });
    };
    const folder = unpacked(new Map((await made(head.hash)).files), 'anchored');
    const leads = `the records lead to anchor ${head.number} ${head.hash}`;
    expect(verified(folder)).toMatchObject({ code: 0, said: expect.stringContaining(leads) });
    // With one taken out that is not of the incident they lead nowhere.
    edit(folder, 'chain.json', (chain: { records: { number: number }[]; own: number[] }) => {
      const between = chain.records.find(({ number }) => !chain.own.includes(number));
      expect(between).toBeDefined();
      return { ...chain, records: chain.records.filter((record) => record !== between) };
    });
    expect(verified(folder).said).toContain('it leads to no anchor');
    const bad = verified(unpacked(new Map((await made('ab'.repeat(32))).files), 'anchored-otherwise'));
    expect(bad).toMatchObject({ code: 1, said: expect.stringContaining('is not what was anchored') });
  });
});

describe('the bounds of an export', () => {
  it('puts the frames of very many alarms into one list, which proves as much as a file for each', async () => {
    const { files } = await makeBundle(orderOf(), roomsOf(test), 3);
    const listed = new Map(files);
    expect([...listed.keys()].filter((name) => name.startsWith('frames'))).toEqual(['frames.json']);
    const folder = unpacked(listed, 'listed');
    const frames = json<{ alarm: string; entry: number; body: string }[]>(listed, 'frames.json');
    expect(frames.map(({ body }) => Buffer.from(body, 'hex').toString('utf8'))).toContainEqual(expect.stringContaining('"smoke":"alarm"'));
    // The picture was put in by a house whose files these rooms do not have: it is told of as gone.
    expect(verified(folder)).toMatchObject({ code: 0 });
    const [first] = frames;
    for (const [kept, said] of [
      [frames.slice(1), /is missing/],
      [[...frames, { ...first, alarm: 'a0' }], /which is no alarm of the bundle/],
      [frames.map((frame) => ({ ...frame, body: frame.body.replace(/.$/, '0') })), /is not in the chain/],
    ] as const) {
      edit(folder, 'frames.json', () => kept);
      const outcome = verified(folder);
      expect([outcome.code, outcome.said]).toEqual([1, expect.stringMatching(said)]);
    }
  });

  it('refuses, in words, one whose frames are more than a gateway has to spare', async () => {
    const [entry] = test.house.alarms.evidence(orderOf().alarms[0]?.id ?? '');
    if (!entry) throw new Error('no frame');
    const large = { ...entry, frame: { ...entry.frame, body: Buffer.alloc(17 * 2 ** 20) } };
    const store = { evidence: () => [large], listAudit: () => [] } as unknown as AlarmStore;
    await expect(makeBundle(orderOf(), { ...roomsOf(test), store })).rejects.toThrow('16 MB');
  });

  it('refuses a third while two are being made, in words, and writes no line of an export that was refused', async () => {
    const lines = (): number => test.house.alarms.listAudit({ about: incident, limit: 1_000 }).length;
    const before = lines();
    const answers = await Promise.all(Array.from({ length: 6 }, () => admin.get(`/incidents/${incident}/bundle`)));
    const made = answers.filter(({ status }) => status === 200).length;
    expect(made).toBeGreaterThanOrEqual(2);
    expect(answers.filter(({ status }) => status !== 200).every(({ status }) => status === 429)).toBe(true);
    expect(lines()).toBe(before + made);
  });
});
