// How a packed vector map is drawn in the dashboard's own colours. Pure.
import type { LayerSpecification } from 'maplibre-gl';
import { SURFACES, type ThemeName } from '../colours.ts';

/**
 * Land, water, woods, roads and buildings by the names that Protomaps and OpenMapTiles give them. Only these are drawn:
 * what a file calls boundary, admin or place stays unseen, whatever it holds.
 */
export function vectorLayers(source: string, theme: ThemeName): LayerSpecification[] {
  const { panel, line, edge, raised } = SURFACES[theme];
  const water = theme === 'dark' ? '#1d3346' : '#c5d9e8';
  const green = theme === 'dark' ? '#1c2b24' : '#dbe6d6';
  const fill = (layer: string, colour: string): LayerSpecification => ({
    id: `base-${layer}`,
    type: 'fill',
    source,
    'source-layer': layer,
    paint: { 'fill-color': colour, 'fill-antialias': false },
  });
  const road = (layer: string): LayerSpecification => ({
    id: `base-${layer}`,
    type: 'line',
    source,
    'source-layer': layer,
    paint: {
      'line-color': edge,
      'line-opacity': 0.7,
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 8, 0.4, 14, 1.6, 18, 7],
    },
  });
  return [
    fill('earth', panel),
    fill('landcover', green),
    fill('landuse', green),
    fill('water', water),
    fill('buildings', raised),
    fill('building', raised),
    road('roads'),
    road('transportation'),
    { ...road('waterway'), paint: { 'line-color': water, 'line-width': 1.2 } } as LayerSpecification,
    { ...fill('aeroway', line), id: 'base-aeroway' } as LayerSpecification,
  ];
}
