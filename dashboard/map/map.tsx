// One map: everything with a position, its state live from the same line as the alarm board, and a list that says the same.
import { Button } from 'antd';
import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { MapLayer, MapPoint } from '../../gateway/web/map-contract.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Loading, Nothing, ToEstate, Veil } from '../states.tsx';
import { useLive } from '../use-live.ts';
import { type Around, useNear } from './around.tsx';
import { FollowChip, useBoardWindow } from './board-window.tsx';
import { type Degrees, readDegrees, SYSTEM_NAMES } from './coordinates.ts';
import type { MapEngine, Told } from './engine.ts';
import type { View } from './graticule.ts';
import { LayerSettings } from './layer-settings.tsx';
import './map.css';
import { later } from '../later.ts';
import { BaseChoice, DrawTools, GoTo, Legend, Measures, ToolInHand } from './map-tools.tsx';
import { circle } from './measure.ts';
import { NoMap } from './no-map.tsx';
import { PointDrawer } from './point-drawer.tsx';
import { PointList } from './point-list.tsx';
import { ReplayBar } from './replay-bar.tsx';
import { ReshapeHandles } from './sketches/reshape-handles.tsx';
import { SketchDrawer } from './sketches/sketch-drawer.tsx';
import { useSketching } from './sketches/use-sketching.ts';
import { concerns, keyOf, pictureOf, type Standing, standingAt, standingNow, stateOf } from './standing.ts';
import { useBase } from './use-base.ts';
import { useDrawing } from './use-drawing.ts';
import { usePoints } from './use-points.ts';
import { useReplay } from './use-replay.ts';
import { hasWebGl } from './webgl.ts';

const MapCanvas = later(() => import('./map-canvas.tsx'));

/** Of the surroundings of a spot the map shows so much at first, metres. */
const FIRST_LOOK = 1_000;
const canDraw = hasWebGl();

export default function OneMap() {
  const may = useMay();
  return may('device.read') ? <Seen /> : <Denied />;
}

function Seen() {
  const answer = usePoints();
  return (
    <Veil>
      <Answered answer={answer}>{({ points, unplaced }) => <MapScreen points={points} unplaced={unplaced} />}</Answered>
    </Veil>
  );
}

