// Where the gateway's own figures come from: asked by the status page, by `/metrics` and by `/healthz`.

import type { AnchorState } from '../evidence/anchor.ts';
import type { HistoryState } from '../history/history.ts';
import type { LinkState } from '../links/link.ts';
import type { Status, Trouble } from './contract.ts';

export interface StatusSources {
  readonly version: string;
  /** ms since 1970. */
  readonly startedAt: number;
  troubles(): readonly Trouble[];
  links(): readonly LinkState[];
  journal(): Status['journal'];
  history(): HistoryState;
  evidence(): AnchorState;
  counters(): Readonly<Record<string, number>>;
  /** Whether the journal's last write went through: what makes the gateway worth sending frames to. */
  isStoring(): boolean;
}
