// The catalogue of errors: each has a code, a status and a text in both languages. docs/operate.md lists them.
import { type Words, words } from '../device-drivers/words.ts';

interface ErrorKind {
  readonly status: number;
  /** `{name}` stands for a detail. */
  readonly text: Words;
}

export const ERRORS = {
  'bad-request': { status: 400, text: words('请求有误：{detail}', 'The request is not right: {detail}') },
  'bad-configuration': { status: 500, text: words('配置有误：{detail}', 'The configuration is not right: {detail}') },
  'not-signed-in': { status: 401, text: words('请先登录', 'Please sign in') },
  'wrong-secret': { status: 401, text: words('账号或密码不对', 'Wrong login or password') },
  'locked-out': { status: 429, text: words('尝试次数过多，请 {seconds} 秒后再试', 'Too many tries; wait {seconds} s') },
  'not-allowed': { status: 403, text: words('您没有这项权限', 'You have no right to do this') },
  'cross-site': { status: 403, text: words('请求来源不对，已拒绝', 'Refused: the request came from another site') },
  'not-found': { status: 404, text: words('没有找到：{what}', 'Not found: {what}') },
  conflict: { status: 409, text: words('与现状冲突：{detail}', 'In conflict with what is there: {detail}') },
  'changed-meanwhile': {
    status: 409,
    text: words(
      '{who} 刚刚保存了第 {version} 版，您的改动尚未保存',
      '{who} has just saved version {version}; your changes are not saved yet',
    ),
  },
  'key-used': {
    status: 409,
    text: words('这个 Idempotency-Key 已用于另一项操作', 'This Idempotency-Key was used for another deed'),
  },
  'payload-too-large': { status: 413, text: words('内容过大，最多 {most}', 'Too large; {most} at most') },
  'too-many': { status: 429, text: words('请求过于频繁，请稍后再试', 'Too many requests; wait a moment') },
  'disk-refused': { status: 503, text: words('磁盘拒绝写入，未予确认', 'The disk refused; nothing was confirmed') },
  overloaded: { status: 503, text: words('系统繁忙，未予确认，请重发', 'Overloaded; not confirmed, please send again') },
  stopping: { status: 503, text: words('系统正在停止', 'The gateway is stopping') },
  'port-taken': { status: 500, text: words('端口 {port} 已被占用', 'Port {port} is taken by another program') },
  'port-refused': { status: 500, text: words('无法监听 {address}：{detail}', 'Cannot listen on {address}: {detail}') },
  'folder-not-writable': { status: 500, text: words('数据目录不可写：{folder}', 'The data folder cannot be written: {folder}') },
  'folder-in-use': {
    status: 500,
    text: words('数据目录正被另一个进程使用：{folder}', 'The data folder is in use by another gateway: {folder}'),
  },
  'bus-unavailable': { status: 503, text: words('总线 {bus} 不可用：{detail}', 'Bus {bus} is not available: {detail}') },
  'history-unavailable': { status: 503, text: words('历史库不可用：{detail}', 'The history store is not available: {detail}') },
  internal: { status: 500, text: words('内部错误，已记录', 'An error inside the gateway; it is on record') },
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorCode = keyof typeof ERRORS;

/** An error that a person may read. `details` fill the places in the text. */
export class BalefireError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(fill(ERRORS[code].text.en, details), cause === undefined ? undefined : { cause });
    this.name = 'BalefireError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  /** The text in both languages with the details filled in. */
  get words(): Words {
    const { zh, en } = ERRORS[this.code].text;
    return { zh: fill(zh, this.details), en: fill(en, this.details) };
  }
}

function fill(text: string, details: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}
