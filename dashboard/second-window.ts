// The map in a window of its own that goes with the board (ux 1.1): what the two windows of one browser tell each other. Ids only.

/** The name of the map's window: it lasts as long as that window, whatever is loaded in it. */
const MAP_WINDOW = 'balefire-map';
const CHANNEL = 'balefire.second-window';
const ID_LONGEST = 100;

/**
 * `ask`: the map asks what is chosen on the board. `stands`: that is chosen there, as the answer. `alarm`: that was chosen there just
 * now. `choose`: a point with that alarm was pressed on the map. `end`: the person signed out. `board` names a board among several that
 * lie open in tabs of this browser.
 */
export type Word =
  | { readonly is: 'ask' | 'end' }
  | { readonly is: 'stands' | 'alarm'; readonly board: string; readonly id: string | null }
  | { readonly is: 'choose'; readonly board: string; readonly id: string };

export function isMapWindow(): boolean {
  return window.name === MAP_WINDOW;
}

/** Opens it, or brings it to the front as it is; false where the browser refuses. Called from a press. */
export function openMapWindow(): boolean {
  // Without an address: one that is open already would be loaded anew by it, and lose what is being drawn there.
  const opened = window.open('', MAP_WINDOW);
  if (opened === null) return false;
  if (!isAtMap(opened)) opened.location.href = '/map';
  opened.focus();
  return true;
}

function isAtMap(opened: Window): boolean {
  try {
    return opened.location.pathname === '/map';
  } catch {
    // Somebody went to another site in it.
    return false;
  }
}

/** A word as it was heard; null for anything else that a page of this origin may say. */
export function readWord(said: unknown): Word | null {
  if (typeof said !== 'object' || said === null || !('is' in said)) return null;
  if (said.is === 'ask' || said.is === 'end') return { is: said.is };
  const id = 'id' in said ? said.id : undefined;
  const board = 'board' in said ? said.board : undefined;
  if (!isId(board)) return null;
  if ((said.is === 'stands' || said.is === 'alarm') && (id === null || isId(id))) return { is: said.is, board, id };
  return said.is === 'choose' && isId(id) ? { is: 'choose', board, id } : null;
}

function isId(given: unknown): given is string {
  return typeof given === 'string' && given.length > 0 && given.length <= ID_LONGEST;
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
