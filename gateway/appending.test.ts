// The way into the journal while the disk is slow: a fire that waits for it is written once.
import type { Frame } from '../device-drivers/frame.ts';
import { Appending } from './appending.ts';
import type { JournalRecord } from './journal/entry.ts';
import type { UnstoredFires } from './unstored-fires.ts';

const frame = { link: 'mqtt', peer: 'p', device: 'smoke-1', kind: 'up', body: Buffer.from('{}'), receivedAt: 1, drill: false } as Frame;

it('tries a fire that the disk refused once at a time, and again when it was refused again', async () => {
  const appended: { record: JournalRecord; done: (number: number) => void; refuse: (why: Error) => void }[] = [];
  const stored: Frame[] = [];
  const unstored = { waiting: () => (stored.length > 0 ? [] : [frame]), stored: (one: Frame) => stored.push(one) };
  const appending = new Appending(() => 5, unstored as unknown as UnstoredFires);
  const append = (record: JournalRecord): Promise<number> =>
    new Promise((done, refuse) => {
      appended.push({ record, done, refuse });
    });
  appending.open({ append, entries: () => [] });
  const settled = () => new Promise((done) => setImmediate(done));

  appending.storeUnstored();
  appending.storeUnstored();
  expect(appended).toHaveLength(1);
  appended[0]?.refuse(new Error('full'));
  await settled();
  expect(appending.oldest()).toBeUndefined();

  appending.storeUnstored();
  expect(appended).toHaveLength(2);
  appended[1]?.done(7);
  await settled();
  expect(stored).toEqual([frame]);
  appending.storeUnstored();
  expect(appended).toHaveLength(2);
});
