// The map of a wall: the places in its scope, how each stands, and what is drawn there; nobody drags it, so it shows all of them.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapPoint } from '../../gateway/web/map-contract.ts';
import type { WallEvents, WallSketch, WallState } from '../../gateway/web/wall-contract.ts';
import { useWords } from '../language.ts';
import { baseOf } from '../map/base-layers.ts';
import type { Degrees } from '../map/coordinates.ts';
import { MapEngine, type Told } from '../map/engine.ts';
import { outlineOf, type SketchShape } from '../map/sketches/shape.ts';
import { shapeOf } from '../map/sketches/use-sketching.ts';
import { keyOf, type Picture } from '../map/standing.ts';

interface Props {
  readonly wall: Parameters<WallEvents['wall']>[0];
  readonly worst: WallState['worst'];
  readonly sketches: readonly WallSketch[];
  /** It stands on the wall; before that it is drawn unseen. */
  readonly isDrawn: boolean;
  readonly onDrawn: () => void;
  /** The browser took the graphics away. */
  readonly onLost: () => void;
}

/** Letters and signs are so much larger than at a desk. */
const ACROSS_A_HALL = 1.5;
/** Degrees around a single place that still belong to it: some two kilometres. */
const NEAR = 0.02;
/** More pixels than a screen of 3840 × 2160 has are never drawn. */
const SHARPEST = 2;

export default function WallMap({ wall: { places, layer }, worst, sketches, isDrawn, onDrawn, onLost }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<MapEngine | null>(null);
  const [isBroken, setBroken] = useState(false);
  const latest = useRef({ onDrawn, onLost });
  useEffect(() => {
    latest.current = { onDrawn, onLost };
  });

  useEffect(() => {
    if (box.current === null) return;
    const nothing = (): void => undefined;
    const told: Told = {
      onSketch: nothing,
      onPoint: nothing,
      onSpot: nothing,
      onAround: nothing,
      onFinish: nothing,
      onView: nothing,
      onBaseTrouble: () => setBroken(true),
      onBaseWorks: () => setBroken(false),
      onLost: () => latest.current.onLost(),
      onDrawn: () => latest.current.onDrawn(),
    };
    let made: MapEngine;
    try {
      made = new MapEngine(box.current, { theme: 'dark', still: true, scale: ACROSS_A_HALL }, () => told);
    } catch {
      latest.current.onLost();
      return;
    }
    setEngine(made);
    const { current: canvas } = box;
    // The whole wall is enlarged to its screen; the map is drawn for what it is then.
    const sharpen = (): void => {
      const enlarged = canvas.getBoundingClientRect().width / Math.max(1, canvas.clientWidth);
      made.setSharpness(Math.min(SHARPEST, window.devicePixelRatio * enlarged));
    };
    sharpen();
    window.addEventListener('resize', sharpen);
    return () => {
      window.removeEventListener('resize', sharpen);
      made.close();
    };
  }, []);

  const points = useMemo(
    () =>
      places.map(
        ({ id, kind, name, longitude, latitude }): MapPoint => ({
          of: 'place',
          id,
          kind,
          name,
          where: '',
          longitude,
          latitude,
          silent: false,
        }),
      ),
    [places],
  );
  const picture = useMemo(
    (): Picture => ({
      states: new Map(Object.entries(worst).map(([id, state]) => [keyOf({ of: 'place', id }), state])),
      at: new Map(),
      nowhere: [],
    }),
    [worst],
  );
  const standing = useRef(picture);
  useEffect(() => {
    engine?.setPoints(points, standing.current);
  }, [engine, points]);
  const shapes = useMemo(() => sketches.map((one) => shapeOf(one)), [sketches]);
  useEffect(() => engine?.setSketches(shapes), [engine, shapes]);
  useEffect(() => engine?.showAll(seenOf(points, shapes)), [engine, points, shapes]);
  useEffect(() => {
    standing.current = picture;
    engine?.setPicture(picture);
  }, [engine, picture]);
  useEffect(() => {
    if (engine === null || layer === null) return;
    setBroken(false);
    const root = `${window.location.pathname.replace(/\/$/, '')}/maps`;
    engine.base.set(() => baseOf(layer, 'dark', root), layer.coordinates);
  }, [engine, layer]);

  return (
    <>
      <div ref={box} className="wall-map" data-seen={isDrawn} role="img" aria-label={t('map.canvas')} data-testid="wall-map" />
      <p className="map-corner quiet">
        {layer !== null && isBroken ? <b>{t('map.base-trouble', { name: layer.name })} </b> : null}
        {layer === null ? t('map.built-in') : layer.attribution} {layer === null ? '' : layer.approval || t('map.approval-none')}
      </p>
    </>
  );
}

/**
 * What a wall looks at: all places, and of what is drawn what lies around them. A sketch on the other side of the earth, drawn by
 * mistake, must not make a dot of the district.
 */
function seenOf(points: readonly MapPoint[], sketches: readonly SketchShape[]): Degrees[] {
  const spots = points.map(({ longitude, latitude }): Degrees => [longitude, latitude]);
  const [west, east] = [Math.min(...spots.map(([at]) => at)), Math.max(...spots.map(([at]) => at))];
  const [south, north] = [Math.min(...spots.map(([, at]) => at)), Math.max(...spots.map(([, at]) => at))];
  const [wide, high] = [Math.max(NEAR, east - west), Math.max(NEAR, north - south)];
  const isNear = ([longitude, latitude]: Degrees): boolean =>
    longitude > west - wide && longitude < east + wide && latitude > south - high && latitude < north + high;
  return [...spots, ...sketches.flatMap((one) => outlineOf(one)).filter(isNear)];
}
