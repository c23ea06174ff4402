// The style of the map in the dashboard's own colours: sources, layers, and the order in which they lie.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { SURFACES, type ThemeName } from '../colours.ts';
import type { Base } from './base-layers.ts';
import { colourOf } from './icons.ts';
import { SKETCH_COLOURS, sketchColour } from './sketches/palette.ts';
import { STATES } from './standing.ts';

/** Families of the person's own machine; nothing is fetched for a letter. */
const FONT = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'sans-serif'];
/** Names are shown from here on: above, a district is a cloud of symbols. */
const NAMES_FROM = 12.5;
/** Symbols nearer than this many pixels are counted together, up to this level. */
const CLUSTER = { radius: 46, until: 16 };

/** Sources that we fill ourselves. */
export const OWN_SOURCES = ['grid', 'sketches', 'draft', 'rings', 'drawn', 'points', 'fires', 'chosen'] as const;
export type OwnSource = (typeof OWN_SOURCES)[number];

/** Where a click looks for something, the upmost first. */
export const SYMBOL_LAYERS = ['fires', 'points', 'clusters'] as const;
/** And where no point is hit. */
export const SKETCH_LAYERS = ['sketch-names', 'sketch-spots', 'sketch-lines', 'sketch-areas'] as const;

const rankToIcon: ExpressionSpecification = [
  'match',
  ['get', 'rank'],
  ...STATES.slice(0, -1).flatMap((state, rank) => [rank, `cluster|${state}`]),
  'cluster|normal',
] as unknown as ExpressionSpecification;

export interface Look {
  readonly theme: ThemeName;
  /** No fading either. */
  readonly still: boolean;
  /** How much larger than at a desk letters and signs are drawn: a wall is read across a hall. */
  readonly scale?: number;
}

export function styleOf({ theme, still, scale = 1 }: Look, base: Base): StyleSpecification {
  const surface = SURFACES[theme];
  const isBare = base.layers.length === 0;
  const label = { 'text-font': FONT, 'text-size': 12 * scale } as const;
  const ink = { 'text-color': surface.text, 'text-halo-color': surface.page, 'text-halo-width': 1.6 } as const;
  const fire = colourOf('fire', theme);
  const layers: LayerSpecification[] = [
    { id: 'ground', type: 'background', paint: { 'background-color': surface.page } },
    ...base.layers,
    ...(isBare ? gridLayers(theme, scale) : []),
    ...sketchLayers({ theme, scale }, 'sketches', 'sketch'),
    ...sketchLayers({ theme, scale }, 'draft', 'draft'),
    {
      id: 'rings',
      type: 'line',
      source: 'rings',
      paint: { 'line-color': surface.text, 'line-opacity': 0.7, 'line-width': 1.4, 'line-dasharray': [4, 3] },
    },
    {
      id: 'ring-names',
      type: 'symbol',
      source: 'rings',
      layout: { ...label, 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'symbol-spacing': 400 },
      paint: ink,
    },
    {
      id: 'drawn-areas',
      type: 'fill',
      source: 'drawn',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': surface.text, 'fill-opacity': 0.1 },
    },
    {
      id: 'drawn-lines',
      type: 'line',
      source: 'drawn',
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': surface.text, 'line-width': 2.4 },
    },
    {
      id: 'drawn-spots',
      type: 'circle',
      source: 'drawn',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 5, 'circle-color': surface.panel, 'circle-stroke-color': surface.text, 'circle-stroke-width': 2 },
    },
    {
      id: 'drawn-names',
      type: 'symbol',
      source: 'drawn',
      filter: ['has', 'name'],
      layout: {
        ...label,
        'text-size': 14 * scale,
        'text-field': ['get', 'name'],
        'text-anchor': 'bottom',
        'text-offset': [0, -0.7],
        'text-allow-overlap': true,
      },
      paint: ink,
    },
    {
      id: 'clusters',
      type: 'symbol',
      source: 'points',
      filter: ['has', 'point_count'],
      layout: {
        ...label,
        'icon-image': rankToIcon,
        'icon-size': ['step', ['get', 'point_count'], 0.9 * scale, 50, scale, 500, 1.15 * scale],
        'icon-allow-overlap': true,
        'text-field': ['get', 'point_count_abbreviated'],
        'text-size': 13 * scale,
        'text-allow-overlap': true,
        'symbol-sort-key': ['-', 0, ['get', 'rank']],
      },
      paint: { 'text-color': ['case', ['==', ['get', 'rank'], 0], '#ffffff', surface.text] },
    },
    {
      id: 'points',
      type: 'symbol',
      source: 'points',
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-size': scale,
        'icon-allow-overlap': true,
        'symbol-sort-key': ['-', 0, ['get', 'rank']],
      },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'points',
      minzoom: NAMES_FROM,
      filter: ['!', ['has', 'point_count']],
      // Below the ring around the chosen one, whose edge lies 24 px off.
      layout: { ...label, 'text-field': ['get', 'name'], 'text-anchor': 'top', 'text-offset': [0, 1.8], 'text-max-width': 9 },
      paint: ink,
    },
    ...(['fire-halo', 'fire-ring'] as const).map(
      (id): LayerSpecification => ({
        id,
        type: 'circle',
        source: 'fires',
        paint: {
          'circle-radius': (id === 'fire-halo' ? 32 : 25) * scale,
          'circle-color': 'rgba(0, 0, 0, 0)',
          'circle-stroke-color': fire,
          'circle-stroke-width': id === 'fire-halo' ? 2 : 4,
          'circle-stroke-opacity-transition': { duration: still ? 0 : 200 },
        },
      }),
    ),
    {
      id: 'fires',
      type: 'symbol',
      source: 'fires',
      layout: { 'icon-image': ['get', 'icon'], 'icon-size': scale, 'icon-allow-overlap': true },
    },
    {
      id: 'fire-names',
      type: 'symbol',
      source: 'fires',
      layout: {
        ...label,
        'text-size': 14 * scale,
        'text-field': ['get', 'name'],
        'text-anchor': 'top',
        'text-offset': [0, 1.9],
        'text-max-width': 12,
      },
      paint: { ...ink, 'text-halo-width': 2 },
    },
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: { 'circle-radius': 21, 'circle-color': 'rgba(0, 0, 0, 0)', 'circle-stroke-color': surface.text, 'circle-stroke-width': 3 },
    },
  ];
  const empty = { type: 'FeatureCollection' as const, features: [] };
  return {
    version: 8,
    sources: {
      ...base.sources,
      ...Object.fromEntries(
        OWN_SOURCES.filter((name) => name !== 'points').map((name) => [name, { type: 'geojson', data: empty } as const]),
      ),
      points: {
        type: 'geojson',
        data: empty,
        cluster: true,
        clusterRadius: CLUSTER.radius,
        clusterMaxZoom: CLUSTER.until,
        // A cluster is as bad as the worst in it: a count must never hide an alarm.
        clusterProperties: { rank: ['min', ['get', 'rank']] },
      },
    },
    layers,
    transition: { duration: 0, delay: 0 },
  };
}

