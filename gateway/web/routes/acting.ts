// What routes need of the flow: to have a deed journalled and carried out, and a word put into the audit.

import type { ActOutcome } from '../../act-outcome.ts';
import type { Author, Deed } from '../../acts.ts';
import type { NoteKind } from '../../notes.ts';

/** The flow as the routes know it: resolves when the deed is on the disk and done, rejects with a BalefireError. Under a key it is done once. */
export interface Acting {
  act(deed: Deed, by: Author, once?: string): Promise<ActOutcome>;
}

/** Puts something into the audit that concerns no alarm and no device. */
export async function note(flow: Acting, by: Author, what: NoteKind, about: string, detail: Record<string, unknown> = {}): Promise<void> {
  await flow.act({ do: 'note', what, about, detail }, by);
}
