// The record of an incident: what is printed, read back by another program's eyes, in both languages and with names that no font has.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { GATEWAY } from '../acts.ts';
import type { ToldNotice } from '../notify/notice-rows.ts';
import { aPng } from '../pictures/testing/a-picture.ts';
import { aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import { type Sheet, sheetOf } from './sheet.ts';
import { printSheet } from './sheet-pdf.ts';

let test: TestWeb;
let operator: Browser;
let incident = '';
const folder = mkdtempSync(join(tmpdir(), 'balefire-record-'));

/** What poppler reads on each page. */
function pagesOf(pdf: Buffer): string[] {
  const file = join(folder, 'record.pdf');
  writeFileSync(file, pdf);
  // Where a font changes its spacing it sees spaces: they say nothing.
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(' ', '').split('\f').slice(0, -1);
}

beforeAll(async () => {
  test = await aWeb();
  operator = await test.person('operator');
  await test.tell('smoke-1', { smoke: 'alarm' });
  const [alarm] = test.house.desk.openOf('smoke-1');
  incident = alarm?.incident ?? '';
  await operator.ask('POST', `/alarms/${alarm?.id}/acknowledge`, {});
  await operator.ask('POST', `/incidents/${incident}/find`, { verdict: 'false', cause: 'steam', note: '厨房蒸汽，已通风' });
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

async function printed(browser: Browser, query = '', of = incident): Promise<string> {
  const answer = await browser.get(`/incidents/${of}/record${query}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=record-${of}.pdf`);
  return pagesOf(answer.body as Buffer).join('\n');
}

describe('the record of an incident', () => {
  it('says in Chinese what it was, where, who acknowledged, what was found, and who prints it', async () => {
    const text = await printed(operator);
    for (const words of [
      '处警单',
      '火警',
      incident,
      '误报 · 蒸汽 · 厨房蒸汽，已通风',
      '确认警情',
      '核警结论',
      '处置清单',
      '致电消防控制室，问明情况',
      '值班员',
      '第 1 / 2 页',
    ])
      expect(text).toContain(words.replaceAll(' ', ''));
  });

  it('says the same in English', async () => {
    const text = await printed(operator, '?language=en');
    for (const words of ['Incident record', 'Fire', 'False alarm · Steam', 'Acknowledged', 'Checklist', 'Operator', 'Page 1 of 2'])
      expect(text).toContain(words.replaceAll(' ', ''));
  });

  it('is refused where nobody may see the incident, and in a language that nobody writes', async () => {
    const stranger = await test.person('manager', 'farm');
    expect((await stranger.get(`/incidents/${incident}/record`)).status).toBe(404);
    expect((await operator.get(`/incidents/${incident}/record?language=fr`)).status).toBe(400);
    expect((await operator.get('/incidents/i0000000000000000/record')).status).toBe(404);
  });

  it('holds for somebody of one floor what is theirs alone: no other alarm, no note of others, nobody who was told, and it says so', async () => {
    const device = { id: 'roof', name: '屋顶烟感', model: 'balefire/smoke', place: 'tower', modbus: null, longitude: null, latitude: null };
    await test.house.flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('roof', { smoke: 'alarm' });
    const both = test.house.desk.openOf('roof')[0]?.incident ?? '';
    expect(test.house.desk.openOf('smoke-1')[0]?.incident).toBe(both);
    const key = { 'idempotency-key': randomUUID() };
    expect((await operator.ask('POST', `/incidents/${both}/notes`, { text: '屋顶有人动火' }, key)).status).toBe(201);
    await operator.ask('POST', `/alarms/${test.house.desk.openOf('roof')[0]?.id}/acknowledge`, { note: '屋顶已派人' });
    const floor = await test.person('manager', 'f12');
    const texts = await Promise.all([operator, floor].map((who) => printed(who, '', both)));
    for (const words of ['屋顶烟感', '屋顶有人动火', '屋顶已派人', '值班席'])
      expect(texts.map((text) => text.includes(words))).toEqual([true, false]);
    for (const words of ['1201烟感']) expect(texts.map((text) => text.includes(words))).toEqual([true, true]);
    expect(texts[1]).toContain('仅含打印人有权查看的部分');
  });

  it('stands in the audit when it was printed', async () => {
    const { body } = await operator.get(`/incidents/${incident}`);
    expect((body as { audit: { what: string; title: { zh: string } }[] }).audit.map(({ title }) => title.zh)).toContain('打印处警单');
  });

  it('is printed beside the gateway: its own thread has little to do meanwhile', async () => {
    const before = performance.eventLoopUtilization();
    await printed(operator);
    const { active, idle } = performance.eventLoopUtilization(before);
    expect(active).toBeLessThan(idle);
  });
});

describe('a sheet', () => {
  const around = {
    placeNames: () => ['松涛家园', '3号楼', '12层'],
    channelTitle: (id: string) => ({ zh: `通道${id}`, en: id }),
    titleOf: () => ({ zh: '记录', en: 'Note' }),
    date: (at: number) => new Date(at).toISOString().slice(0, 19),
    printed: { by: '值班员甲', at: 0 },
    version: '0',
  };
  const story = () => {
    const one = test.house.desk.incident(incident);
    if (!one) throw new Error('no incident');
    const alarms = one.alarms.flatMap((id) => test.house.desk.alarm(id) ?? []);
    return { incident: one, alarms, audit: [], notices: [], isWhole: true, checklist: [], entries: [], pictures: new Map() };
  };
  const lines = (count: number, note: string): Sheet => {
    const audit = Array.from({ length: count }, (_, nth) => ({
      number: nth,
      at: nth * 1_000,
      by: 'p',
      name: `某人${nth}`,
      from: '',
      what: 'note',
      about: incident,
      detail: { note },
    }));
    return sheetOf({ ...story(), audit }, 'zh', around);
  };

  it('goes on over as many pages as it needs, the heading of its table on each, and none is lost', async () => {
    const pages = pagesOf(await printSheet(lines(300, '现场查看，未见明火，继续观察。'.repeat(4))));
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages.slice(1, -1)) expect(page).toContain('事项');
    const text = pages.join('\n');
    for (let nth = 0; nth < 300; nth += 1) expect(text).toContain(`某人${nth}`);
    expect(text).toContain(`第${pages.length}/${pages.length}页`);
  });

  it('never leaves a heading alone at the foot of a page, nor breaks a time in two', async () => {
    const table = (rows: number) => ({
      is: 'table' as const,
      title: `表${rows}`,
      columns: [
        { title: '人员', share: 0.2 },
        { title: '内容', share: 0.8 },
      ],
      rows: Array.from({ length: rows }, () => ['值班员乙 2026-11-18 19:07:01', '内有烟']),
      note: null,
    });
    const blocks = Array.from({ length: 24 }, (_, nth) => table(nth + 1));
    const pages = pagesOf(await printSheet({ ...lines(0, ''), blocks }));
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) {
      const written = page.split('\n').filter((line) => line !== '' && !line.includes('Balefire'));
      expect(written.at(-1)).toMatch(/2026-11-18\s?19:07:01/);
    }
  });

  it('names a channel as people do', () => {
    const recipient = { id: 'p', name: '张工', contacts: {} };
    const attempts = [{ channel: 'sms-1', at: 0, tookMs: 1, is: 'ok' as const, reason: null }];
    const notice = {
      id: 'n',
      dueAt: 0,
      path: [],
      recipient,
      via: [],
      notice: {},
      outcome: { is: 'sent' as const, channel: 'sms-1' },
      attempts,
    };
    const sheet = sheetOf({ ...story(), notices: [notice as unknown as ToldNotice] }, 'zh', around);
    const tables = sheet.blocks.flatMap((block) => (block.is === 'table' ? [block] : []));
    expect(tables.at(-1)?.rows[0]).toContain('通道sms-1');
  });

  it('names the characters that its font lacks instead of leaving a gap', async () => {
    const text = pagesOf(await printSheet(lines(1, '𠮷野家🔥报警\u0007'))).join('\n');
    expect(text).toContain('□野家□报警');
    expect(text).toContain('U+20BB7U+1F525');
    // However many they are, the foot stays on its page.
    const many = String.fromCodePoint(...Array.from({ length: 200 }, (_, nth) => 0x1f300 + nth));
    const [crowded = '', ...more] = pagesOf(await printSheet(lines(1, many)));
    expect(more.length).toBe(1);
    expect(crowded).toContain('U+1F300U+1F301');
    expect(crowded).toContain('…');
  });

  it('shows pictures with who took them, lists their hashes, and says where one cannot be printed', async () => {
    const entry = (key: string, text: string, nth: number) => ({
      ...{ id: 'p', name: '值班员甲', from: '', at: nth, key, text, taken: null },
      media: { hash: `${nth}`.repeat(64), kind: 'image/png' as const, bytes: 1, width: 4, height: 3 },
    });
    const note = { ...entry('k0', '已派人', 0), media: null };
    const entries = [note, entry('k1', '走廊有烟', 1), entry('k2', '配电间', 2)];
    const pictures = new Map([
      ['k1', aPng(40, 30)],
      ['k2', Buffer.from('no picture')],
    ]);
    const pdf = await printSheet(sheetOf({ ...story(), entries, pictures }, 'zh', around));
    const text = pagesOf(pdf).join('\n');
    for (const words of ['照片1·走廊有烟·值班员甲', '照片2·配电间·值班员甲', '无法打印，见证据包']) expect(text).toContain(words);
    expect(text.replaceAll('\n', '')).toContain('1'.repeat(64));
    expect(execFileSync('pdfimages', ['-list', join(folder, 'record.pdf')], { encoding: 'utf8' })).toMatch(/image +40 +30/);
  });

  it('of a fault that was found to be one says nothing of a fire', async () => {
    const { incident: real, ...rest } = story();
    const fault = { ...real, class: 'fault', family: 'fault', state: 'confirmed' } as const;
    for (const [language, said] of [
      ['zh', '已核实属实'],
      ['en', 'Confirmed'],
    ] as const) {
      const [facts] = sheetOf({ ...rest, incident: fault }, language, around).blocks;
      const rows = facts?.is === 'facts' ? facts.rows.map(([, text]) => text) : [];
      expect(rows).toContain(said);
      expect(rows.join()).not.toMatch(/确认火警|Confirmed fire/);
    }
    const [burns] = sheetOf({ ...rest, incident: { ...real, state: 'confirmed' } }, 'zh', around).blocks;
    expect(JSON.stringify(burns)).toContain('确认火警');
  });

  it('of a drill says so at the head of every page', async () => {
    const { incident: real, ...rest } = story();
    const sheet = sheetOf({ ...rest, incident: { ...real, drill: true } }, 'zh', around);
    for (const page of pagesOf(await printSheet(sheet))) expect(page).toContain('演练');
  });
});
