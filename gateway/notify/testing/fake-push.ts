// ntfy and Bark on loopback: check token or key, form and length as the real servers do.
import { type FakeServer, json, startFakeServer } from './fake-server.ts';

export function startFakeNtfy({ topic, token, requests = 60 }: { topic: string; token: string; requests?: number }): Promise<FakeServer> {
  let left = requests;
  return startFakeServer(({ headers, body }) => {
    const no = (status: number, code: number, error: string) => ({
      answer: json({ code, http: status, error, link: 'https://ntfy.sh/docs' }, status),
    });
    left -= 1;
    if (left < 0) return no(429, 42901, 'limit reached: too many requests');
    const message = JSON.parse(body.toString()) as { topic?: string; title?: string; message?: string; priority?: number };
    if (message.topic !== topic) return no(403, 40301, 'forbidden');
    if (headers['authorization'] !== `Bearer ${token}`) return no(401, 40101, `unauthorized: ${headers['authorization']}`);
    if (!message.message || Buffer.byteLength(message.message) > 4_096) return no(400, 40014, 'message too long');
    if (!message.priority || message.priority < 1 || message.priority > 5) return no(400, 40007, 'priority invalid');
    return {
      answer: json({ id: 'aBcDeF12', time: 1, event: 'message', topic }),
      took: { to: [topic], text: `${message.title}\n${message.message}` },
    };
  });
}

export function startFakeBark({ keys }: { keys: readonly string[] }): Promise<FakeServer> {
  return startFakeServer(({ method, url, body }) => {
    const no = (code: number, message: string) => ({ answer: json({ code, message, timestamp: 1 }, code) });
    if (method !== 'POST' || url.pathname !== '/push') return no(404, 'Cannot POST');
    const message = JSON.parse(body.toString()) as { device_key?: string; title?: string; body?: string; level?: string };
    if (!message.device_key || !keys.includes(message.device_key)) return no(400, `failed to get device token: ${message.device_key}`);
    if (body.length > 4_096) return no(500, 'push failed: PayloadTooLarge');
    if (!['critical', 'active', 'timeSensitive', 'passive'].includes(message.level ?? '')) return no(400, 'level');
    return {
      answer: json({ code: 200, message: 'success', timestamp: 1_700_000_000 }),
      took: { to: [message.device_key], text: `${message.title}\n${message.body}` },
    };
  });
}
