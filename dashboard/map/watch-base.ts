// Whether what lies below the points comes from the gateway: told when a part of it fails, and when it works again.
import type { Map as GlMap } from 'maplibre-gl';

interface Told {
  readonly onBaseTrouble: () => void;
  readonly onBaseWorks: () => void;
}

/** As long as the map stands. It works again when all is drawn, a part of it has come since it last was, and none has failed. */
export function watchBase(map: GlMap, told: () => Told): void {
  let hasCome = false;
  let hasFailed = false;
  map.on('error', (event) => {
    if (!String((event as { sourceId?: unknown }).sourceId ?? '').startsWith('base-')) return;
    hasFailed = true;
    told().onBaseTrouble();
  });
  map.on('sourcedata', ({ sourceId, tile, sourceDataType }) => {
    // A picture has no tiles: it says that it is there.
    if (sourceId.startsWith('base-') && (tile !== undefined || sourceDataType === 'metadata')) hasCome = true;
  });
  map.on('idle', () => {
    if (hasCome && !hasFailed) told().onBaseWorks();
    hasCome = false;
    hasFailed = false;
  });
}
