// The layers that a site lays below the points of its map, as they are set up. The built-in base needs no row here.
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { MapLayer } from '../web/map-contract.ts';
import type { MapLayerOrder } from '../web/map-requests.ts';

/** A choice that a person makes on a screen; each layer is asked for by every screen that opens the map. */
const MOST_LAYERS = 40;

/** A layer with its key, for whoever fetches its tiles. */
export interface KeyedLayer extends Omit<MapLayer, 'hasKey'> {
  readonly key: string | null;
}

export class MapLayers {
  readonly #db: Database;
  readonly #known = new Map<string, KeyedLayer>();

  constructor(db: Database) {
    this.#db = db;
    db.exec('CREATE TABLE IF NOT EXISTS map_layer (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT');
    for (const { id, data } of db.prepare<[], { id: string; data: string }>('SELECT id, data FROM map_layer ORDER BY rowid').all())
      this.#known.set(id, JSON.parse(data) as KeyedLayer);
  }

  /** In the order in which they were set up; without their keys. */
  list(): MapLayer[] {
    return [...this.#known.values()].map(({ key, corners, ...layer }) => ({
      ...layer,
      corners: corners && [...corners],
      hasKey: key !== null,
    }));
  }

  get(id: string): KeyedLayer | undefined {
    return this.#known.get(id);
  }

  /** What its kind does not know is dropped. Throws `bad-request` where Tianditu gets no key, `too-many` beyond forty. */
  set({ key, ...order }: MapLayerOrder): void {
    const before = this.#known.get(order.id);
    if (!before && this.#known.size >= MOST_LAYERS) throw new BalefireError('too-many');
    const { kind } = order;
    const isFile = kind === 'pmtiles' || kind === 'xyz' || kind === 'image';
    const layer: KeyedLayer = {
      ...order,
      file: isFile ? (order.file ?? null) : null,
      url: kind === 'custom' ? (order.url ?? null) : null,
      tianditu: kind === 'tianditu' ? (order.tianditu ?? null) : null,
      corners: kind === 'image' ? (order.corners ?? null) : null,
      key: isFile ? null : (key ?? before?.key ?? null),
    };
    if (kind === 'tianditu' && layer.key === null)
      throw new BalefireError('bad-request', { detail: 'body.key: 天地图需要密钥 / Tianditu needs a key' });
    this.#db
      .prepare('INSERT INTO map_layer (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data')
      .run(layer.id, JSON.stringify(layer));
    this.#known.set(layer.id, layer);
  }

  /** Throws `not-found`. */
  remove(id: string): void {
    if (!this.#known.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#db.prepare('DELETE FROM map_layer WHERE id = ?').run(id);
  }
}

/** Whether a layer lies below somebody's map: its place is above theirs, or within what they see. */
export function isBelow(
  { place }: Pick<MapLayer, 'place'>,
  by: { readonly person: { readonly place: string }; sees(path: readonly string[]): boolean },
  places: { pathOf(id: string): readonly string[] },
): boolean {
  return by.sees(places.pathOf(place)) || places.pathOf(by.person.place).includes(place);
}
