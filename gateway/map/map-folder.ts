// The folder `maps` of the data folder: what a site puts there is served below its maps, and nothing outside of it ever is.
import { mkdirSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { MapFile } from '../web/map-contract.ts';

/** A name of one step, not hidden: letters and digits of any script, blank, dot, line, bracket. */
export const MAP_FILE = /^[\p{L}\p{N}_()-][\p{L}\p{N} ._()-]{0,119}$/u;

const PICTURE = /\.(png|jpe?g|webp)$/i;
/** How tiles of a folder may be called, in the order in which they are looked for. */
const TILE_ENDINGS = ['png', 'jpg', 'jpeg', 'webp'] as const;
/** Listed at most: a person chooses from it by eye. */
const MOST_FILES = 200;

export class MapFolder {
  readonly #folder: string;

  /** Makes `maps` in the data folder where there is none. */
  constructor(data: string) {
    this.#folder = join(data, 'maps');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** What can be a layer, by name. */
  async list(): Promise<MapFile[]> {
    const entries = await readdir(this.#folder);
    const found = await Promise.all(entries.filter((name) => MAP_FILE.test(name)).map((name) => this.#look(name)));
    return found
      .flatMap((one) => one ?? [])
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .slice(0, MOST_FILES);
  }

  /** Where a file of that name really lies; undefined where it is none, is no file, or lies outside of the folder. */
  async file(name: string): Promise<string | undefined> {
    return MAP_FILE.test(name) ? await this.#inside(name) : undefined;
  }

  /** Where a tile of a folder really lies; undefined where there is none. */
  async tile(name: string, { z, x, y }: Tile): Promise<string | undefined> {
    if (!MAP_FILE.test(name)) return undefined;
    for (const ending of TILE_ENDINGS) {
      const found = await this.#inside(join(name, String(z), String(x), `${y}.${ending}`));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A link that leads out of the folder is as good as no file. */
  async #inside(way: string): Promise<string | undefined> {
    try {
      const [root, real] = await Promise.all([realpath(this.#folder), realpath(join(this.#folder, way))]);
      return real.startsWith(root + sep) && (await stat(real)).isFile() ? real : undefined;
    } catch {
      return undefined;
    }
  }

  async #look(name: string): Promise<MapFile | undefined> {
    const found = await stat(join(this.#folder, name)).catch(() => undefined);
    if (found?.isDirectory()) return { name, kind: 'xyz', bytes: null };
    if (!found?.isFile()) return undefined;
    if (name.toLowerCase().endsWith('.pmtiles')) return { name, kind: 'pmtiles', bytes: found.size };
    return PICTURE.test(name) ? { name, kind: 'image', bytes: found.size } : undefined;
  }
}

/** A tile of the web's square: 0 ≤ x, y < 2^z. */
export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Three numbers as they stand in an address; undefined for what is no tile. */
export function tileOf(z: string, x: string, y: string): Tile | undefined {
  if (![z, x, y].every((text) => /^(0|[1-9]\d{0,7})$/.test(text))) return undefined;
  const tile = { z: Number(z), x: Number(x), y: Number(y) };
  return tile.z <= 24 && tile.x < 2 ** tile.z && tile.y < 2 ** tile.z ? tile : undefined;
}
