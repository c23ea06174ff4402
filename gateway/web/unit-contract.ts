// The words between gateway and screen about units and high-rises: their files, and what is live in them now.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { step } from './contract.ts';
import { time } from './contract-words.ts';
import { BUILDING_USES, buildingFile, SYSTEMS, TANK_KINDS, unitFile } from './place-file-contract.ts';

export const named = z.object({ id: z.string(), name: z.string() });
/** Open alarms by class, most urgent first; drills are not among them. */
const openCounts = z.array(z.object({ class: z.enum(ALARM_CLASSES), count: z.number() }));
const worst = z.enum(ALARM_CLASSES).nullable();

/**
 * How far a live value can be believed. `not-set`: the file names no device. `gone`: the device is no longer there.
 * `never`: it never told it. `stale`: it is silent for too long. `bad`: its quality is not good. Only `good` is good.
 */
const LIVE = ['not-set', 'gone', 'never', 'stale', 'bad', 'low', 'short', 'good'] as const;

export const topPressure = z.object({
  state: z.enum(LIVE),
  device: named.nullable(),
  /** MPa. */
  value: z.number().nullable(),
  receivedAt: time.nullable(),
  /** What it must not fall below, MPa: as set for the device, the nearest place, or the rule's default. */
  limit: z.number().nullable(),
});
export type TopPressure = z.infer<typeof topPressure>;

export const tankView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(TANK_KINDS),
  /** `low`: at or below the lowest effective level. `short`: it lasts less long than it must. */
  state: z.enum(LIVE),
  device: named.nullable(),
  levelM: z.number().nullable(),
  receivedAt: time.nullable(),
  capacityM3: z.number(),
  fullM: z.number(),
  lowestM: z.number(),
  demandLps: z.number(),
  neededHours: z.number().nullable(),
  /** From the last level there was, also where that is stale; null where there is none to trust. */
  leftM3: z.number().nullable(),
  hours: z.number().nullable(),
});
export type TankView = z.infer<typeof tankView>;

const systemView = z.object({
  system: z.enum(SYSTEMS),
  devices: z.number(),
  /** Of these, silent for too long or never heard. */
  silent: z.number(),
  never: z.number(),
  /** When the one that was heard longest ago was heard; null where none ever was. */
  oldest: time.nullable(),
  worst,
  open: openCounts,
  /** `none`: no device of it is connected. `unknown`: not one is heard. `partly`: some are not. Only `good` is good. */
  state: z.enum(['alarm', 'unknown', 'partly', 'good', 'none']),
});
export type SystemView = z.infer<typeof systemView>;

const isolatedView = z.object({
  /** Points that panels tell are isolated, and whole systems of them. */
  points: z.number(),
  systems: z.number(),
  loops: z.array(z.object({ panel: z.string(), loop: z.number(), points: z.number() })),
  /** Isolations that people ordered here. */
  ordered: z.number(),
});

const contactView = z.object({
  /** `none`: no transmission device speaks for it. `never`: one does, and was never heard. `lost`: silent or offline now. */
  state: z.enum(['none', 'never', 'lost', 'good']),
  device: named.nullable(),
  lastHeard: time.nullable(),
  /** The last duty check 查岗 that somebody answered. */
  duty: z.object({ at: time, late: z.boolean(), device: named }).nullable(),
});

const buildingCard = z.object({
  id: z.string(),
  name: z.string(),
  place: z.array(step),
  unit: named.nullable(),
  /** By the national definition; `unknown`: the file does not tell enough. */
  highRise: z.enum(['yes', 'no', 'unknown']),
  use: z.enum(BUILDING_USES).nullable(),
  heightM: z.number().nullable(),
  floorsAbove: z.number().nullable(),
  floorsBelow: z.number().nullable(),
  refugeFloors: z.array(z.number()),
  lacksRefugeFloor: z.boolean(),
  /** When all of this was so. */
  now: time,
  worst,
  open: openCounts,
  drills: z.number(),
  topPressure,
  tanks: z.array(tankView),
  isolated: isolatedView,
  contact: contactView,
  systems: z.array(systemView),
});
export type BuildingCard = z.infer<typeof buildingCard>;

/** Who wrote a file's last version and when; version 0: nobody wrote one. */
const authorship = { version: z.number(), changedAt: time.nullable(), changedBy: z.string().nullable() };

export const buildingView = buildingCard.extend({
  ...authorship,
  file: buildingFile.nullable(),
  /** What can be named in the file: devices of the building and its unit that tell a pressure or a level. */
  choices: z.object({ pressure: z.array(named.extend({ place: z.string() })), level: z.array(named.extend({ place: z.string() })) }),
});
export type BuildingView = z.infer<typeof buildingView>;

/** Connected high-rises of all in a place. */
export const connectionRate = z.object({
  place: z.string(),
  all: z.number(),
  connected: z.number(),
  lost: z.number(),
  none: z.number(),
  /** Buildings of which the file does not tell whether they are high: they are not counted. */
  unknown: z.number(),
  /** Percent; null of nothing. */
  percent: z.number().nullable(),
  /** As set for the place, or for the nearest above it. */
  target: z.object({ percent: z.number(), place: named }).nullable(),
  /** Of the place's own target; 0 where none was ever set. */
  targetVersion: z.number(),
});
export type ConnectionRate = z.infer<typeof connectionRate>;

export const highRiseList = z.object({
  items: z.array(buildingCard),
  next: z.string().nullable(),
  total: z.number(),
  rate: connectionRate,
});
export type HighRiseList = z.infer<typeof highRiseList>;

/** A certificate or contract with its last day; `days`: left until then, 0 on the day itself, negative after it. */
const paperView = z.object({ id: z.string(), name: z.string(), expires: z.string(), days: z.number() });
export type PaperView = z.infer<typeof paperView>;

export const unitRow = z.object({
  ...named.shape,
  place: z.array(step),
  legalName: z.string().nullable(),
  isKeyUnit: z.boolean(),
  worst,
  open: openCounts,
  devices: z.number(),
  silent: z.number(),
  buildings: z.number(),
  highRises: z.number(),
  /** Share of what a file should tell, percent. */
  complete: z.number(),
  /** What runs out first; null: nothing does. */
  firstPaper: paperView.nullable(),
  expired: z.number(),
});
export type UnitRow = z.infer<typeof unitRow>;

/** What a unit's file should tell and does not. */
export const MISSING = [
  'legal-name',
  'credit-code',
  'address',
  'responsible',
  'manager',
  'duty-room',
  'maintenance',
  'inspection',
  'systems',
  'buildings',
] as const;

export const unitView = unitRow.extend({
  ...authorship,
  file: unitFile.nullable(),
  missing: z.array(z.enum(MISSING)),
  papers: z.array(paperView),
  inside: z.array(
    z.object({ ...named.shape, highRise: z.enum(['yes', 'no', 'unknown']), worst, version: z.number(), systems: z.array(systemView) }),
  ),
});
export type UnitView = z.infer<typeof unitView>;