function MapScreen({ points: unsorted, unplaced }: { readonly points: readonly MapPoint[]; readonly unplaced: number }) {
  const { t, language } = useWords();
  const may = useMay();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const [engine, setEngine] = useState<MapEngine | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [isLost, setLost] = useState(false);
  const [view, setView] = useState<View | null>(null);
  const [around, setAround] = useState<Around | null>(() => aroundOf(search));
  /** On a phone the drawer would lie over the spot that another page led to: it waits to be asked for. */
  const [isAside, setAside] = useState(phone && around !== null);
  const [isSetting, setSetting] = useState(false);
  const drawing = useDrawing();
  const sketching = useSketching();
  const { layers, layer, chooseBase, baseTrouble, onBaseTrouble, onBaseWorks, askLayers } = useBase();
  const replay = useReplay();

  const points = useMemo(() => {
    const { compare } = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en', { numeric: true });
    return [...unsorted].sort((one, other) => compare(one.name, other.name));
  }, [unsorted, language]);
  const byKey = useMemo(() => new Map(points.map((point) => [keyOf(point), point])), [points]);
  const keys = useMemo(() => new Set(byKey.keys()), [byKey]);
  const open = useLive((live) => live.open);
  const alarms = useMemo(
    (): readonly Standing[] => (replay.past === null || replay.at === null ? standingNow(open) : standingAt(replay.past.alarms, replay.at)),
    [open, replay.past, replay.at],
  );
  const picture = useMemo(() => pictureOf(keys, alarms), [keys, alarms]);

  const chosenKey = search.get('point');
  const chosen = chosenKey === null ? null : (byKey.get(chosenKey) ?? null);
  const chosenSpot = useMemo((): Degrees | null => (chosen === null ? null : [chosen.longitude, chosen.latitude]), [chosen]);
  const near = useNear(around?.spot ?? null);
  const radii = near.value?.radii;
  const rings = useMemo(() => (around === null ? null : { spot: around.spot, radii: radii ?? [] }), [around, radii]);

  // What is being drawn waits while the day is played back.
  const draft = replay.at === null ? sketching.draft : null;
  const isSketching = draft !== null;
  const isReshaping = draft?.by === 'shape';
  const { close: closeSketches } = sketching;
  /** Where it was to look when no map stood yet: the address that says so may come after the map, or with it. */
  const awaited = useRef<((made: MapEngine) => void) | null>(null);
  const look = useCallback(
    (how: (made: MapEngine) => void) => {
      if (engine === null) awaited.current = how;
      else how(engine);
    },
    [engine],
  );
  useEffect(() => {
    if (engine === null) return;
    awaited.current?.(engine);
    awaited.current = null;
  }, [engine]);
  const choose = useCallback(
    (key: string | null) => {
      awaited.current = null;
      setAround(null);
      if (!isSketching) closeSketches();
      setSearch(key === null ? {} : { point: key }, { replace: true });
    },
    [setSearch, isSketching, closeSketches],
  );
  const chooseAndGo = useCallback(
    (key: string) => {
      choose(key);
      const point = byKey.get(key);
      if (point !== undefined) look((made) => made.goTo([point.longitude, point.latitude]));
    },
    [choose, byKey, look],
  );
  const lookAround = useCallback(
    (spot: Degrees, name = '') => {
      if (isSketching) return;
      closeSketches();
      if (name === '') setSearch({}, { replace: true });
      setAround({ spot, name });
      setAside(false);
      look((made) => made.showAll(circle(spot, FIRST_LOOK), true));
    },
    [setSearch, look, isSketching, closeSketches],
  );
  const board = useBoardWindow({ keys, chooseAndGo, lookAround });
  const openAt = (point: MapPoint): Standing[] => alarms.filter((alarm) => concerns(alarm, point));
  const pressed = (key: string, how: (key: string) => void): void => {
    how(key);
    const point = byKey.get(key);
    if (point !== undefined && replay.at === null) board.chose(openAt(point));
  };
  const show = (spots: readonly Degrees[]): void => {
    engine?.showAll(spots, true);
    // There it would lie over all of the map.
    if (phone) closeSketches();
  };
  const showAll = (shown: MapEngine | null): void =>
    shown?.showAll(points.map(({ longitude, latitude }): Degrees => [longitude, latitude]));
  /** Where it looks at first; later it stays where the person has left it. Known before the map is made, which may be at once. */
  const firstLook = useRef<(made: MapEngine) => void>(() => undefined);
  useLayoutEffect(() => {
    firstLook.current = (made) => {
      if (around !== null) made.showAll(circle(around.spot, FIRST_LOOK), !isAside);
      else if (chosenSpot !== null) made.goTo(chosenSpot);
      else showAll(made);
    };
  });
  const onEngine = useCallback((made: MapEngine | null) => {
    setEngine(made);
    if (made !== null) firstLook.current(made);
  }, []);
  const told: Told = {
    onPoint: (key) => {
      if (!isReshaping) pressed(key, choose);
    },
    onSketch: (id) => {
      if (!isSketching) sketching.open(id);
    },
    onSpot: (spot) => {
      if (drawing.tool !== null) drawing.add(spot);
      else if (isReshaping) return;
      else if (isSketching) sketching.add(spot);
      else if (chosenKey !== null || around !== null) choose(null);
    },
    onAround: (spot) => lookAround(spot),
    onFinish: drawing.finish,
    onView: setView,
    onBaseTrouble,
    onBaseWorks,
    onLost: () => setLost(true),
  };
  const isDrawn = canDraw && !isLost;
  const sketchCount = replay.at === null ? sketching.count : replay.sketches.length;

  if (points.length === 0)
    return (
      <Nothing title={t('map.none')}>
        {t('map.none-detail')}
        <ToEstate />
      </Nothing>
    );
  return (
    <div className="one-map" data-phone={phone} data-drawn={isDrawn} data-replay={replay.at !== null} data-testid="one-map">
      <h1 className="hidden-text">{t('map.title')}</h1>
      <div className="map-side">
        <Nowhere count={replay.at === null ? picture.nowhere.length : 0} unplaced={unplaced} />
        <PointList
          points={points}
          picture={picture}
          view={isDrawn ? view : null}
          chosen={chosenKey}
          choose={(key) => pressed(key, chooseAndGo)}
        />
      </div>
      <div className="map-main">
        <div className="map-bar">
          <FollowChip isFollowing={board.isFollowing} />
          {isDrawn ? (
            <>
              <BaseChoice layers={layers} layer={layer} choose={chooseBase} />
              {may('map.manage') ? (
                <Button onClick={() => setSetting(true)} data-testid="layers-open">
                  {t('layers.title')}
                </Button>
              ) : null}
              <GoTo go={(spot) => lookAround(spot)} />
              <DrawTools drawing={drawing} />
              <Legend />
            </>
          ) : null}
          <Button onClick={() => sketching.open(null)} aria-expanded={sketching.isOpen} data-testid="sketches-open">
            {sketchCount === null ? t('sketch.word') : t('sketch.open', { n: sketchCount })}
          </Button>
          {may('alarm.read') && replay.at === null ? (
            <Button onClick={replay.begin} loading={replay.isAsking} data-testid="replay-begin">
              {t('map.replay')}
            </Button>
          ) : null}
        </div>
        <FailedLine problem={replay.problem} />
        <div className="map-stage">
          {isDrawn ? (
            <div className="map-box" data-replay={replay.at !== null}>
              <Suspense fallback={<Loading />}>
                <MapCanvas
                  key={attempt}
                  points={points}
                  picture={picture}
                  chosen={chosenSpot}
                  around={rings}
                  shapes={drawing.shapes}
                  sketches={replay.at === null ? sketching.shapes : replay.shapes}
                  draft={isSketching ? sketching.drawn : null}
                  isDrawing={drawing.tool !== null || (isSketching && !isReshaping)}
                  layer={layer}
                  told={told}
                  onEngine={onEngine}
                />
              </Suspense>
              {isReshaping && engine !== null ? (
                <ReshapeHandles
                  key={draft.of?.id}
                  engine={engine}
                  ground={draft}
                  choose={(handle) => sketching.change({ handle })}
                  reshape={sketching.reshape}
                  undo={sketching.undo}
                />
              ) : null}
              <div className="map-zoom">
                <Button onClick={() => engine?.zoomBy(1)} aria-label={t('map.zoom-in')}>
                  ＋
                </Button>
                <Button onClick={() => engine?.zoomBy(-1)} aria-label={t('map.zoom-out')}>
                  －
                </Button>
                <Button onClick={() => showAll(engine)} aria-label={t('map.show-all')} title={t('map.show-all')}>
                  ⤢
                </Button>
              </div>
              <ToolInHand drawing={drawing} addCentre={() => engine !== null && drawing.add(engine.centre)} />
              {around !== null && isAside ? (
                <Button className="map-aside" onClick={() => setAside(false)} data-testid="map-aside">
                  {around.name || t('map.around-spot')} › {t('map.around')}
                </Button>
              ) : null}
              <Measures drawing={drawing} />
              <Corner layer={layer} isBroken={baseTrouble} />
            </div>
          ) : (
            <NoMap
              isLost={isLost}
              again={() => {
                setLost(false);
                setAttempt((before) => before + 1);
              }}
            />
          )}
          {sketching.isOpen ? (
            <SketchDrawer
              sketching={sketching}
              place={chosen?.of === 'place' ? chosen.id : null}
              centre={engine === null ? null : () => engine.centre}
              show={engine === null ? null : show}
              past={replay.at === null ? null : replay.sketches}
            />
          ) : chosen === null && (around === null || (isAside && isDrawn)) ? null : (
            <PointDrawer
              point={chosen}
              state={chosen === null ? 'normal' : stateOf(chosen, picture)}
              alarms={chosen === null ? [] : openAt(chosen)}
              at={replay.at}
              around={around}
              near={near}
              lookAround={around !== null || chosenSpot === null ? null : () => lookAround(chosenSpot, chosen?.name)}
              choose={chooseAndGo}
              close={() => choose(null)}
            />
          )}
        </div>
        {replay.past === null || replay.at === null ? null : (
          <ReplayBar past={replay.past} at={replay.at} count={alarms.length} isCut={replay.isCut} go={replay.go} back={replay.end} />
        )}
      </div>
      {isSetting ? <LayerSettings layers={layers} close={() => setSetting(false)} onChanged={askLayers} /> : null}
    </div>
  );
}

