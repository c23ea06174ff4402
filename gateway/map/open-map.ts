// The room of the map put together: its layers, the folder of files below them, and the way out for tiles of other houses.
import { Networks } from '../networks.ts';
import { PinnedOutgoing } from '../notify/outgoing.ts';
import type { Database } from '../sqlite.ts';
import { MapFolder } from './map-folder.ts';
import { MapLayers } from './map-layers.ts';
import { RemoteTiles } from './remote-tiles.ts';

export interface SiteMap {
  readonly layers: MapLayers;
  readonly folder: MapFolder;
  readonly remote: RemoteTiles;
}

/** `data`: the data folder. `networks`: networks of our own from which tiles may be fetched. */
export function openMap(database: Database, data: string, networks: readonly string[]): SiteMap {
  return {
    layers: new MapLayers(database),
    folder: new MapFolder(data),
    remote: new RemoteTiles(new PinnedOutgoing(new Networks(networks))),
  };
}
