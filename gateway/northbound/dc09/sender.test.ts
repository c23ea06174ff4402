// Events to a receiving centre that checks every frame like a real one, over TCP and UDP, and answers rightly, wrongly or not.
import type { EventCode } from './codes.ts';
import { drillEvent, type RealEvent } from './event.ts';
import { type CentreMessage, Dc09Sender, type Dc09Settings } from './sender.ts';
import { CentreReceiver, type Manner } from './testing/receiver.ts';

const SMOKE: EventCode = { cid: 111, sia: { began: 'FA', ended: 'FH' } };
const FIRE: RealEvent = { drill: false, code: SMOKE, is: 'began', account: '1234', zone: 17, text: 'smoke-1 ^smoke]|"' };
const message = (sequence: number, event: CentreMessage['event'] = FIRE): CentreMessage => ({ sequence, event });

/** Where every answer comes: on a busy machine a shorter time sends a datagram again, and the centre hears it twice. */
const PATIENT_MS = 10_000;

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function aReceiver(...[options]: Parameters<typeof CentreReceiver.open>): Promise<CentreReceiver> {
  const receiver = await CentreReceiver.open(options);
  open.push(receiver);
  return receiver;
}

function aSender(receivers: readonly CentreReceiver[], more: Partial<Dc09Settings> = {}, transport: 'tcp' | 'udp' = 'tcp'): Dc09Sender {
  const sender = new Dc09Sender(
    {
      receivers: receivers.map(({ port }) => ({ transport, host: '127.0.0.1', port })),
      vocabulary: 'SIA-DCS',
      receiverNumber: null,
      lineNumber: '0',
      account: '1234',
      timeoutMs: 120,
      tries: 2,
      ...more,
    },
    Date.now,
  );
  open.unshift(sender);
  return sender;
}

describe.each(['tcp', 'udp'] as const)('over %s', (transport) => {
  it.each([
    ['in clear', undefined],
    ['under AES-128', Buffer.alloc(16, 0x5a)],
    ['under AES-256', Buffer.alloc(32, 0xa5)],
  ])('a fire reaches the centre %s, in both vocabularies, with its end', async (_how, key) => {
    const receiver = await aReceiver({ transport, ...(key ? { key } : {}) });
    for (const vocabulary of ['SIA-DCS', 'ADM-CID'] as const) {
      const sender = aSender([receiver], { vocabulary, key, timeoutMs: PATIENT_MS }, transport);
      expect(await sender.deliver(message(1))).toMatchObject({ is: 'delivered', receipt: 'ACK 0001' });
      expect(await sender.deliver(message(2, { ...FIRE, is: 'ended' }))).toMatchObject({ is: 'delivered' });
      expect(await sender.test()).toBe(true);
    }
    expect(receiver.heard.map(({ data }) => data)).toEqual([
      '#1234|Nri0/FA17^smoke-1 smoke^',
      '#1234|Nri0/FH17^smoke-1 smoke^',
      '',
      '#1234|1111 00 017',
      '#1234|3111 00 017',
      '',
    ]);
    expect(receiver.faults).toEqual([]);
  });

  it('a centre whose clock stands elsewhere says so, and gets the event with its own time', async () => {
    const receiver = await aReceiver({ transport, ahead: 3_600_000 });
    const sender = aSender([receiver], { timeoutMs: PATIENT_MS }, transport);
    expect(await sender.deliver(message(1))).toMatchObject({ is: 'delivered' });
    expect(receiver.frames).toBe(2);
    await sender.deliver(message(2));
    expect(receiver.frames).toBe(3);
  });

  it.each<[Manner, 'unreachable' | 'refused']>([
    ['nothing', 'unreachable'],
    ['garbage', 'unreachable'],
    ['bad-crc', 'unreachable'],
    ['wrong-sequence', 'unreachable'],
    ['duh', 'refused'],
  ])('an answer of the manner "%s" is no acknowledgement: %s', async (manner, outcome) => {
    const receiver = await aReceiver({ transport });
    receiver.manner = manner;
    const sender = aSender([receiver], {}, transport);
    expect(await sender.deliver(message(7))).toMatchObject({ is: outcome });
    expect(receiver.frames).toBe(manner === 'duh' ? 1 : 2);
    receiver.manner = 'right';
    expect(await sender.deliver(message(7))).toMatchObject({ is: 'delivered' });
  });
});

