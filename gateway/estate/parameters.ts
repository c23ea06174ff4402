// Limits and times that a place or a device sets otherwise than the default; the nearest one counts.
import type { Device } from '../../device-drivers/device.ts';

export interface ParameterValue {
  /** Id of a place or a device. */
  readonly scope: string;
  readonly name: string;
  readonly value: number;
}

export class Parameters {
  readonly #values = new Map<string, Map<string, number>>();

  constructor(values: Iterable<ParameterValue>) {
    for (const { scope, name, value } of values) this.set(scope, name, value);
  }

  /** As the device itself, then its places from the nearest up, give it. */
  nearest(name: string, device: Device): number | undefined {
    return this.of(device.id, name) ?? this.along(device.path, name);
  }

  /** As the places of a path, its root first, give it; the nearest counts. */
  along(path: readonly string[], name: string): number | undefined {
    for (let i = path.length - 1; i >= 0; i -= 1) {
      const given = this.of(path[i] ?? '', name);
      if (given !== undefined) return given;
    }
    return undefined;
  }

  /** As the scope itself gives it. */
  of(scope: string, name: string): number | undefined {
    return this.#values.get(scope)?.get(name);
  }

  *all(scope?: string): Iterable<ParameterValue> {
    for (const [at, named] of this.#values) {
      if (scope !== undefined && scope !== at) continue;
      for (const [name, value] of named) yield { scope: at, name, value };
    }
  }

  /** Null takes it away. */
  set(scope: string, name: string, value: number | null): void {
    const named = this.#values.get(scope) ?? new Map<string, number>();
    if (value === null) named.delete(name);
    else named.set(name, value);
    this.#values.set(scope, named);
  }
}
