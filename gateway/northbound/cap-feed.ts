// CAP messages for others: an Atom feed of the newest, and each pushed, signed, to those who asked for it.
import { capTime, type DrillCap, escaped, type RealCap } from './cap.ts';
import type { CapRecord } from './cap-messages.ts';
import type { Posting } from './configured-outgoing.ts';
import type { Delivery } from './courier.ts';
import type { NewParcel, Parcel } from './parcels.ts';
import type { CapSettings } from './settings.ts';
import { signedPost } from './signed-post.ts';

export type PushTarget = CapSettings['push'][number];
/** The registered media type of a CAP message. */
export const CAP_MEDIA_TYPE = 'application/cap+xml';

export interface FeedAround {
  readonly title: string;
  /** Where a message is read: its identifier is put behind it. */
  readonly base: string;
  readonly offsetMinutes: number;
  /** When there is no message yet. */
  readonly at: number;
}

/** RFC 4287, as feeds of CAP are usual: an entry a message, with a link to it. */
export function atomFeed(messages: readonly CapRecord[], { title, base, offsetMinutes, at }: FeedAround): string {
  const time = (ms: number): string => capTime(ms, offsetMinutes);
  const entries = messages.map(({ identifier, msgType, status, headlineZh, headlineEn, sentAt }) =>
    [
      '  <entry>',
      `    <id>urn:balefire:cap:${escaped(identifier)}</id>`,
      `    <title>${escaped(headlineZh)}</title>`,
      `    <updated>${time(sentAt)}</updated>`,
      `    <summary>${escaped(`${status} · ${msgType} · ${headlineEn}`)}</summary>`,
      `    <link rel="alternate" type="${CAP_MEDIA_TYPE}" href="${escaped(base + encodeURIComponent(identifier))}"/>`,
      '  </entry>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '  <id>urn:balefire:cap</id>',
    `  <title>${escaped(title)}</title>`,
    `  <updated>${time(messages[0]?.sentAt ?? at)}</updated>`,
    `  <author><name>${escaped(title)}</name></author>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n');
}

export function pushName(nth: number): string {
  return `cap:${nth + 1}`;
}

/** Parcels of a message for those it is pushed to; an exercise only to those who want exercises. */
export function pushed(
  message: RealCap | DrillCap,
  about: Pick<NewParcel, 'about' | 'path' | 'madeAt' | 'urgency'>,
  targets: readonly PushTarget[],
): NewParcel[] {
  return targets.flatMap(({ drills }, nth) => (message.drill && !drills ? [] : [{ ...about, target: pushName(nth), body: message.xml }]));
}

/** Hands one message over. */
export function push(parcel: Parcel, { url, secret }: PushTarget, posting: Posting, at: number): Promise<Delivery> {
  const { body, number, tries } = parcel;
  const post = { url, secret, contentType: CAP_MEDIA_TYPE, body, id: `balefire-${number}`, isRepeated: tries > 0, at };
  return signedPost(posting, post);
}
