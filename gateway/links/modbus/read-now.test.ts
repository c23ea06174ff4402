// A unit that somebody asks after: read out of its turn, and answered for as it answers, or does not.
import { ModbusLink } from './modbus-link.ts';
import { Frames } from './testing/frames.ts';
import { rightAnswer, startScriptedSlave } from './testing/scripted-slave.ts';
import { testDriverOf } from './testing/test-driver.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A bus whose one unit is polled once an hour, and answers as long as it lives. */
async function aBus() {
  const unit = { isDead: false };
  const slave = await startScriptedSlave((request, socket) => {
    if (!unit.isDead) socket.write(rightAnswer(request));
  });
  open.push(() => slave.close());
  const frames = new Frames();
  const transport = { kind: 'rtu-over-tcp', host: '127.0.0.1', port: slave.port } as const;
  const units = [{ unit: 1, device: 'one', model: 'test/0,100' }];
  const settings = { name: 'bus-1', transport, pollEvery: 3_600_000, responseTimeout: 120, units };
  const link = new ModbusLink(settings, testDriverOf, frames.accept, frames.log);
  open.push(() => link.stop());
  await link.start();
  await frames.until(() => frames.polls('one').length === 1);
  return { unit, frames, link };
}

const ask = (id: string, command = 'readNow') =>
  new TextEncoder().encode(JSON.stringify({ id, command, args: {}, at: 0, expires: Number.MAX_SAFE_INTEGER }));
const answerOf = (frames: Frames): unknown => JSON.parse(new TextDecoder().decode(frames.all.at(-1)?.body));

it('is read at once, and what was read stands before the answer', async () => {
  const { frames, link } = await aBus();
  expect(await link.send('one', ask('c1'))).toBe('sent');
  await frames.until(() => frames.all.at(-1)?.kind === 'ack');
  expect(frames.polls('one')).toHaveLength(2);
  expect(frames.all.slice(-2).map(({ kind }) => kind)).toEqual(['up', 'ack']);
  expect(answerOf(frames)).toEqual({ id: 'c1', state: 'done' });
});

it('that says nothing is said not to answer, and is not taken for heard', async () => {
  const { unit, frames, link } = await aBus();
  unit.isDead = true;
  expect(await link.send('one', ask('c1'))).toBe('sent');
  await frames.until(() => frames.all.at(-1)?.kind === 'ack');
  expect(frames.polls('one')).toHaveLength(1);
  expect(answerOf(frames)).toEqual({ id: 'c1', state: 'failed', reason: 'no-answer' });
});

it('hears no other command: nothing is ever written to a bus; a unit that is not there is offline', async () => {
  const { link } = await aBus();
  expect([await link.send('one', ask('c1', 'initialise')), await link.send('two', ask('c2'))]).toEqual(['offline', 'offline']);
});
