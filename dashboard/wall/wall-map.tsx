// The map of a wall: the places in its scope and how each stands; nobody drags it, so it shows all of them.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapPoint } from '../../gateway/web/map-contract.ts';
import type { WallEvents, WallState } from '../../gateway/web/wall-contract.ts';
import { useWords } from '../language.ts';
import { baseOf } from '../map/base-layers.ts';
import { MapEngine } from '../map/engine.ts';
import { keyOf, type Picture } from '../map/standing.ts';

interface Props {
  readonly wall: Parameters<WallEvents['wall']>[0];
  readonly worst: WallState['worst'];
  /** The browser took the graphics away. */
  readonly onLost: () => void;
}

export default function WallMap({ wall: { places, layer }, worst, onLost }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<MapEngine | null>(null);
  const lost = useRef(onLost);
  useEffect(() => {
    lost.current = onLost;
  });

  useEffect(() => {
    if (box.current === null) return;
    const nothing = (): void => undefined;
    const told = {
      onSketch: nothing,
      onPoint: nothing,
      onSpot: nothing,
      onAround: nothing,
      onFinish: nothing,
      onView: nothing,
      onBaseTrouble: nothing,
      onLost: () => lost.current(),
    };
    let made: MapEngine;
    try {
      made = new MapEngine(box.current, { theme: 'dark', still: true }, () => told);
    } catch {
      lost.current();
      return;
    }
    setEngine(made);
    return () => made.close();
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
    engine?.showAll(points.map(({ longitude, latitude }) => [longitude, latitude]));
  }, [engine, points]);
  useEffect(() => {
    standing.current = picture;
    engine?.setPicture(picture);
  }, [engine, picture]);
  useEffect(() => {
    if (engine === null || layer === null) return;
    let isOver = false;
    const root = `${window.location.pathname.replace(/\/$/, '')}/maps`;
    baseOf(layer, 'dark', root).then(
      (base) => {
        if (!isOver) engine.setBase(base, layer.coordinates);
      },
      // The built-in base stays: the places stand where they stand.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [engine, layer]);

  return (
    <>
      <div ref={box} className="wall-map" role="img" aria-label={t('map.canvas')} data-testid="wall-map" />
      <p className="map-corner quiet">
        {layer === null ? t('map.built-in') : layer.attribution} {layer === null ? '' : layer.approval || t('map.approval-none')}
      </p>
    </>
  );
}
