// The devices whose labels were read on this phone last. They go with the log-out.
import { keep, kept } from '../pocket.ts';

const NAME = 'scanned';
const KEPT_AT_MOST = 20;

export interface Scanned {
  readonly id: string;
  /** By this phone's clock, ms since 1970. */
  readonly at: number;
}

/** The last first. */
export async function recentScans(): Promise<readonly Scanned[]> {
  return (await kept<Scanned[]>(NAME).catch(() => undefined)) ?? [];
}

export async function rememberScan(id: string): Promise<void> {
  const others = (await recentScans()).filter((one) => one.id !== id);
  await keep(NAME, [{ id, at: Date.now() }, ...others].slice(0, KEPT_AT_MOST)).catch(() => undefined);
}
