// Equal parts of what the gateway tells are held once: ten thousand alarms have a few dozen titles, advices and rules between them.
import type { AlarmView } from '../gateway/web/contract.ts';
import type { IncidentView } from '../gateway/web/incident-contract.ts';

/** Different parts that are remembered, places of an estate most of all; beyond it the remembering begins anew. */
const REMEMBERED = 20_000;

const OF_ALARM = ['pointTitle', 'title', 'advice', 'because', 'rule', 'clause', 'place'] as const satisfies readonly (keyof AlarmView)[];
const OF_PART = ['system', 'type'] as const;
const OF_INCIDENT = ['place', 'kinds', 'evidence', 'answers', 'reports'] as const satisfies readonly (keyof IncidentView)[];

/** Takes things fresh from the wire, which nobody else holds yet, and puts one object for all parts of equal content into them. */
export class EqualParts {
  readonly #parts = new Map<string, object>();

  alarm(fresh: AlarmView): AlarmView {
    this.#share(fresh, OF_ALARM);
    if (fresh.device.part) this.#share(fresh.device.part, OF_PART);
    return fresh;
  }

  incident(fresh: IncidentView): IncidentView {
    this.#share(fresh, OF_INCIDENT);
    return fresh;
  }

  clear(): void {
    this.#parts.clear();
  }

  #share<K extends string>(thing: { readonly [key in K]?: object | null }, keys: readonly K[]): void {
    const parts: { [key in K]?: object | null } = thing;
    for (const key of keys) {
      const part = parts[key];
      if (part) parts[key] = this.#one(part);
    }
  }

  #one(part: object): object {
    const content = JSON.stringify(part);
    const known = this.#parts.get(content);
    if (known) return known;
    if (this.#parts.size >= REMEMBERED) this.#parts.clear();
    this.#parts.set(content, part);
    return part;
  }
}
