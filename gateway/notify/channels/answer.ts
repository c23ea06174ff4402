// What an answer of a provider means: what is the same for all of them.
import { type Words, words } from '../../../device-drivers/words.ts';
import type { OutgoingAnswer, OutgoingFailure } from '../outgoing.ts';
import type { Recipient, Sent } from './channel.ts';

/** A provider that asks for more patience than this is asked again all the same. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
const LONGEST_MESSAGE = 120;

export function retry(reason: Words, afterMs?: number): Sent {
  return afterMs === undefined
    ? { is: 'retry', reason }
    : { is: 'retry', reason, afterMs: Math.min(Math.max(0, afterMs), LONGEST_WAIT_MS) };
}

export function refused(reason: Words): Sent {
  return { is: 'refused', reason };
}

/** This recipient cannot be reached so; the channel may be in order. */
export function unreachable(reason: Words): Sent {
  return { is: 'refused', reason, isOfRecipient: true };
}

export function ok(receipt?: unknown): Sent {
  return (typeof receipt === 'string' && receipt !== '') || typeof receipt === 'number'
    ? { is: 'ok', receipt: String(receipt).slice(0, LONGEST_MESSAGE) }
    : { is: 'ok' };
}

export function isFailure(answer: OutgoingAnswer | OutgoingFailure): answer is OutgoingFailure {
  return 'failed' in answer;
}

/**
 * A wrong address or a wrong certificate does not mend itself while a fire burns: the next channel is to be tried. What was
 * sent and not answered may have arrived.
 */
export function unanswered({ failed, detail }: OutgoingFailure): Sent {
  if (failed === 'address' || failed === 'tls') return refused(detail);
  return failed === 'timeout' || failed === 'broken' ? { is: 'retry', reason: detail, isUnsure: true } : retry(detail);
}

/** Status 200 to 299. */
export function isSuccess({ status }: OutgoingAnswer): boolean {
  return status >= 200 && status < 300;
}

/** What a status other than success means, where the body tells nothing better. */
export function byStatus(answer: OutgoingAnswer, now: number): Sent {
  const { status } = answer;
  if (status === 429) return retry(words('服务商限流（HTTP 429）', 'The provider limits the rate (HTTP 429)'), retryAfter(answer, now));
  if (status === 503)
    return retry(words('对方暂停服务（HTTP 503）', 'The other side is out of service (HTTP 503)'), retryAfter(answer, now));
  if (status >= 500 || status === 408 || status === 425) {
    return retry(words(`对方服务器出错（HTTP ${status}）`, `The other server has an error (HTTP ${status})`));
  }
  if (status >= 300 && status < 400) {
    return refused(
      words(`地址被重定向（HTTP ${status}），不予跟随`, `The address redirects elsewhere (HTTP ${status}), which is not followed`),
    );
  }
  if (status === 401 || status === 403) {
    return refused(words(`对方拒绝：密钥不对或无权限（HTTP ${status}）`, `Refused: wrong key or no right (HTTP ${status})`));
  }
  return refused(words(`对方拒绝（HTTP ${status}）`, `Refused (HTTP ${status})`));
}

/** `Retry-After`, in seconds or as a date (RFC 9110). */
function retryAfter({ headers }: OutgoingAnswer, now: number): number | undefined {
  const given = headers['retry-after'];
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given) * 1_000;
  const until = Date.parse(given);
  return Number.isNaN(until) ? undefined : until - now;
}

/** The object in a body, or undefined: HTML of a proxy, half an answer, none, or that of a server which is ill and whose codes mean nothing. */
export function objectIn({ body, status }: OutgoingAnswer): Readonly<Record<string, unknown>> | undefined {
  if (status >= 500) return undefined;
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** The answer was none that this provider gives: something stands in between, or the provider is ill. */
export function notUnderstood(answer: OutgoingAnswer, now: number): Sent {
  if (!isSuccess(answer)) return byStatus(answer, now);
  const reason = words(
    '答复无法识别，可能被网络设备或认证页面拦截',
    'The answer is not what this provider gives; a proxy or a sign-in page may stand in between',
  );
  return { is: 'retry', reason, isUnsure: true };
}

/** A code that we know no better words for. The provider's own message is cut; what it repeats of ours is struck out later. */
export function byCode(code: unknown, message: unknown): Words {
  const said = typeof message === 'string' ? message.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, LONGEST_MESSAGE) : '';
  const known = typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, 64) : '?';
  return words(`服务商拒绝（${known}）：${said}`, `The provider refused (${known}): ${said}`);
}

/** One request for each recipient; the answer is that of the worst. */
export async function toEach(recipients: readonly Recipient[], send: (recipient: Recipient) => Promise<Sent>): Promise<Sent> {
  if (recipients.length === 0) return refused(words('没有收件人', 'There is nobody to tell'));
  const all: { recipient: Recipient; sent: Sent }[] = [];
  for (const recipient of recipients) all.push({ recipient, sent: await send(recipient) });
  const worst = all.find(({ sent }) => sent.is === 'retry') ?? all.find(({ sent }) => sent.is === 'refused');
  if (!worst || worst.sent.is === 'ok') return all[0]?.sent ?? ok();
  if (all.length === 1) return worst.sent;
  const { name } = worst.recipient;
  const { reason } = worst.sent;
  return { ...worst.sent, reason: words(`${name}：${reason.zh}`, `${name}: ${reason.en}`) };
}
