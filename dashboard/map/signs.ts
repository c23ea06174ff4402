// The signs of what stands on the map: an outline and a drawing for each kind, so that colour is left to say its state.
import type { MapPoint, Resource } from '../../gateway/web/map-contract.ts';

/** The outline of a symbol: a place is a square, what helps a shield, a device a disc. */
export type Frame = 'square' | 'shield' | 'disc';

export interface Sign {
  readonly frame: Frame;
  /** Strokes in a box of 24. */
  readonly strokes: string;
}

export const SIGNS = {
  unit: { frame: 'square', strokes: 'M4 21h16M6 21V9l6-5 6 5v12M10 21v-5h4v5' },
  building: { frame: 'square', strokes: 'M7 21V3h10v18M4 21h16M10 7h1M13 7h1M10 11h1M13 11h1M10 15h1M13 15h1' },
  room: { frame: 'square', strokes: 'M5 5h14v14H5zM5 12h6M11 5v4' },
  farm: { frame: 'square', strokes: 'M12 2l5 7h-3l4 6H6l4-6H7zM12 15v6' },
  post: { frame: 'shield', strokes: 'M9 20l1.500-10h3L15 20M7 10h10M8 10l1-5h6l1 5' },
  checkpoint: { frame: 'shield', strokes: 'M5 20V9M5 11h15M5 15h15M10 11l-2 4M15 11l-2 4' },
  station: { frame: 'shield', strokes: 'M12 4c1 3 4 5 4 9a4 4 0 0 1-8 0c0-2 1-3 2-4 0 1 .5 2 1.500 2.500C11 9 11 6 12 4z' },
  water: { frame: 'shield', strokes: 'M12 3c3.500 4.500 5.500 7.500 5.500 10.500a5.500 5.500 0 0 1-11 0C6.500 10.500 8.500 7.500 12 3z' },
  hydrant: { frame: 'disc', strokes: 'M8 19V9a4 4 0 0 1 8 0v10M6 19h12M5 12h3M16 12h3M12 5V3' },
  tank: { frame: 'disc', strokes: 'M6 6v12c0 3 12 3 12 0V6M6 6c0-3 12-3 12 0s-12 3-12 0M6 12c2 2 4-1 6 0s4 1 6 0' },
  detector: { frame: 'disc', strokes: 'M5 9h14l-2 5H7zM9 14v3h6v-3M12 9V5' },
  callpoint: { frame: 'disc', strokes: 'M5 5h14v14H5zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z' },
  electrical: { frame: 'disc', strokes: 'M13 3L6 13h5l-1 8 8-11h-6z' },
  pump: { frame: 'disc', strokes: 'M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM12 12l4-3M18 12h3M3 12h3' },
  voice: { frame: 'disc', strokes: 'M4 10v4h4l5 4V6L8 10zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11' },
  weather: { frame: 'disc', strokes: 'M3 9h10a3 3 0 1 0-3-3M3 13h15a3 3 0 1 1-3 3M3 17h7' },
  panel: { frame: 'disc', strokes: 'M4 5h16v11H4zM9 20h6M12 16v4M8 9h8M8 12h4' },
  other: { frame: 'disc', strokes: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z' },
} as const satisfies Readonly<Record<string, Sign>>;

export type SignName = keyof typeof SIGNS;

const OF_PLACE: Readonly<Record<string, SignName>> = {
  unit: 'unit',
  building: 'building',
  floor: 'room',
  zone: 'room',
  farm: 'farm',
  post: 'post',
  checkpoint: 'checkpoint',
  station: 'station',
  water: 'water',
};
const OF_DEVICE: Readonly<Record<string, SignName>> = {
  smoke: 'detector',
  heat: 'detector',
  gas: 'detector',
  detector: 'detector',
  callpoint: 'callpoint',
  electrical: 'electrical',
  hydrant: 'hydrant',
  tank: 'tank',
  'forest-tank': 'tank',
  pipe: 'pump',
  pump: 'pump',
  sprinkler: 'pump',
  valve: 'pump',
  'voice-post': 'voice',
  sounder: 'voice',
  weather: 'weather',
  transmission: 'panel',
  panel: 'panel',
};

/** The sign of a point; every kind has one. */
export function signOf({ of, kind }: Pick<MapPoint, 'of' | 'kind'>): SignName {
  return (of === 'place' ? OF_PLACE : OF_DEVICE)[kind] ?? 'other';
}

export const RESOURCE_SIGNS: Readonly<Record<Resource, SignName>> = {
  hydrant: 'hydrant',
  water: 'water',
  station: 'station',
  post: 'post',
  'voice-post': 'voice',
  weather: 'weather',
  unit: 'building',
};
