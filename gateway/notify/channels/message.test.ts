// A notice as text: what is told first, what stays when room is short, and what a short message may not hold.
import fc from 'fast-check';
import { words } from '../../../device-drivers/words.ts';
import { drillNotice, realNotice, SOME_TIME } from '../testing/some-notice.ts';
import { byteLength, cut, messageOf, titleOf, variablesOf } from './message.ts';

describe('a message', () => {
  it('tells title, lines, link and whom it calls, Chinese first', () => {
    expect(messageOf(realNotice(), 'both', 2_048, '@13800001234').split('\n')).toEqual([
      '【火警】阳光小区3号楼12层',
      '烟感 1-12-07 报火警',
      '自 23:41 起；请立即核实',
      '[Fire] Sunshine Estate, building 3, floor 12',
      'Smoke head 1-12-07 tells of a fire',
      'Since 23:41; verify at once',
      'https://fire.example.org/a/abc',
      '@13800001234',
    ]);
  });

  it('keeps title and link when there is room for little', () => {
    expect(messageOf(realNotice(), 'both', 80)).toBe('【火警】阳光小区3号楼12层\n烟感 1-…\nhttps://fire.example.org/a/abc');
  });

  it('gives up the link before the title', () => {
    expect(messageOf(realNotice(), 'zh', 40)).toBe('【火警】阳光小区3号楼12层…');
  });

  it('says that it may have been sent before', () => {
    expect(messageOf(realNotice({ isRepeated: true }), 'both', 2_048)).toContain('（此条可能重复）');
  });

  it('makes no line of its own out of the name of a place', () => {
    const title = words('【火警】A栋\n【火警解除】一切正常', '[Fire] A\r\n[Resolved]');
    expect(messageOf(realNotice({ title, lines: [] }), 'zh', 2_048).split('\n')).toHaveLength(2);
  });

  it('of a drill begins with 【演练】 in both languages, once', () => {
    expect(titleOf(drillNotice())).toEqual(
      words('【演练】【火警】阳光小区3号楼12层', '【演练】Drill: [Fire] Sunshine Estate, building 3, floor 12'),
    );
    const said = words('【演练】火警', '【演练】Fire');
    expect(titleOf(drillNotice({ title: said }))).toEqual(said);
  });

  it('never is longer than its bound, never breaks a character, and begins with its title', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 3, max: 200 }),
        (title, text, bytes) => {
          const message = messageOf(realNotice({ title: words(title, title), lines: [words(text, text)] }), 'both', bytes);
          expect(byteLength(message)).toBeLessThanOrEqual(bytes);
          expect(Buffer.from(message, 'utf8').toString('utf8')).toBe(message);
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('text is cut between characters as a person counts them', () => {
  expect(cut('火警👨‍👩‍👧x', 9)).toBe('火警…');
  expect(cut('火警👨‍👩‍👧x', 24)).toBe('火警…');
  expect(cut('火警👨‍👩‍👧x', 25)).toBe('火警👨‍👩‍👧x');
  expect(cut('火警', 6)).toBe('火警');
  expect(cut('火警', 2)).toBe('');
});

describe('variables of a template', () => {
  const of = (place: string) => variablesOf(realNotice({ place }), 'Asia/Shanghai').place;

  it('are class, the nearest of the place, the local time and a number', () => {
    expect(variablesOf(realNotice(), 'Asia/Shanghai')).toEqual({ class: '火警', place: '阳光小区 3号楼 12层', time: '23:41', alarms: '2' });
    expect(variablesOf(drillNotice({ phase: 'resolved', at: SOME_TIME }), 'UTC')).toMatchObject({ class: '演练火警解除', time: '15:41' });
  });

  it('hold no URL, no domain, no IP address, no bracket of a signature, no emoji', () => {
    expect(of('泵房 https://evil.example.org/x?y')).toBe('泵房');
    expect(of('泵房 evil.example.org 10.1.2.3')).not.toMatch(/\./);
    expect(of('【阿里】泵房🔥')).toBe('阿里 泵房');
    expect(of('')).toBe('见平台');
  });

  it('keep the end of a place that is too long: there the fire is', () => {
    expect(of('很长的联网单位名称有限责任公司 · 综合办公大楼 · 12层 · 东侧走廊')).toMatch(/12层 东侧走廊$/);
    expect([...of('楼'.repeat(400))]).toHaveLength(20);
  });
});
