// The outbox: nothing leaves before it is written, nothing written stays behind.
import { MemoryTable } from '../memory-table.ts';
import { openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import { type Alarm, step } from './alarm.ts';
import { Outbox, type OutboxRow, wordOf } from './outbox.ts';
import { anAlarm, by } from './testing/an-alarm.ts';

const alarm = { id: 'a1', device: 'd', point: 'p', class: 'fire', title: { zh: '火警', en: 'Fire' } } as Alarm;

it('hands over what was written with the change, in order, and keeps it when it was refused', async () => {
  const db = openDatabase(':memory:', 'normal');
  const got: string[] = [];
  let refuses = true;
  const handOver = async (rows: readonly OutboxRow[]): Promise<void> => {
    if (refuses) throw new Error('away');
    got.push(...rows.map((row) => row.change));
  };
  const outbox = new Outbox(db, handOver);
  const state = new State(db, [outbox], new MemoryTable(db), []);
  outbox.put(alarm, 'raised', 1);
  await outbox.deliver(0);
  expect(got).toEqual([]);
  outbox.put(alarm, 'restored', 2);
  state.commit({ entry: 1, at: 2 }, 'whole');
  await outbox.deliver(0);
  refuses = false;
  await outbox.deliver(1_000);
  expect(got).toEqual([]);
  const afterRestart = new Outbox(db, handOver);
  await afterRestart.deliver(10_000);
  await afterRestart.deliver(20_000);
  expect(got).toEqual(['raised', 'restored']);
});

it('keeps nothing where there is nobody to hand over to', () => {
  const outbox = new Outbox(openDatabase(':memory:', 'normal'));
  outbox.put(alarm, 'raised', 1);
  expect(outbox.isDirty()).toBe(false);
});

it('says acknowledged only of what a person acknowledged', () => {
  const before = anAlarm();
  const after = (event: Parameters<typeof step>[1]): Alarm => {
    const next = step(before, event);
    if (typeof next === 'string') throw new Error(next);
    return next;
  };
  expect(wordOf(before, after({ is: 'acknowledge', by: { ...by, at: 2_000 } }))).toBe('acknowledged');
  expect(wordOf(before, after({ is: 'judge', by: { ...by, at: 2_000 }, verdict: 'real' }))).toBe('judged');
  expect(wordOf(before, after({ is: 'isolated', isolation: 'iso', at: 2_000 }))).toBeUndefined();
  expect(wordOf(before, { ...before, incident: 'another' })).toBeUndefined();
});
