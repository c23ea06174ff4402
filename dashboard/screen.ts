// What the browser tells of the screen itself: its width, the person's wish for stillness, the theme chosen.
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ThemeName } from './colours.ts';

interface Media {
  readonly subscribe: (listener: () => void) => () => void;
  readonly matches: () => boolean;
}

/** One of each query for all who ask: each row of a list does. */
const queries = new Map<string, Media>();

function mediaOf(query: string): Media {
  const known = queries.get(query);
  if (known) return known;
  const list = window.matchMedia(query);
  const media: Media = {
    subscribe(listener) {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    matches: () => list.matches,
  };
  queries.set(query, media);
  return media;
}

function useMedia(query: string): boolean {
  const { subscribe, matches } = mediaOf(query);
  return useSyncExternalStore(subscribe, matches);
}

/** A screen too narrow for tables: cards and bottom tabs instead. The style sheets break at the same width. */
export function usePhone(): boolean {
  return useMedia('(max-width: 767px)');
}

/** Room for a list and a card side by side. */
export function useWide(): boolean {
  return useMedia('(min-width: 1100px)');
}

/** Room for a third column beside list and card. The style sheets break at the same width. */
export function useRoomy(): boolean {
  return useMedia('(min-width: 1600px)');
}

/** The person asked for reduced motion. */
export function useStill(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)');
}

const REMEMBERED = 'balefire.theme';

/** The theme chosen on this screen before; dark where none was. */
export function rememberedTheme(): ThemeName {
  return localStorage.getItem(REMEMBERED) === 'light' ? 'light' : 'dark';
}

export function rememberTheme(name: ThemeName): void {
  localStorage.setItem(REMEMBERED, name);
}

export const ThemeContext = createContext<{ readonly name: ThemeName; readonly change: (name: ThemeName) => void }>({
  name: 'dark',
  change: () => undefined,
});

export function useThemeName(): { readonly name: ThemeName; readonly change: (name: ThemeName) => void } {
  return useContext(ThemeContext);
}
