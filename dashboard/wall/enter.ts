// The door of a big screen: its link carries a token behind `#`, which no server and no log is ever sent.

/** The id in the address of a big screen. */
export function screenOf(path: string): string {
  return decodeURIComponent(/^\/screen\/([^/]+)/.exec(path)?.[1] ?? '');
}

/** Where the address carries a token, it is taken out and exchanged for the cookie; a refusal shows in the wall itself. */
export async function enter(screen: string): Promise<void> {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (token === null) return;
  window.history.replaceState(null, '', window.location.pathname);
  await fetch('/api/v1/big-screens/enter', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ screen, token }),
  }).catch(() => undefined);
}

/** Whether the gateway knows this wall; null: it does not answer. */
export async function isKnown(screen: string): Promise<boolean | null> {
  const answer = await fetch(`/screen/${encodeURIComponent(screen)}/pass`).catch(() => null);
  return answer === null || answer.status >= 500 ? null : answer.ok;
}
