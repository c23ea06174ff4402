// Where what a person is typing is kept in the browser: under the person, so that it goes when they sign out.

const PREFIX = 'balefire.draft.';

export function draftKey(person: string, name: string): string {
  return `${PREFIX}${person}.${name}`;
}

/** Forgets all drafts of a person on this seat. */
export function forgetDrafts(person: string): void {
  const own = draftKey(person, '');
  for (const key of Object.keys(localStorage)) if (key.startsWith(own)) localStorage.removeItem(key);
}
