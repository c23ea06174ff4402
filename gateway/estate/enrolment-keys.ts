// The enrolment keys of sites: with one of them a device that nobody knows yet is admitted to the list.
import type { EstateStore } from './estate-store.ts';
import { secretMatches } from './secrets.ts';

export class EnrolmentKeys {
  readonly #store: EstateStore;
  readonly #sitesByKey = new Map<string, string>();

  constructor(store: EstateStore) {
    this.#store = store;
    for (const { place, keyHash } of store.enrolmentKeys()) this.#sitesByKey.set(keyHash, place);
  }

  /** The site whose key it is. */
  siteOf(secret: string): string | undefined {
    for (const [keyHash, site] of this.#sitesByKey) if (secretMatches(secret, keyHash)) return site;
    return undefined;
  }

  /** The site's one key from now on. */
  set(place: string, keyHash: string): void {
    for (const [hash, site] of this.#sitesByKey) if (site === place) this.#sitesByKey.delete(hash);
    this.#sitesByKey.set(keyHash, place);
    this.#store.saveEnrolmentKey(place, keyHash);
  }
}
