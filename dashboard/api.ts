// The one door to the gateway's HTTP API: JSON in and out, errors as problems that a person can read.
import type { Problem } from '../gateway/web/contract.ts';

/** What is wrong with one field: `body.place`, `query.limit` …; in both languages where the gateway says so. */
export type FieldProblem = NonNullable<Problem['fields']>[number];

/** An answer that did not come, or said no. */
export class ApiProblem extends Error {
  /** 0 where no answer came at all. */
  readonly status: number;
  /** The gateway's error code, or `unreachable`. */
  readonly code: string;
  readonly words: { readonly zh: string; readonly en: string };
  /** What is wrong with which field of what was sent. */
  readonly fields: readonly FieldProblem[];

  constructor(problem: Pick<Problem, 'status' | 'code' | 'words' | 'fields'>) {
    super(problem.words.en);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.words = problem.words;
    this.fields = problem.fields ?? [];
  }
}

/** A page of a list; `next` goes back as `after` for the following one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
  readonly total?: number;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A request that hangs longer than this is given up, so that a person sees an error and not a wheel. */
const PATIENCE_MS = 15_000;
/** A file of 4 MiB over a poor line takes longer: at 70 kB/s it has come through. */
const FILE_PATIENCE_MS = 60_000;

const SESSION = '/session';

let csrf = '';
/** The gateway said that it knows no session: what the screens behind the door would ask has no answer until somebody is let in. */
let isOut = false;
let onSignedOut: () => void = () => undefined;

/** Hands in the session's token for requests that change something. */
export function holdToken(token: string): void {
  csrf = token;
  isOut = false;
}

/** Who is told when the gateway no longer knows the session. */
export function whenSignedOut(tell: () => void): void {
  onSignedOut = tell;
}

/** The address of an API path with its query; values left undefined are left out. */
export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(pairs).toString();
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`;
}

/** Asks for something. Throws an `ApiProblem`, or an AbortError when `signal` says so. */
export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', address(path, query), signal === undefined ? {} : { signal });
}

/** Changes something; under a key it is done once, however often it is sent. Throws an `ApiProblem`. */
export function send<T>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown, key?: string): Promise<T> {
  const content = body === undefined ? undefined : { type: 'application/json', body: JSON.stringify(body) };
  return ask<T>(method, address(path), { content, key });
}

/** Sends the bytes of a file as they are; `key` as above. Throws an `ApiProblem`. */
export function sendFile<T>(path: string, query: Query, file: { readonly type: string; readonly body: Blob }, key?: string): Promise<T> {
  return ask<T>('POST', address(path, query), { content: file, patience: FILE_PATIENCE_MS, key });
}

/** Asks for a file. Throws an `ApiProblem`. */
export function getFile(path: string): Promise<Blob> {
  return ask<Blob>('GET', address(path), { patience: FILE_PATIENCE_MS, isFile: true });
}

interface Asking {
  readonly content?: { readonly type: string; readonly body: string | Blob } | undefined;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal;
  readonly patience?: number;
  /** The answer is the bytes of a file. */
  readonly isFile?: boolean;
}

async function ask<T>(method: string, url: string, { content, key, signal, patience = PATIENCE_MS, isFile = false }: Asking): Promise<T> {
  if (isOut && url !== address(SESSION)) throw notSignedIn();
  // AbortSignal.timeout and AbortSignal.any are younger than the oldest browser we serve.
  const stop = new AbortController();
  const giveUp = (): void => stop.abort();
  const asked = csrf;
  const timer = setTimeout(giveUp, patience);
  signal?.addEventListener('abort', giveUp, { once: true });
  const response = await fetch(url, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(content === undefined ? {} : { 'content-type': content.type }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(method === 'GET' ? {} : { 'x-balefire-csrf': csrf }),
    },
    ...(content === undefined ? {} : { body: content.body }),
    signal: stop.signal,
  })
    .catch((cause: unknown) => {
      if (signal?.aborted === true) throw cause;
      throw unreachable();
    })
    .finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    });
  if (response.ok && isFile) return (await response.blob()) as T;
  const said: unknown = await response.json().catch(() => null);
  if (response.ok) return said as T;
  const problem = problemOf(said, response.status);
  if (problem.status !== 401 || problem.code !== 'not-signed-in') throw problem;
  // An answer to the session before says nothing of the one that holds now.
  if (asked === csrf) {
    isOut = true;
    onSignedOut();
  }
  throw method === 'GET' ? problem : endedBefore(problem);
}

function notSignedIn(): ApiProblem {
  return new ApiProblem({ status: 401, code: 'not-signed-in', words: { zh: '请先登录', en: 'Please sign in' } });
}

/** What a person reads once the door is open again, above what was typed. */
function endedBefore({ status, code }: ApiProblem): ApiProblem {
  return new ApiProblem({
    status,
    code,
    words: { zh: '会话已结束，刚才没有提交；请再提交一次', en: 'The session had ended and nothing was sent; send it once more' },
  });
}

function unreachable(): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: 'unreachable',
    words: { zh: '连不上网关，请检查网络后重试', en: 'The gateway cannot be reached; check the network and try again' },
  });
}

function problemOf(said: unknown, status: number): ApiProblem {
  if (typeof said === 'object' && said !== null && 'words' in said && 'code' in said)
    return new ApiProblem({ ...(said as Problem), status });
  return new ApiProblem({
    status,
    code: 'unexpected',
    words: { zh: `网关的回答无法理解（HTTP ${status}）`, en: `The gateway's answer could not be understood (HTTP ${status})` },
  });
}

/** What a request was refused with; null when it was done. */
export async function refusal(work: Promise<unknown>): Promise<ApiProblem | null> {
  try {
    await work;
    return null;
  } catch (thrown) {
    return asProblem(thrown);
  }
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({ status: 0, code: 'unexpected', words: { zh: `页面出错：${detail}`, en: `The page failed: ${detail}` } });
}
