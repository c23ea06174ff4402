// The drawn map as a part of the page: a chunk of its own, fetched when a browser that can draw it opens the screen.
import { useEffect, useRef, useState } from 'react';
import type { MapLayer, MapPoint } from '../../gateway/web/map-contract.ts';
import { useWords } from '../language.ts';
import { useStill, useThemeName } from '../screen.ts';
import { baseOf } from './base-layers.ts';
import type { Degrees } from './coordinates.ts';
import { MapEngine, type Shape, type Told } from './engine.ts';
import type { SketchShape } from './sketches/shape.ts';
import type { Picture } from './standing.ts';

interface Props {
  readonly points: readonly MapPoint[];
  readonly picture: Picture;
  readonly chosen: Degrees | null;
  readonly around: { readonly spot: Degrees; readonly radii: readonly number[] } | null;
  readonly shapes: readonly Shape[];
  readonly sketches: readonly SketchShape[];
  readonly draft: SketchShape | null;
  readonly isDrawing: boolean;
  /** Null: the built-in base. */
  readonly layer: MapLayer | null;
  readonly told: Told;
  /** The engine while it stands, null when it goes. */
  readonly onEngine: (engine: MapEngine | null) => void;
}

export default function MapCanvas({ points, picture, chosen, around, shapes, sketches, draft, isDrawing, layer, told, onEngine }: Props) {
  const { t } = useWords();
  const { name: theme } = useThemeName();
  const still = useStill();
  const box = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<MapEngine | null>(null);
  const latest = useRef(told);
  const look = useRef({ theme, still });
  useEffect(() => {
    latest.current = told;
  });

  useEffect(() => {
    if (box.current === null) return;
    let made: MapEngine;
    try {
      made = new MapEngine(box.current, look.current, () => latest.current);
    } catch {
      latest.current.onLost();
      return;
    }
    setEngine(made);
    onEngine(made);
    return () => {
      onEngine(null);
      made.close();
    };
  }, [onEngine]);

  const standing = useRef(picture);
  useEffect(() => engine?.setPoints(points, standing.current), [engine, points]);
  useEffect(() => {
    standing.current = picture;
    engine?.setPicture(picture);
  }, [engine, picture]);
  useEffect(() => engine?.setChosen(chosen), [engine, chosen]);
  useEffect(() => engine?.setAround(around), [engine, around]);
  useEffect(() => engine?.setShapes(shapes), [engine, shapes]);
  useEffect(() => engine?.setSketches(sketches), [engine, sketches]);
  useEffect(() => engine?.setDraft(draft), [engine, draft]);
  useEffect(() => engine?.setDrawing(isDrawing), [engine, isDrawing]);
  useEffect(() => {
    const before = look.current;
    look.current = { theme, still };
    if (before.theme !== theme || before.still !== still) engine?.setLook({ theme, still });
  }, [engine, theme, still]);

  useEffect(() => {
    if (layer === null) engine?.base.set(null, 'wgs84');
    else engine?.base.set(() => baseOf(layer, theme), layer.coordinates);
  }, [engine, layer, theme]);

  return <div ref={box} className="map-canvas" role="application" aria-label={t('map.canvas')} data-testid="map-canvas" />;
}
