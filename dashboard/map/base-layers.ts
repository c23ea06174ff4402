// What lies below the points, as sources and layers of the map; the built-in base has none. Borders are never drawn.
import { addProtocol, type Map as GlMap, type LayerSpecification, type SourceSpecification } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import type { MapLayer } from '../../gateway/web/map-contract.ts';
import type { ThemeName } from '../colours.ts';
import { vectorLayers } from './vector-layers.ts';

export interface Base {
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  readonly layers: readonly LayerSpecification[];
}

export const NO_BASE: Base = { sources: {}, layers: [] };

/** As the header of a .pmtiles file names it. */
const VECTOR_TILES = 1;

const protocol = new Protocol();
let isKnown = false;

/** A layer, and where its files lie on our own gateway. */
type Rooted = MapLayer & { readonly root: string };

/** The address of a layer on our own gateway, whole: the worker of the map knows no page. */
function address({ id, root }: Rooted, rest: string): string {
  return `${window.location.origin}${root}/${encodeURIComponent(id)}/${rest}`;
}

/** Reads what must be known of a layer before it can be drawn. Rejects where its file cannot be read. */
export async function baseOf(known: MapLayer, theme: ThemeName, root = '/maps'): Promise<Base> {
  const layer = { ...known, root };
  if (layer.kind === 'image') return picture(layer);
  if (layer.kind === 'pmtiles') return await packed(layer, theme);
  const names = layer.kind === 'tianditu' ? ['tiles', 'names'] : ['tiles'];
  return rasters(names.map((of) => ({ of, source: tiles(layer, of) })));
}

function tiles(layer: Rooted, of: string): SourceSpecification {
  const { lowest, highest } = layer;
  return { type: 'raster', tiles: [address(layer, `${of}/{z}/{x}/{y}`)], tileSize: 256, minzoom: lowest, maxzoom: highest };
}

function rasters(some: readonly { readonly of: string; readonly source: SourceSpecification }[]): Base {
  return {
    sources: Object.fromEntries(some.map(({ of, source }) => [`base-${of}`, source])),
    layers: some.map(({ of }) => ({ id: `base-${of}`, type: 'raster', source: `base-${of}`, paint: { 'raster-fade-duration': 0 } })),
  };
}

function picture(layer: Rooted): Base {
  const corners = (layer.corners ?? []).map(({ longitude, latitude }): [number, number] => [longitude, latitude]);
  const [one, two, three, four] = corners;
  if (!one || !two || !three || !four) return NO_BASE;
  return rasters([{ of: 'picture', source: { type: 'image', url: address(layer, 'file'), coordinates: [one, two, three, four] } }]);
}

async function packed(layer: Rooted, theme: ThemeName): Promise<Base> {
  if (!isKnown) addProtocol('pmtiles', protocol.tile);
  isKnown = true;
  const url = address(layer, 'file');
  const file = new PMTiles(url);
  const { tileType } = await file.getHeader();
  protocol.add(file);
  const source = { url: `pmtiles://${url}` };
  if (tileType !== VECTOR_TILES) return rasters([{ of: 'packed', source: { type: 'raster', tileSize: 256, ...source } }]);
  return { sources: { 'base-packed': { type: 'vector', ...source } }, layers: vectorLayers('base-packed', theme) };
}

/** Asks anew for all of a base that lies on a map: tiles stay to be seen until they come, what is read from one file is laid anew. */
export function renewBase(map: GlMap, { sources, layers }: Base): void {
  const names = Object.keys(sources);
  // A new style is on its way: it asks for all by itself.
  if (names.some((name) => map.getSource(name) === undefined)) return;
  if (Object.values(sources).every((source) => 'tiles' in source)) {
    for (const name of names) map.refreshTiles(name);
    return;
  }
  for (const { id } of layers) map.removeLayer(id);
  for (const [name, source] of Object.entries(sources)) {
    map.removeSource(name);
    map.addSource(name, source);
  }
  // The ground lies below it.
  const above = map.getLayersOrder()[1];
  for (const layer of layers) map.addLayer(layer, above);
}
