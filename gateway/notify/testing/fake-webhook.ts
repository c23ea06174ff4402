// A receiver of webhooks as docs/notify-channels.md tells to write one: checks time and signature, knows a repetition.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type FakeServer, json, startFakeServer } from './fake-server.ts';

export interface FakeWebhook {
  readonly secret: string;
  now(): number;
}

const WINDOW_S = 300;

export function startFakeWebhook({ secret, now }: FakeWebhook): Promise<FakeServer> {
  const known = new Set<string>();
  return startFakeServer(({ headers, body }) => {
    const [, at = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-signature'] ?? '') ?? [];
    const right = createHmac('sha256', secret).update(`${at}.`).update(body).digest();
    const isRight = signature !== '' && timingSafeEqual(Buffer.from(signature, 'hex'), right);
    if (!isRight || Math.abs(Number(at) - now() / 1_000) > WINDOW_S)
      return { answer: json({ error: `not ours: ${headers['x-signature']}` }, 401) };
    const id = headers['idempotency-key'] ?? '';
    if (known.has(id)) return { answer: json({ known: true }) };
    known.add(id);
    const { title } = JSON.parse(body.toString()) as { title: { zh: string } };
    return { answer: { status: 204, body: '' }, took: { to: [], text: `${title.zh}\n${body.toString()}` } };
  });
}
