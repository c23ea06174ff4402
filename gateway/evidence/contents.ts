// What the chain says of an audit line and of a raw frame: made again from their tables whenever it is checked.
import type { AuditRecord, FrameEntry } from '../alarms/alarm-store.ts';

export function auditContent({ number, at, by, name, from, what, about, detail }: AuditRecord): object {
  return { number, at, by, name, from, what, about, detail };
}

/** A frame as an alarm's evidence; the body in hexadecimal. */
export function frameContent(alarm: string, { number, frame }: FrameEntry): object {
  const { link, peer, device, kind, body, receivedAt, drill } = frame;
  return { alarm, entry: number, link, peer, device, kind, body: Buffer.from(body).toString('hex'), receivedAt, drill };
}

/** The chain's name of a frame that an alarm rests on. */
export function frameReference(alarm: string, entry: number): string {
  return `${alarm}/${entry}`;
}
