// What lies below the points: the layers of the site, and which of them this screen shows.
import { useCallback, useState } from 'react';
import type { MapLayer } from '../../gateway/web/map-contract.ts';
import type { Page } from '../api.ts';
import { useAnswer } from '../use-answer.ts';

const REMEMBERED_BASE = 'balefire.map-base';
const NO_LAYERS: readonly MapLayer[] = [];

/** `layer` null: the built-in base. */
export function useBase() {
  const answer = useAnswer<Page<MapLayer>>('/map/layers');
  const layers = answer.value?.items ?? NO_LAYERS;
  const [wanted, setWanted] = useState(() => localStorage.getItem(REMEMBERED_BASE));
  const [broken, setBroken] = useState<string | null>(null);
  const layer = layers.find(({ id }) => id === wanted) ?? null;
  return {
    layers,
    layer,
    chooseBase: useCallback((id: string | null) => {
      if (id === null) localStorage.removeItem(REMEMBERED_BASE);
      else localStorage.setItem(REMEMBERED_BASE, id);
      setWanted(id);
      setBroken(null);
    }, []),
    baseTrouble: layer !== null && broken === layer.id,
    onBaseTrouble: () => setBroken(layer?.id ?? null),
    onBaseWorks: () => setBroken(null),
    askLayers: answer.again,
  };
}
