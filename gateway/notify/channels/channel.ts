// What every channel is: its name, its settings, its bounds, and one way to send that never throws and never loops.
import type { z } from 'zod';
import type { Words } from '../../../device-drivers/words.ts';
import type { Notice } from '../notice.ts';
import type { Outgoing } from '../outgoing.ts';

/** What one try came to. */
export type Sent =
  /** The provider took it; `receipt` is its own number for it. */
  | { readonly is: 'ok'; readonly receipt?: string }
  /** May go through later; `afterMs`: not before so long. */
  | { readonly is: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Will not go through as it is: a wrong key, a number that is none. */
  | { readonly is: 'refused'; readonly reason: string };

/** The provider's own bounds; a queue keeps below them. */
export interface ChannelLimits {
  readonly perMinute?: number;
  readonly perSecond?: number;
  /** To one recipient. */
  readonly perRecipient?: { readonly perMinute?: number; readonly perHour?: number; readonly perDay?: number };
}

/** To whom: a phone number, a user's name in a chat, an address; empty for a robot, which speaks to its group. */
export interface Recipient {
  readonly name: string;
  readonly to: string;
}

/** What a channel is handed beside its settings. */
export interface ChannelAround {
  readonly outgoing: Outgoing;
  /** ms since 1970. */
  now(): number;
}

export interface Channel<Settings = unknown> {
  readonly id: string;
  readonly title: Words;
  /** What a person fills in, checked. */
  readonly settings: z.ZodType<Settings>;
  /** Names of settings that are never shown again. */
  readonly secrets: readonly (keyof Settings & string)[];
  /** What `Recipient.to` is; `none`: the channel speaks to a group. */
  readonly recipient: 'none' | 'phone' | 'e-mail' | 'user' | 'device';
  readonly limits: ChannelLimits;
  /** One try. Resolves always; the words of a reason name no secret. */
  send(notice: Notice, recipients: readonly Recipient[], settings: Settings, around: ChannelAround): Promise<Sent>;
}
