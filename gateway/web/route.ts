// The form of a route: everything about it is said once, and the server, the OpenAPI text and the tests read it there.
import type { z } from 'zod';
import type { Words } from '../../device-drivers/words.ts';
import type { Visitor } from './access/access.ts';
import type { Permission } from './contract.ts';
import type { SubjectKind } from './subjects.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** Who may: everybody, everybody who is signed in, or those whose role has the permission. */
export type Needs = Permission | 'signed-in' | 'public';

/** What a route may know and do of the browser's side of a request. */
export interface Browser {
  /** Network address of the one who asks. */
  readonly from: string;
  readonly token: string | undefined;
  /** What the sender calls this request (`Idempotency-Key`), of a route that `isKeyed`; sent again it is the same request. */
  readonly key?: string | undefined;
  /** Sets the session cookie, or takes it away. */
  keep(token: string | undefined): void;
}

interface Asked<N extends Needs, P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly by: N extends 'public' ? Visitor | undefined : Visitor;
  readonly browser: Browser;
}

/** A file to be kept by the browser: the answer of a route with `download`. */
export interface Download {
  readonly name: string;
  readonly pieces: readonly Buffer[];
  /** Its own media type, where the route's is a family (`image/*`). */
  readonly type?: string;
  /** The content policy of a file that a browser could open as a page; left out: that of the house. */
  readonly policy?: string;
}

type Fields = z.ZodObject;
type Nothing = z.ZodObject<Record<never, never>>;

interface RouteForm<N extends Needs, P extends Fields, Q extends Fields, B extends z.ZodType, A extends z.ZodType> {
  readonly method: Method;
  /** Below `/api/v1`, parameters in braces: `/alarms/{id}`. */
  readonly path: string;
  /** Name of the operation in OpenAPI, unique. */
  readonly id: string;
  readonly summary: Words;
  readonly needs: N;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The body is a file of at most so many bytes, and its schema one of `Uint8Array`. */
  readonly upload?: number;
  /** The request names itself by a UUID in `Idempotency-Key`. */
  readonly isKeyed?: boolean;
  readonly answer: A;
  /** The answer is a `Download` of this media type. */
  readonly download?: string;
  /** The answer is a text of this media type, and its schema one of `string`; left out: JSON. */
  readonly media?: string;
  /** 204 has no body. 200 when left out. */
  readonly status?: 200 | 201 | 204;
  /**
   * Which fields name a thing of the estate: `{'params.id': 'device', 'body.place': 'place'}`. What is not there and what
   * is outside the person's subtree is the same 404, before the handler is called.
   */
  readonly names?: Readonly<Record<string, SubjectKind>>;
  handle(asked: Asked<N, z.output<P>, z.output<Q>, z.output<B>>): z.input<A> | Promise<z.input<A>>;
}

/** A request as it came, before any schema looked at it. */
interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly by: Visitor | undefined;
  readonly browser: Browser;
}

/** A route as the server, OpenAPI and the tests see it. */
export interface Route extends Omit<RouteForm<Needs, Fields, Fields, z.ZodType, z.ZodType>, 'handle' | 'answer'> {
  readonly answer: z.ZodType;
  readonly names: Readonly<Record<string, SubjectKind>>;
  readonly status: 200 | 201 | 204;
  /** Answers a request whose parts have been through the schemas. What the answer's schema does not know is left out. */
  answerTo(asked: RawRequest): Promise<unknown>;
}

/** Declares a route; the handler's types follow from the schemas. */
export function route<
  N extends Needs,
  A extends z.ZodType,
  P extends Fields = Nothing,
  Q extends Fields = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(form: RouteForm<N, P, Q, B, A>): Route {
  const { handle: _handle, ...rest } = form;
  return {
    ...rest,
    names: form.names ?? {},
    status: form.status ?? 200,
    async answerTo(asked) {
      // The mount has parsed the parts by these very schemas and refused whoever is not signed in where that is needed.
      const answer = await form.handle(asked as Asked<N, z.output<P>, z.output<Q>, z.output<B>>);
      return form.answer.parse(answer);
    },
  };
}
