// The surfaces of the two themes: calm greys; colour is kept for what is abnormal.

export type ThemeName = 'dark' | 'light';

interface Surfaces {
  /** Behind everything. */
  readonly page: string;
  /** Bars, lists, cards. */
  readonly panel: string;
  /** What stands out of a panel: a selected row, a dialog. */
  readonly raised: string;
  readonly line: string;
  /** Outline of what can be operated: 3:1 against panel (WCAG 2.2, 1.4.11). */
  readonly edge: string;
  readonly text: string;
  readonly quiet: string;
  /** What can be pressed; deliberately none of the classes' colours. */
  readonly accent: string;
  readonly onAccent: string;
  /** Stripes over what may be old. */
  readonly hatch: string;
  /** Behind the row of a fire that nobody has acknowledged; text on it keeps its ratio. */
  readonly 'fire-wash': string;
  /** Stripes behind whatever is a drill. */
  readonly 'drill-wash': string;
}

export const SURFACES: Readonly<Record<ThemeName, Surfaces>> = {
  dark: {
    page: '#14191f',
    panel: '#1c2229',
    raised: '#252d36',
    line: '#343e49',
    edge: '#6f7f8e',
    text: '#e8edf2',
    quiet: '#a8b5c1',
    accent: '#45678a',
    onAccent: '#ffffff',
    hatch: 'rgba(168, 181, 193, 0.24)',
    'fire-wash': 'rgba(179, 19, 26, 0.28)',
    'drill-wash': 'rgba(79, 209, 197, 0.10)',
  },
  light: {
    page: '#eceff1',
    panel: '#f7f8f9',
    raised: '#ffffff',
    line: '#d3dae0',
    edge: '#75828e',
    text: '#1b232b',
    quiet: '#4b5965',
    accent: '#3a5c7e',
    onAccent: '#ffffff',
    hatch: 'rgba(75, 89, 101, 0.26)',
    'fire-wash': 'rgba(196, 22, 28, 0.12)',
    'drill-wash': 'rgba(11, 107, 100, 0.10)',
  },
};

/** Bands across the screen: white on red for a fire, dark on yellow for a trouble of the gateway itself. */
export const BANDS = {
  fire: { back: '#b3131a', text: '#ffffff' },
  fault: { back: '#f2c94c', text: '#1b1b1b' },
} as const;
