// Searching devices by the hundred thousand: filter, order and page in one pass over what is in memory, without a sorted copy.
import type { Device } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import { readAloud } from '../../device-drivers/pinyin.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { covers, type Isolation } from '../alarms/isolation.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import { worstByDevice } from './device-views.ts';
import { type Key, type Keyed, KeyedPage, naturally, ordering } from './keyed-page.ts';
import type { DEVICE_SORTS, DEVICE_STATES } from './requests.ts';

type DeviceSort = (typeof DEVICE_SORTS)[number];
type DeviceState = (typeof DEVICE_STATES)[number];

/** What somebody looks for; left out: everything, by id. */
export interface DeviceQuery {
  /** A place and all that stands below it. */
  readonly place?: string | undefined;
  readonly kind?: string | undefined;
  readonly model?: string | undefined;
  /** Words of id, name, places, model or kind, also as their pinyin is typed; all of them must be there. */
  readonly search?: string | undefined;
  readonly state: DeviceState;
  readonly sort: DeviceSort;
  readonly order: 'up' | 'down';
  /** As `next` of the page before gave it. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface DevicePage {
  readonly rows: readonly Device[];
  readonly total: number;
  readonly next: string | null;
}

interface SearchRooms {
  readonly estate: Estate;
  readonly presence: Pick<Presence, 'isOnline' | 'lastHeard'>;
  readonly desk: { open(): Iterable<Alarm> };
  readonly isolations: { standing(): readonly Isolation[] };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  readonly isSilent: (device: Device) => boolean;
}

/** A device, and what was written down of it once it was asked for: all its words in small letters, and the key of its name. */
interface Known {
  readonly device: Device;
  text: string | undefined;
  name: string | undefined;
}

/** A word that is looked for: written as it is, or read aloud. */
interface Wanted {
  readonly word: string;
  readonly sounds: ((device: Device) => boolean) | null;
}

export class DeviceSearch {
  readonly #rooms: SearchRooms;
  /** A device that changes is another object: what is written here of one stays right, and goes with it. */
  readonly #known = new WeakMap<Device, Known>();
  /** The same in the order of the devices: a hundred thousand look-ups by object cost more than all the searching. */
  #inOrder: Known[] = [];
  /** All devices of a place share one path until places change, and then they have another. */
  readonly #placeKeys = new Map<string, string>();
  readonly #places = new WeakMap<readonly string[], string>();

  constructor(rooms: SearchRooms) {
    this.#rooms = rooms;
  }

