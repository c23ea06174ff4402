// The known packets with what they say: those that were found in the field or in public samples, and those built from the text.
import { readFileSync } from 'node:fs';

/** What an object says, in a person's words; only what it has. */
export interface SaidObject {
  readonly system?: readonly [type: number, address: number];
  readonly part?: number;
  /** The four bytes of a part address in hex. */
  readonly address?: string;
  readonly place?: string;
  readonly status?: readonly string[];
  readonly operations?: readonly string[];
  readonly operator?: number;
  readonly text?: string;
  readonly analogue?: number;
  readonly raw?: number;
  readonly value?: string;
  readonly main?: number;
  readonly sub?: number;
  readonly count?: number;
  readonly from?: string;
  /** Beijing time; null where the tag says none or is left out. */
  readonly time?: string | null;
}

/** A known packet. */
export interface Vector {
  readonly hex: string;
  readonly meaning: string;
  readonly checksum_ok: boolean;
  readonly notes: string;
  /** `found`: in the field or a public sample; `constructed`: from the standard's text. */
  readonly source: 'found' | 'constructed';
  /** Why it is none. */
  readonly refused?: string;
  readonly packet?: {
    readonly serial: number;
    readonly version: string;
    readonly sent: string | null;
    readonly source: number;
    readonly destination: number;
    readonly command: number;
  };
  readonly unit?: { readonly type: number; readonly profile?: string; readonly faults?: readonly string[] };
  readonly objects?: readonly SaidObject[];
}

/** Every known packet. */
export const vectors = JSON.parse(readFileSync(new URL('../vectors.json', import.meta.url), 'utf8')) as readonly Vector[];

/** Bytes of a hex text. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Bytes as a hex text: a failing test shows it at once, where a list of a thousand numbers takes seconds to compare. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The bytes of those that are sound packets. */
export const soundPackets: readonly Uint8Array[] = vectors.filter(({ refused }) => !refused).map(({ hex }) => bytesOf(hex));