it.each(['tcp', 'udp'] as const)('a late answer to one event is never taken for the answer to the next (%s)', async (transport) => {
  const receiver = await aReceiver({ transport });
  const sender = aSender([receiver], { tries: 1 }, transport);
  receiver.manner = 'late';
  expect(await sender.deliver(message(8))).toMatchObject({ is: 'unreachable' });
  // The centre took 8 and says so now: 9 is not delivered by that.
  expect(await sender.deliver(message(9))).toMatchObject({ is: 'unreachable' });
  expect(receiver.frames).toBe(2);
  receiver.manner = 'right';
  expect(await sender.deliver(message(9))).toMatchObject({ is: 'delivered', receipt: 'ACK 0009' });
});

it('the second receiver takes over within one time-out, and the first again once it answers a link test', async () => {
  const first = await aReceiver();
  const second = await aReceiver();
  const sender = aSender([first, second], { timeoutMs: 200, tries: 3 });
  first.manner = 'nothing';
  expect(await sender.deliver(message(1))).toMatchObject({ is: 'delivered' });
  // One frame to the silent one is one time-out.
  expect([first.frames, second.events.length]).toEqual([1, 1]);
  expect(await sender.deliver(message(2))).toMatchObject({ is: 'delivered' });
  expect([first.frames, second.events.length]).toEqual([1, 2]);
  first.manner = 'right';
  expect(await sender.test()).toBe(true);
  await sender.deliver(message(3));
  expect(first.events.map(({ sequence }) => sequence)).toEqual(['0003']);
});

it('what one receiver does not understand and the other is too silent to be asked about is not refused for good', async () => {
  const first = await aReceiver();
  const second = await aReceiver();
  const sender = aSender([first, second]);
  [first.manner, second.manner] = ['duh', 'nothing'];
  expect(await sender.deliver(message(1))).toMatchObject({ is: 'refused', isUndecided: true });
  second.manner = 'duh';
  const refused = await sender.deliver(message(1));
  expect(refused.is).toBe('refused');
  expect(refused).not.toHaveProperty('isUndecided');
  second.manner = 'right';
  expect(await sender.deliver(message(1))).toMatchObject({ is: 'delivered' });
});

it.each(['tcp', 'udp'] as const)('events that come at once, and a link test among them, go one after the other (%s)', async (transport) => {
  const receiver = await aReceiver({ transport });
  const sender = aSender([receiver], { timeoutMs: PATIENT_MS }, transport);
  const all = await Promise.all([sender.deliver(message(1)), sender.test(), sender.deliver(message(2))]);
  expect(all).toMatchObject([{ is: 'delivered', receipt: 'ACK 0001' }, true, { is: 'delivered', receipt: 'ACK 0002' }]);
  expect(receiver.heard.map(({ sequence }) => sequence)).toEqual(['0001', '0000', '0002']);
});

it('a receiver that hangs up, or is not there at all, is out of reach and nothing breaks', async () => {
  const receiver = await aReceiver();
  receiver.manner = 'hang-up';
  const sender = aSender([receiver]);
  expect(await sender.deliver(message(1))).toMatchObject({ is: 'unreachable' });
  await receiver.close();
  expect(await sender.deliver(message(1))).toMatchObject({ is: 'unreachable', why: expect.stringContaining('ECONNREFUSED') });
  expect(await sender.test()).toBe(false);
});

it('a drill is a test to the centre, whatever it plays', async () => {
  const receiver = await aReceiver();
  const event = drillEvent({ account: '1234', zone: 17, text: '' });
  await aSender([receiver]).deliver(message(1, event));
  await aSender([receiver], { vocabulary: 'ADM-CID' }).deliver(message(2, event));
  expect(receiver.events.map(({ data }) => data)).toEqual(['#1234|Nri0/RP17', '#1234|1602 00 017']);
  // @ts-expect-error a drill with the code of a fire is no event: the type refuses it
  const leak: CentreMessage['event'] = { ...event, code: SMOKE };
  expect(leak.drill).toBe(true);
});