/** A spot that another page leads to: `?spot=104.7412,35.8106&name=3号楼`. */
function aroundOf(search: URLSearchParams): Around | null {
  const spot = readDegrees(search.get('spot') ?? '');
  return spot && { spot, name: search.get('name') ?? '' };
}

/** What the map cannot show must be said beside it. */
function Nowhere({ count, unplaced }: { readonly count: number; readonly unplaced: number }) {
  const { t } = useWords();
  return (
    <>
      {count === 0 ? null : (
        <Link to="/" className="map-nowhere" data-testid="map-nowhere">
          <strong>{t('map.nowhere', { n: count })}</strong> <span>{`${t('map.nowhere-to')}\u00a0›`}</span>
        </Link>
      )}
      {unplaced === 0 ? null : (
        <p className="quiet map-unplaced" data-testid="map-unplaced">
          {t('map.unplaced', { n: unplaced })}
        </p>
      )}
    </>
  );
}

/** What the law and the licence ask to be said of a map, and by which coordinates it is drawn. */
function Corner({ layer, isBroken }: { readonly layer: MapLayer | null; readonly isBroken: boolean }) {
  const { t } = useWords();
  return (
    <div className="map-corner" data-testid="map-corner">
      {layer !== null && isBroken ? (
        <span className="map-broken" role="status" data-testid="base-trouble">
          {t('map.base-trouble', { name: layer.name })}
        </span>
      ) : null}
      {layer === null ? <span>{t('map.built-in')}</span> : null}
      {layer === null || layer.attribution === '' ? null : <span>{layer.attribution}</span>}
      {layer === null ? null : <strong>{layer.approval === '' ? t('map.approval-none') : layer.approval}</strong>}
      <span className="mono">{t('map.system', { name: SYSTEM_NAMES[layer?.coordinates ?? 'wgs84'] })}</span>
    </div>
  );
}
