// The map's end of the line to the board: in a window of its own the map goes where the board's alarm is.
import { useEffect, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { isMapWindow, type WindowLine, windowLine } from '../second-window.ts';
import { useLine, useLive } from '../use-live.ts';
import type { Degrees } from './coordinates.ts';
import { keyOf } from './standing.ts';

/** Whether the board is still open is asked so often; it answers at once, also from behind. */
const ASK_MS = 5_000;

interface Followed {
  /** Null: this is no second window. */
  readonly isFollowing: boolean | null;
  /** A point was pressed at which these alarms are open, the most urgent first. */
  readonly chose: (alarms: readonly { readonly id: string }[]) => void;
}

interface MapDeeds {
  /** Keys of the points that the map has. */
  readonly keys: ReadonlySet<string>;
  readonly chooseAndGo: (key: string) => void;
  readonly lookAround: (spot: Degrees, name: string) => void;
}

/** At the point of its device, else of the nearest place above it, else where its incident is; nowhere where none of them is known. */
export function useBoardWindow({ keys, chooseAndGo, lookAround }: MapDeeds): Followed {
  const { store } = useLine();
  const [isSecond] = useState(isMapWindow);
  const [isFollowing, setFollowing] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);
  const line = useRef<WindowLine | null>(null);
  /** Of several boards the one on which something was chosen last, until it answers no more; null: whichever answers. */
  const board = useRef<string | null>(null);
  useEffect(() => {
    if (!isSecond) return;
    let isAnswered = false;
    const opened = windowLine((word) => {
      if (word.is === 'end') window.close();
      if (word.is !== 'alarm' && word.is !== 'stands') return;
      if (word.is === 'stands' && board.current !== null && board.current !== word.board) return;
      board.current = word.board;
      isAnswered = true;
      setFollowing(true);
      setWanted(word.id);
    });
    line.current = opened;
    opened.tell({ is: 'ask' });
    const timer = setInterval(() => {
      if (!isAnswered) {
        board.current = null;
        setFollowing(false);
      }
      isAnswered = false;
      opened.tell({ is: 'ask' });
    }, ASK_MS);
    return () => {
      clearInterval(timer);
      line.current = null;
      opened.close();
    };
  }, [isSecond]);

  // Once for each that is chosen: afterwards the person may look elsewhere. What is not told yet is waited for.
  const isKnown = useLive((view) => wanted !== null && view.alarms.has(wanted));
  const show = ({ device, place, incident }: AlarmView): void => {
    const key = [keyOf({ of: 'device', id: device.id }), ...place.map(({ id }) => keyOf({ of: 'place', id })).reverse()].find((one) =>
      keys.has(one),
    );
    const spot = store.view().incidents.get(incident)?.spot ?? null;
    if (key !== undefined) chooseAndGo(key);
    else if (spot !== null) lookAround([spot.longitude, spot.latitude], place.at(-1)?.name ?? device.name);
  };
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    const alarm = wanted === null || !isKnown ? undefined : store.view().alarms.get(wanted);
    if (alarm !== undefined) latest.current(alarm);
  }, [wanted, isKnown, store]);

  return {
    isFollowing: isSecond ? isFollowing : null,
    chose(alarms) {
      const [first] = alarms;
      if (first !== undefined && board.current !== null) line.current?.tell({ is: 'choose', board: board.current, id: first.id });
    },
  };
}

/** Whether this window goes with a board; it has no sound of its own, so a board that is closed is said loudly. */
export function FollowChip({ isFollowing }: Pick<Followed, 'isFollowing'>) {
  const { t } = useWords();
  if (isFollowing === null) return null;
  return (
    <span className={isFollowing ? 'chip' : 'chip loud'} role="status" data-testid="follow" data-following={isFollowing}>
      {t(isFollowing ? 'second-window.follows' : 'second-window.alone')}
    </span>
  );
}
