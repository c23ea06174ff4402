// Parts of the dashboard that are loaded when they are first shown, and go on being asked for while the gateway cannot be reached.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** A gateway that starts again is there within a few seconds. */
const AGAIN_MS = 1_500;
/** A minute. What is not there then is of a build that the gateway has no more: the page says so, and is loaded anew. */
const MOST_TRIES = 40;

type Loaded<P> = { readonly default: ComponentType<P> };

/** A part that is no component; asked for until it is there, or of a build that the gateway has no more. */
export async function loaded<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load();
    } catch (thrown) {
      if (tries === MOST_TRIES) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Like `lazy`, but does not fail for want of the gateway: what waits for it shows what it shows while loading. */
export function later<P>(load: () => Promise<Loaded<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(() => loaded(load));
}
