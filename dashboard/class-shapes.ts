// The outline of each alarm class and state, in a box of 24: for the page's own marks and for the symbols of the map.
import type { Shape } from './alarm-classes.ts';

export interface Outline {
  /** SVG path of the outline. */
  readonly path: string;
  /** Filled with the class's colour, or drawn as a line of it. */
  readonly drawn: 'fill' | 'line';
  /** Cut out of what is filled: what tells the class without its colour. */
  readonly inside?: string;
  readonly dashes?: readonly [number, number];
}

const circle = (radius: number): string =>
  `M12 ${12 - radius}a${radius} ${radius} 0 1 0 0 ${2 * radius}a${radius} ${radius} 0 1 0 0-${2 * radius}z`;

export const OUTLINES: Readonly<Record<Shape, Outline>> = {
  octagon: {
    path: 'M7.700 1.500h8.600l6.200 6.200v8.600l-6.200 6.200H7.700l-6.200-6.200V7.700z',
    drawn: 'fill',
    inside:
      'M12 5.500c.8 2.600 3.900 4.300 3.900 7.800a3.900 3.900 0 0 1-7.800 0c0-1.400.6-2.300 1.300-3.100.2 1 .7 1.500 1.200 1.700-.2-2.300.3-4.500 1.400-6.400z',
  },
  diamond: {
    path: 'M12 .8 23.200 12 12 23.200.8 12z',
    drawn: 'fill',
    inside: 'M10.800 6h2.400v7.500h-2.400zM10.800 15.300h2.400v2.500h-2.400z',
  },
  'diamond-arrow': {
    path: 'M12 .8 23.200 12 12 23.200.8 12z',
    drawn: 'fill',
    inside: 'M6.500 10.800h6V7.500l5 4.500-5 4.500v-3.300h-6z',
  },
  triangle: {
    path: 'M12 1.500 23.500 22H.5z',
    drawn: 'fill',
    inside: 'M10.900 8.500h2.200v7h-2.200zM10.900 17.200h2.200v2.300h-2.200z',
  },
  'square-slash': { path: 'M3 3h18v18H3zM3 21 21 3', drawn: 'line' },
  'circle-bar': { path: 'M12 2.500a9.500 9.500 0 1 1 0 19 9.500 9.500 0 0 1 0-19zM6.500 12h11', drawn: 'line' },
  'circle-arrow': { path: circle(10.5), drawn: 'fill', inside: 'M12 5.500 17 11h-3.600v7.500h-2.800V11H7z' },
  dashed: { path: circle(9.5), drawn: 'line', dashes: [4.5, 3] },
  dot: { path: circle(4), drawn: 'fill' },
};

/** Width of what is drawn as a line. */
export const LINE_WIDTH = 2.6;
