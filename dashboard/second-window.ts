// The map in a window of its own that goes with the board (ux 1.1): what the two windows of one browser tell each other. Ids only.

/** The name of the map's window: it lasts as long as that window, whatever is loaded in it. */
const MAP_WINDOW = 'balefire-map';
const CHANNEL = 'balefire.second-window';
const ID_LONGEST = 100;

/**
 * `ask`: the map asks what is chosen on the board. `alarm`: that is chosen there. `choose`: a point with that alarm was pressed on
 * the map. `end`: the person signed out.
 */
export type Word =
  | { readonly is: 'ask' | 'end' }
  | { readonly is: 'alarm'; readonly id: string | null }
  | { readonly is: 'choose'; readonly id: string };

export function isMapWindow(): boolean {
  return window.name === MAP_WINDOW;
}

/** Opens it, or brings it to the front; false where the browser refuses. Called from a press. */
export function openMapWindow(): boolean {
  const opened = window.open('/map', MAP_WINDOW);
  opened?.focus();
  return opened !== null;
}

/** A word as it was heard; null for anything else that a page of this origin may say. */
export function readWord(said: unknown): Word | null {
  if (typeof said !== 'object' || said === null || !('is' in said)) return null;
  if (said.is === 'ask' || said.is === 'end') return { is: said.is };
  const id = 'id' in said ? said.id : undefined;
  const isId = typeof id === 'string' && id.length > 0 && id.length <= ID_LONGEST;
  if (said.is === 'alarm' && (id === null || isId)) return { is: 'alarm', id };
  return said.is === 'choose' && isId ? { is: 'choose', id } : null;
}

export interface WindowLine {
  readonly tell: (word: Word) => void;
  readonly close: () => void;
}

/** A line to the other windows of this browser; one that is closed hears and harms nothing. */
export function windowLine(hear: (word: Word) => void): WindowLine {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const word = readWord(data);
    if (word !== null) hear(word);
  };
  return { tell: (word) => channel.postMessage(word), close: () => channel.close() };
}

/** Says that the person signed out: the map's window closes. */
export function endSecondWindow(): void {
  const line = windowLine(() => undefined);
  line.tell({ is: 'end' });
  line.close();
}
