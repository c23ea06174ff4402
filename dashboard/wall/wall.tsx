// A big screen: title bar, panels left and right of the map, a ticker below; a fire takes all of it.
import { useEffect, useSyncExternalStore } from 'react';
import { speak, useWords } from '../language.ts';
import { Calm } from './calm.tsx';
import { FireTakeover } from './fire-takeover.tsx';
import { siteClock, siteDateTime, siteWeekday } from './site-clock.ts';
import { useStage } from './use-stage.ts';
import type { WallLine, WallPicture } from './wall-line.ts';

const WEEKDAYS = ['weekday.7', 'weekday.1', 'weekday.2', 'weekday.3', 'weekday.4', 'weekday.5', 'weekday.6'] as const;

export function Wall({ line }: { readonly line: WallLine }) {
  const picture = useSyncExternalStore(line.subscribe, line.view);
  const transform = useStage(picture.now);
  const language = picture.wall?.language;
  useEffect(() => {
    if (language !== undefined) void speak(language);
  }, [language]);
  const { wall, state } = picture;
  const real = state?.fires.filter(({ drill }) => !drill) ?? [];
  // A real fire breaks through a drill; a drill takes the wall only where nothing is real.
  const fires = real.length > 0 ? real : (state?.fires ?? []);
  return (
    <div
      className="canvas"
      style={{ transform }}
      data-testid="wall"
      data-connection={picture.connection}
      data-fire={fires.length === 0 ? 'none' : real.length > 0 ? 'real' : 'drill'}
    >
      {picture.connection === 'gone' ? (
        <Gone />
      ) : wall === null || state === null ? (
        <Waiting />
      ) : (
        <>
          <TitleBar picture={picture} />
          {fires.length > 0 ? (
            <FireTakeover fires={fires} more={state.moreFires} now={picture.now ?? state.now} offset={picture.offset} lamps={state.lamps} />
          ) : (
            <Calm wall={wall} state={state} figures={picture.figures} sketches={picture.sketches} offset={picture.offset} />
          )}
          <Veil picture={picture} />
        </>
      )}
    </div>
  );
}

function TitleBar({ picture: { wall, now, offset, connection } }: { readonly picture: WallPicture }) {
  const { t } = useWords();
  const at = now ?? 0;
  return (
    <header className="title-bar">
      <span className="link-state" data-connection={connection} data-testid="wall-connection" role="status">
        <i aria-hidden="true" />
        {t(connection === 'live' ? 'wall.live' : 'wall.lost')}
      </span>
      <h1>{wall?.name}</h1>
      <span className="title-clock">
        <span className="quiet">
          {siteDateTime(at, offset).slice(0, 10)} {t(WEEKDAYS[siteWeekday(at, offset)] ?? 'weekday.1')}
        </span>
        <strong className="numbers">{siteClock(at, offset)}</strong>
      </span>
    </header>
  );
}

/** What is shown is old: it must not look live. */
function Veil({ picture: { connection, heard, now, offset } }: { readonly picture: WallPicture }) {
  const { t } = useWords();
  if (connection === 'live' || heard === null) return null;
  const seconds = Math.max(0, Math.round(((now ?? heard) - heard) / 1_000));
  return (
    <div className="veil" role="alert" data-testid="wall-veil">
      <div>
        <strong>{t('wall.lost-title')}</strong>
        <span>{t('wall.lost-since', { time: siteClock(heard, offset), seconds })}</span>
      </div>
    </div>
  );
}

function Waiting() {
  const { t } = useWords();
  return (
    <div className="alone" role="status" data-testid="wall-waiting">
      <strong>烽燧 Balefire</strong>
      <span>{t('wall.connecting')}</span>
    </div>
  );
}

function Gone() {
  const { t } = useWords();
  return (
    <div className="alone" role="alert" data-testid="wall-gone">
      <strong>{t('wall.gone')}</strong>
      <span>{t('wall.gone-detail')}</span>
    </div>
  );
}
