// Requests that leave the house for addresses that people typed in: never into our own network unless allowed.

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KiB of it. */
  readonly body: string;
}

/** Why there was no answer. */
export type OutgoingFailure = { readonly failed: 'address' | 'refused' | 'timeout' | 'too-long' | 'tls'; readonly detail: string };

export interface Outgoing {
  /** Resolves always. */
  request(request: OutgoingRequest): Promise<OutgoingAnswer | OutgoingFailure>;
}
