// The map in words: what is in view, the most urgent first; each a button, so that no pointer and no map is needed.
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { isFoundBy } from '../../device-drivers/pinyin.ts';
import type { MapPoint } from '../../gateway/web/map-contract.ts';
import { ClearSign } from '../clear-sign.tsx';
import { useWords } from '../language.ts';
import { Nothing } from '../states.tsx';
import { WindowedList } from '../windowed-list.tsx';
import type { View } from './graticule.ts';
import { SignMark, StateMark } from './sign-mark.tsx';
import { signOf } from './signs.ts';
import { keyOf, type Picture, type PointState, rankOfState, stateOf } from './standing.ts';

const ROW_HEIGHT = 60;

interface Row {
  readonly point: MapPoint;
  readonly state: PointState;
}

interface Props {
  /** By name. */
  readonly points: readonly MapPoint[];
  readonly picture: Picture;
  /** Null: everything, where there is no map. */
  readonly view: View | null;
  readonly chosen: string | null;
  readonly choose: (key: string) => void;
}

export function PointList({ points, picture, view, chosen, choose }: Props) {
  const { t } = useWords();
  const [search, setSearch] = useState('');
  const rows = useMemo(() => rowsOf(points, picture, view, search), [points, picture, view, search]);
  const label = view === null ? t('map.list-all') : t('map.list');
  return (
    <section className="map-list panel" aria-label={label} data-testid="map-list">
      <header className="map-list-head">
        <h2>{search.trim() === '' ? label : t('map.list-all')}</h2>
        <span className="quiet numbers" role="status" data-testid="map-count">
          {t('map.list-count', { n: rows.length })}
        </span>
        <Input
          allowClear={{ clearIcon: <ClearSign /> }}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('map.search')}
          aria-label={t('map.search')}
          data-testid="map-search"
        />
      </header>
      {rows.length === 0 ? (
        <Nothing title={search.trim() === '' ? t('map.none-in-view') : t('map.none-found')} />
      ) : (
        <WindowedList items={rows} rowHeight={ROW_HEIGHT} keyOf={rowKey} label={label}>
          {({ point, state }) => (
            <button
              type="button"
              className="map-row"
              aria-pressed={keyOf(point) === chosen}
              data-state={state}
              onClick={() => choose(keyOf(point))}
              data-testid="map-row"
            >
              <SignMark of={signOf(point)} />
              <span className="grow">
                <strong className="map-row-name">{point.name}</strong>
                <span className="quiet map-row-where">{point.where}</span>
              </span>
              {state === 'normal' ? null : <StateMark of={state} />}
            </button>
          )}
        </WindowedList>
      )}
    </section>
  );
}

function rowKey({ point }: Row): string {
  return keyOf(point);
}

/** A search looks everywhere: who asks for a name does not know where it lies. */
function rowsOf(points: readonly MapPoint[], picture: Picture, view: View | null, search: string): Row[] {
  const rows: Row[] = [];
  for (const point of points) {
    const isWanted = search.trim() === '' ? view === null || isIn(point, view) : isFoundBy(search, point.name);
    if (isWanted) rows.push({ point, state: stateOf(point, picture) });
  }
  // They come by name, and what is of one urgency stays so.
  return rows.sort((one, other) => rankOfState(one.state) - rankOfState(other.state));
}

function isIn({ longitude, latitude }: MapPoint, { west, south, east, north }: View): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}
