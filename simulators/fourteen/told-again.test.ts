// The opposite of losing an alarm: telling it twice as if it were two. A house outside hears of one incident over a kill of the gateway.
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Site } from '../testing/a-site.ts';

describe('whoever is told outside', () => {
  const heard: IncomingMessage[] = [];
  const bell = new EventEmitter();
  /** Whether the other house says that it has it; before, it takes the words in and is silent. */
  let answers = false;
  const outside = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      heard.push(request);
      if (answers) response.writeHead(204).end();
      bell.emit('heard');
    });
  });
  let site: Site;

  beforeAll(async () => {
    outside.listen(0, '127.0.0.1');
    await once(outside, 'listening');
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/in`;
    site = await Site.open({ northbound: { cap: { push: [{ url, secret: 'at least sixteen characters' }] } } });
  }, 60_000);
  afterAll(async () => {
    await site.close();
    outside.closeAllConnections();
    outside.close();
  }, 30_000);

  it('hears no doubled notice without a mark: what was under way when the gateway was killed comes again, under its number and marked', async () => {
    const first = once(bell, 'heard');
    const head = await site.device('smoke-1');
    await head.set({ smoke: 'alarm' });
    await first;
    await site.kill();
    answers = true;
    const second = once(bell, 'heard');
    await site.startAgain();
    await second;
    const [before, again] = heard.map(({ headers }) => [headers['idempotency-key'], headers['x-repeated']]);
    expect(before).toEqual([expect.stringMatching(/^balefire-/), undefined]);
    expect(again).toEqual([before?.[0], 'true']);
  }, 30_000);

  it('hears the next thing under a number of its own, and without the mark (control)', async () => {
    const third = once(bell, 'heard');
    const second = await site.device('smoke-2');
    await second.set({ smoke: 'alarm' });
    await third;
    const [first, , next] = heard.map(({ headers }) => [headers['idempotency-key'], headers['x-repeated']]);
    expect(next).toEqual([expect.stringMatching(/^balefire-/), undefined]);
    expect(next?.[0]).not.toBe(first?.[0]);
    expect(heard).toHaveLength(3);
  }, 30_000);
});
