// Requests to addresses that stand in the configuration file: whoever writes that file decides where the gateway calls.
import { Networks } from '../networks.ts';
import { type Outgoing, PinnedOutgoing } from '../notify/outgoing.ts';

/** What the ways north need of it. */
export type Posting = Pick<Outgoing, 'request'>;

const EVERYWHERE = new Networks(['0.0.0.0/0', '::/0']);

/** Gives up after `patienceMs`. */
export function configuredOutgoing(patienceMs: number): Outgoing {
  return new PinnedOutgoing(EVERYWHERE, { patienceMs });
}
