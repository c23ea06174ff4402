// How the way to the fire-alarm terminal and the receiving centre looks from a seat: the looks of a sending lamp (GB 25506). Pure.
import type { LiveView } from '../live-view.ts';

/** `none`: nothing is configured, or not for this person. `idle`: nothing was handed over since the gateway started. */
export type UplinkLook = 'none' | 'idle' | 'sending' | 'receipted' | 'failed';

/** What fails there stands among the troubles: of the queue, of the terminal, of the centre, of a receipt that is late. */
const FAILURES = /^northbound(:(terminal|dc09|receipt)(:|$)|$)/;

export function uplinkLook({ uplink, troubles }: Pick<LiveView, 'uplink' | 'troubles'>): UplinkLook {
  if (uplink === null) return 'none';
  if (troubles.some(({ id }) => FAILURES.test(id))) return 'failed';
  if (uplink.isMoving) return 'sending';
  return uplink.receipts > 0 ? 'receipted' : 'idle';
}