  /** All that fit, by the order of the query. */
  all(query: DeviceQuery, sees: (path: readonly string[]) => boolean): Device[] {
    const { fits, keyOf } = this.#reading(query, sees);
    const found: Keyed<Device>[] = [];
    for (const known of this.#all()) if (fits(known)) found.push([keyOf(known), known.device]);
    return found.sort(ordering(query.order)).map(([, device]) => device);
  }

  /** The rows after the cursor, as many as were asked for, and how many fit in all. */
  page(query: DeviceQuery, sees: (path: readonly string[]) => boolean): DevicePage {
    const { fits, keyOf } = this.#reading(query, sees);
    const page = new KeyedPage<Device>(query);
    for (const known of this.#all()) if (fits(known)) page.offer(keyOf(known), known.device);
    return page.taken();
  }

  /** Whether a device has all words of a search: of its id, name, places, model or kind, also as their pinyin is typed. */
  matching(search: string): (device: Device) => boolean {
    const wanted = this.#wordsOf(search);
    return (device) => wanted.length === 0 || this.#says(this.#knownOf(device), wanted);
  }

  #reading(query: DeviceQuery, sees: (path: readonly string[]) => boolean) {
    const { presence } = this.#rooms;
    const worst = worstByDevice(this.#rooms.desk.open());
    const isIn = this.#stateOf(query.state, worst);
    const wanted = this.#wordsOf(query.search ?? '');
    const { place, kind, model } = query;
    const fits = (known: Known): boolean => {
      const one = known.device;
      return (
        sees(one.path) &&
        (place === undefined || one.path.includes(place)) &&
        (kind === undefined || one.kind === kind) &&
        (model === undefined || one.model === model) &&
        isIn(one) &&
        (wanted.length === 0 || this.#says(known, wanted))
      );
    };
    const keys: Readonly<Record<DeviceSort, (known: Known) => Key>> = {
      id: ({ device }) => device.id,
      name: (known) => {
        known.name ??= naturally(known.device.name);
        return known.name;
      },
      place: ({ device }) => this.#placeKey(device),
      kind: ({ device }) => `${device.kind} ${device.model}`,
      heard: ({ device: one }) => presence.lastHeard(one.id) ?? 0,
      worst: ({ device: one }) => {
        const found = worst.get(one.id);
        return found === undefined ? ALARM_CLASSES.length : ALARM_CLASSES.indexOf(found);
      },
    };
    return { fits, keyOf: keys[query.sort] };
  }

  #stateOf(state: DeviceState, worst: ReadonlyMap<string, unknown>): (one: Device) => boolean {
    const { presence, desk, isolations, isSilent } = this.#rooms;
    switch (state) {
      case 'all':
        return () => true;
      case 'alarm':
        return (one) => worst.has(one.id);
      case 'fault': {
        const faulty = new Set<string>();
        for (const { device, class: of, drill } of desk.open()) if (of === 'fault' && !drill) faulty.add(device);
        return (one) => faulty.has(one.id);
      }
      case 'silent':
        return isSilent;
      case 'offline':
        return (one) => presence.isOnline(one.id) === false;
      case 'never':
        return (one) => one.address.by !== 'part' && one.address.by !== 'carrier' && !presence.lastHeard(one.id);
      case 'isolated': {
        const standing = isolations.standing().filter(({ ended }) => ended === null);
        return (one) => standing.some((each) => covers(each, one.id, each.scope.of === 'point' ? each.scope.point : '', one.path));
      }
    }
  }

  #says(known: Known, wanted: readonly Wanted[]): boolean {
    known.text ??= this.#textOf(known.device);
    for (const { word, sounds } of wanted) if (!known.text.includes(word) && !sounds?.(known.device)) return false;
    return true;
  }

  /** What is read aloud is the name; places and titles, which many devices share, are read once a search. */
  #wordsOf(search: string): Wanted[] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.map((word) => {
      const read = readAloud(word);
      if (read === null) return { word, sounds: null };
      const places = new Map<readonly string[], boolean>();
      const models = new Map<string, boolean>();
      const sounds = (device: Device): boolean => {
        let found = models.get(device.model);
        if (found === undefined) {
          found = read(this.#titleOf(device).zh);
          models.set(device.model, found);
        }
        if (found || read(device.name)) return true;
        found = places.get(device.path);
        if (found === undefined) {
          found = read(this.#placeText(device));
          places.set(device.path, found);
        }
        return found;
      };
      return { word, sounds };
    });
  }

  #textOf(device: Device): string {
    const { zh, en } = this.#titleOf(device);
    return `${device.id} ${device.name} ${this.#placeText(device)} ${device.model} ${device.kind} ${zh} ${en}`.toLowerCase();
  }

  /** The titles of its model, with the word that people say for it. */
  #titleOf({ model }: Device): { readonly zh: string; readonly en: string } {
    const { zh = '', en = '' } = this.#rooms.driverOf(model)?.title ?? {};
    return { zh: SAID.reduce((title, [written, said]) => (zh.includes(written) ? `${title} ${said}` : title), zh), en };
  }

  /** All devices with what is known of them, in the order of the estate. */
  #all(): readonly Known[] {
    const before = this.#inOrder;
    const now: Known[] = [];
    for (const device of this.#rooms.estate.devices()) {
      const there = before[now.length];
      now.push(there?.device === device ? there : this.#knownOf(device));
    }
    this.#inOrder = now;
    return now;
  }

  #knownOf(device: Device): Known {
    let known = this.#known.get(device);
    if (!known) {
      known = { device, text: undefined, name: undefined };
      this.#known.set(device, known);
    }
    return known;
  }

  /** The names of its places from the top down. */
  #placeText({ path }: Device): string {
    const known = this.#places.get(path);
    if (known !== undefined) return known;
    const text = this.#rooms.estate.places
      .steps(path)
      .map(({ name }) => name)
      .join('/');
    this.#places.set(path, text);
    return text;
  }

  #placeKey(device: Device): string {
    const text = this.#placeText(device);
    let key = this.#placeKeys.get(text);
    if (key === undefined) {
      // Names that nobody gives any more must not pile up.
      if (this.#placeKeys.size > PLACE_KEYS) this.#placeKeys.clear();
      key = naturally(text);
      this.#placeKeys.set(text, key);
    }
    return key;
  }
}

/** What stands in the standards, and what people say for it. */
const SAID = [
  ['消火栓', '消防栓'],
  ['感烟', '烟感'],
  ['感温', '温感'],
] as const;
/** Places whose order is remembered: those of a hundred thousand devices are some ten thousand. */
const PLACE_KEYS = 50_000;
