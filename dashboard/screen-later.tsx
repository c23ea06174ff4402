// A screen that is loaded when it is first gone to.
import { type ComponentType, Suspense } from 'react';
import { later } from './later.ts';
import { Loading } from './states.tsx';

/**
 * Whoever goes there sees at once that it is on its way. It waits behind a boundary of its own: behind one that stands already the
 * screen before would stay, as if the press had not been felt, for as long as the gateway cannot be reached.
 */
export function screenLater(load: () => Promise<{ readonly default: ComponentType }>): ComponentType {
  const Screen = later(load);
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each screen, when the module is loaded
  return function ScreenLater() {
    return (
      <Suspense fallback={<Loading />}>
        <Screen />
      </Suspense>
    );
  };
}
