// What lies below the points: read, told when a part of it does not come, asked for again after a while, and told when it works again.
import type { Map as GlMap } from 'maplibre-gl';
import type { Coordinates } from '../../gateway/web/map-contract.ts';
import { type Base, NO_BASE, renewBase } from './base-layers.ts';

/** What failed is asked for again so long after, ms; then twice as long after each time, up to the longest. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

interface Told {
  readonly onBaseTrouble: () => void;
  readonly onBaseWorks: () => void;
}

/** Null: nothing is to lie there. */
type Read = (() => Promise<Base>) | null;

export class BaseUnder {
  readonly #map: GlMap;
  readonly #told: () => Told;
  readonly #lay: (base: Base, system: Coordinates) => void;
  #read: Read = null;
  #system: Coordinates = 'wgs84';
  /** It lies on the map, whether its parts come or not. */
  #isLaid = false;
  #hasCome = false;
  #hasFailed = false;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `lay`: puts a base that was read on the map, in place of the one before. */
  constructor(map: GlMap, told: () => Told, lay: (base: Base, system: Coordinates) => void) {
    this.#map = map;
    this.#told = told;
    this.#lay = lay;
    map.on('error', (event) => {
      if (String((event as { sourceId?: unknown }).sourceId ?? '').startsWith('base-')) this.#failed();
    });
    map.on('sourcedata', ({ sourceId, tile, sourceDataType }) => {
      // A picture has no tiles: it says that it is there.
      if (sourceId.startsWith('base-') && (tile !== undefined || sourceDataType === 'metadata')) this.#hasCome = true;
    });
    // It works again when all is drawn, a part of it has come since it last was, and none has failed.
    map.on('idle', () => {
      const works = this.#hasCome && !this.#hasFailed;
      this.#forget();
      if (!works) return;
      this.#rest();
      this.#told().onBaseWorks();
    });
  }

  /** Puts what `read` reads there, in those coordinates; asks again for as long as it, or a part of it, does not come. */
  set(read: Read, system: Coordinates): void {
    [this.#read, this.#system, this.#isLaid] = [read, system, false];
    this.#forget();
    this.#rest();
    if (read === null) this.#lay(NO_BASE, 'wgs84');
    else void this.#ask(read, true);
  }

  /** Nothing is asked for any more. */
  close(): void {
    this.#read = null;
    this.#rest();
  }

  async #ask(read: NonNullable<Read>, isFirst: boolean): Promise<void> {
    const base = await read().catch(() => null);
    if (this.#read !== read) return;
    if (base === null) {
      if (isFirst) this.#lay(NO_BASE, 'wgs84');
      this.#failed();
      return;
    }
    if (this.#isLaid) renewBase(this.#map, base);
    else this.#lay(base, this.#system);
    this.#isLaid = true;
  }

  #failed(): void {
    this.#hasFailed = true;
    this.#told().onBaseTrouble();
    const read = this.#read;
    if (read === null) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
      this.#forget();
      void this.#ask(read, false);
    }, this.#wait);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wait = FIRST_WAIT_MS;
  }

  #forget(): void {
    this.#hasCome = false;
    this.#hasFailed = false;
  }
}
