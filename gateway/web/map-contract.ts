// The words between gateway and screen about the map: what stands where, what is near, what was, and what lies below it.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { time, words } from './contract-words.ts';

/** Coordinate systems of what lies below the points. The house itself keeps WGS-84 (CGCS2000 is the same for its purpose). */
export const COORDINATES = ['wgs84', 'gcj02', 'bd09'] as const;
/** `pmtiles`, `xyz`, `image`: files of ours. `tianditu`, `custom`: tiles that the gateway fetches from elsewhere. */
export const LAYER_KINDS = ['pmtiles', 'xyz', 'image', 'tianditu', 'custom'] as const;
/** What Tianditu calls its maps: streets, imagery, terrain; each has labels of its own. */
export const TIANDITU_MAPS = ['vec', 'img', 'ter'] as const;

const mapPoint = z.object({
  of: z.enum(['place', 'device']),
  id: z.string(),
  /** Kind of the place or of the device. */
  kind: z.string(),
  name: z.string(),
  /** The way to it, without itself: 阳光小区 › 3号楼. */
  where: z.string(),
  /** Degrees, WGS-84. */
  longitude: z.number(),
  latitude: z.number(),
  /** Not heard of for longer than it may be silent; a place is never silent. */
  silent: z.boolean(),
});
export type MapPoint = z.infer<typeof mapPoint>;

export const mapPoints = z.object({
  points: z.array(mapPoint),
  /** Null: these were the last. Else it goes back as `after` for the next ones. */
  next: z.string().nullable(),
  /** Devices of which neither they nor a place above them (but the regions) has a position: they stand nowhere on the map. Counted with the first page only. */
  unplaced: z.number().nullable(),
});
export type MapPoints = z.infer<typeof mapPoints>;

/** Groups of what helps, or is in danger, near a fire. */
export const RESOURCES = ['hydrant', 'water', 'station', 'post', 'voice-post', 'weather', 'unit'] as const;
export const nearOne = mapPoint.pick({ of: true, id: true, kind: true, name: true, longitude: true, latitude: true }).extend({
  /** Metres as the crow flies, and degrees from north, clockwise. */
  metres: z.number(),
  bearing: z.number(),
});
export const nearby = z.object({
  /** Metres, the smallest first. */
  radii: z.array(z.number()),
  groups: z.array(
    z.object({
      resource: z.enum(RESOURCES),
      /** How many within each of the radii. */
      counts: z.array(z.number()),
      /** The nearest within the largest radius, the nearest first. */
      nearest: z.array(nearOne),
    }),
  ),
});
export type Nearby = z.infer<typeof nearby>;
export type Resource = (typeof RESOURCES)[number];

/** An alarm as it stood over a while; all that is needed to draw any moment of it. */
const pastAlarm = z.object({
  id: z.string(),
  device: z.string(),
  name: z.string(),
  class: z.enum(ALARM_CLASSES),
  title: words,
  /** Ids of the places it is in, the root first. */
  path: z.array(z.string()),
  from: time,
  /** Null: open still. */
  to: time.nullable(),
  drill: z.boolean(),
});
export type PastAlarm = z.infer<typeof pastAlarm>;
export const mapPast = z.object({
  from: time,
  to: time,
  alarms: z.array(pastAlarm),
  /** There were more: fires come first, then the youngest. */
  cut: z.boolean(),
});
export type MapPast = z.infer<typeof mapPast>;

const corner = z.object({ longitude: z.number(), latitude: z.number() });
export const mapLayer = z.object({
  id: z.string(),
  /** It lies below the map of whoever sees this place, or stands below it. */
  place: z.string(),
  name: z.string(),
  kind: z.enum(LAYER_KINDS),
  coordinates: z.enum(COORDINATES),
  /** 审图号, as it is printed in the corner of the map; empty where nobody gave one. */
  approval: z.string(),
  /** Whose map it is, as its licence asks to be said. */
  attribution: z.string(),
  /** Zoom levels of which there are tiles. */
  lowest: z.number(),
  highest: z.number(),
  /** Name of a file or folder in `maps/` of the data folder. */
  file: z.string().nullable(),
  url: z.string().nullable(),
  tianditu: z.enum(TIANDITU_MAPS).nullable(),
  /** Where a picture's corners lie: upper left, upper right, lower right, lower left; in the layer's own coordinates. */
  corners: z.array(corner).nullable(),
  /** A key is set; it is never shown. */
  hasKey: z.boolean(),
});
export type MapLayer = z.infer<typeof mapLayer>;
export type Coordinates = MapLayer['coordinates'];

/** What lies in `maps/` of the data folder and can be a layer. */
export const mapFile = z.object({ name: z.string(), kind: z.enum(['pmtiles', 'xyz', 'image']), bytes: z.number().nullable() });
export type MapFile = z.infer<typeof mapFile>;
