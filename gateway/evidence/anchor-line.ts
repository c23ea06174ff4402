// An anchor: the head of the chain as it stood at a time, on one line, written where the gateway's disk is not.

/** What is written outside. */
export interface Anchor {
  /** Id of the chain. */
  readonly gateway: string;
  /** Number and hash of the last record. */
  readonly number: number;
  readonly hash: string;
  /** When it was anchored, ms since 1970. */
  readonly at: number;
}

export function anchorLine({ gateway, number, hash, at }: Anchor): string {
  return JSON.stringify({ balefire: 'anchor', gateway, number, hash, at });
}

/**
 * The anchors of a text, a line each, also of a mail as it was saved; whatever a syslog server put before them is passed over, and so are lines of other
 * programs. So is the beginning of an anchor whose end was never written, where a disk was full or the power went: it says no more than a line that is
 * not there. `damaged`: numbers of lines that look like an anchor and are none.
 */
export function anchorsIn(text: string): { readonly anchors: readonly (Anchor & { readonly line: number })[]; readonly damaged: number[] } {
  const anchors: (Anchor & { line: number })[] = [];
  const damaged: number[] = [];
  for (const [nth, row] of unfolded(text).split('\n').entries()) {
    const from = row.indexOf('{"balefire":"anchor"');
    if (from < 0) {
      if (/balefire|anchor/i.test(row) && /"(gateway|hash)"/.test(row)) damaged.push(nth + 1);
      continue;
    }
    // Nothing of an anchor holds a brace but its two ends.
    if (!row.includes('}', from)) continue;
    const anchor = parsed(row.slice(from, row.lastIndexOf('}') + 1));
    if (anchor) anchors.push({ ...anchor, line: nth + 1 });
    else damaged.push(nth + 1);
  }
  return { anchors, damaged };
}

/** A mail as it was saved: its long lines are broken by `=` at their end (RFC 2045, 6.7), and nothing of an anchor is written otherwise. */
function unfolded(text: string): string {
  return /^content-transfer-encoding:\s*quoted-printable/im.test(text) ? text.replace(/=\r?\n/g, '') : text;
}

function parsed(json: string): Anchor | undefined {
  try {
    const { gateway, number, hash, at } = JSON.parse(json) as Record<string, unknown>;
    const isHash = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
    if (typeof gateway !== 'string' || !isHash || !Number.isSafeInteger(number) || !Number.isSafeInteger(at)) return undefined;
    return { gateway, number: number as number, hash, at: at as number };
  } catch {
    return undefined;
  }
}