function gridLayers(theme: ThemeName, scale: number): LayerSpecification[] {
  const surface = SURFACES[theme];
  return [
    {
      id: 'grid',
      type: 'line',
      source: 'grid',
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': surface.line, 'line-width': 1 },
    },
    ...(['upper', 'right'] as const).map(
      (edge): LayerSpecification => ({
        id: `grid-${edge}`,
        type: 'symbol',
        source: 'grid',
        filter: ['==', ['get', 'edge'], edge],
        layout: {
          'text-font': FONT,
          'text-size': 11 * scale,
          'text-field': ['get', 'name'],
          'text-anchor': edge === 'upper' ? 'top' : 'right',
          'text-offset': edge === 'upper' ? [0, 0.4] : [-0.4, 0],
          'text-padding': 12,
        },
        paint: { 'text-color': surface.quiet, 'text-halo-color': surface.page, 'text-halo-width': 2 },
      }),
    ),
  ];
}

/** What people drew for all: below every point, for it must hide none. */
function sketchLayers({ theme, scale }: Required<Pick<Look, 'theme' | 'scale'>>, source: OwnSource, name: string): LayerSpecification[] {
  const surface = SURFACES[theme];
  const pairs = SKETCH_COLOURS.flatMap((colour) => [colour, sketchColour(colour, theme)]);
  const colour = ['match', ['get', 'colour'], ...pairs, surface.text] as unknown as ExpressionSpecification;
  return [
    {
      id: `${name}-areas`,
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': colour, 'fill-opacity': 0.14 },
    },
    {
      id: `${name}-lines`,
      type: 'line',
      source,
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      // What nobody else sees yet is dashed.
      paint: { 'line-color': colour, 'line-width': 3, ...(source === 'draft' ? { 'line-dasharray': [2, 1.6] } : {}) },
    },
    {
      id: `${name}-spots`,
      type: 'circle',
      source,
      filter: ['has', 'dot'],
      paint: { 'circle-radius': 7, 'circle-color': colour, 'circle-stroke-color': surface.page, 'circle-stroke-width': 2 },
    },
    {
      id: `${name}-names`,
      type: 'symbol',
      source,
      filter: ['has', 'name'],
      layout: {
        'text-font': FONT,
        'text-size': 14 * scale,
        'text-field': ['get', 'name'],
        // The first of these at which it lies over no point.
        'text-variable-anchor-offset': [
          'case',
          ['has', 'above'],
          ['literal', ['bottom', [0, -0.4], 'bottom-left', [2, -0.4], 'bottom-right', [-2, -0.4], 'left', [3, 0], 'right', [-3, 0]]],
          ['literal', ['top', [0, 0.7], 'bottom', [0, -0.7], 'left', [1, 0], 'right', [-1, 0]]],
        ],
        'text-justify': 'auto',
        'text-max-width': 12,
        // Two that lie over each other are told apart in the list; none may be missing here.
        'text-allow-overlap': true,
      },
      paint: { 'text-color': surface.text, 'text-halo-color': surface.page, 'text-halo-width': 2 },
    },
  ];
}
