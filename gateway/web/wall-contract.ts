// Big screens 大屏: how they are managed, and all that a wall is ever told. Nothing here names or quotes a person.
import { z } from 'zod';
import type { AlarmClass } from '../../rules/rule.ts';
import { isNetwork } from '../networks.ts';
import { SCREEN_LANGUAGES } from './access/big-screens.ts';
import type { AlarmView, PlaceKind } from './contract.ts';
import { time } from './contract-words.ts';
import type { IncidentView } from './incident-contract.ts';
import type { MapLayer } from './map-contract.ts';
import type { SketchView } from './sketch-contract.ts';
import type { ConnectionRate, TankView, TopPressure } from './unit-contract.ts';

export const bigScreen = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string(),
  language: z.enum(SCREEN_LANGUAGES),
  network: z.string().nullable(),
  madeBy: z.string(),
  madeAt: time,
  seenAt: time.nullable(),
  seenFrom: z.string().nullable(),
  revokedAt: time.nullable(),
  /** Walls that show it now. */
  showing: z.number(),
});
export type BigScreenView = z.infer<typeof bigScreen>;

/** `token`: stands behind `#` in the link of the screen; shown this once. */
export const madeBigScreen = z.object({ screen: bigScreen, token: z.string() });
export type MadeBigScreen = z.infer<typeof madeBigScreen>;

export const newBigScreen = z.strictObject({
  name: z.string().trim().min(1).max(64),
  place: z.string().min(1).max(64),
  language: z.enum(SCREEN_LANGUAGES),
  /** Network in CIDR, or one address. */
  network: z
    .string()
    .trim()
    .max(64)
    .refine(isNetwork, '应为网段或地址，如 10.20.0.0/16 / A network or an address, as 10.20.0.0/16')
    .nullable(),
});

export const enterBigScreen = z.strictObject({ screen: z.string().regex(/^screen-[0-9a-f]{12}$/), token: z.string().min(1).max(100) });

// ── what a wall is told; types alone, as it is never asked for anything ──

/** The way to a place as people read it, the root left out: 阳光小区 › 3号楼 › 12层. */
export type Where = readonly string[];

/** A fire as the whole wall shows it. */
export interface WallFire {
  readonly incident: string;
  readonly drill: boolean;
  readonly title: AlarmView['title'];
  /** Kind of the device that told it first. */
  readonly kind: string;
  /** Loop and number of that point on its panel. */
  readonly loop: number | null;
  readonly point: number | null;
  readonly where: Where;
  /** When the device says it began, ms since 1970. */
  readonly began: number;
  /** All its alarms of fire are acknowledged. */
  readonly acknowledged: boolean;
  readonly evidence: IncidentView['evidence'];
  /** Open alarms of fire in it, and where: the first twenty places. */
  readonly alarms: number;
  readonly places: readonly Where[];
}

/** One line of the ticker. */
export interface WallAlarm {
  readonly id: string;
  readonly class: AlarmClass;
  readonly title: AlarmView['title'];
  readonly where: Where;
  readonly at: number;
  readonly drill: boolean;
  readonly restored: boolean;
}

/** How things stand at a moment; each replaces the one before, so that a wall keeps nothing that grows. */
export interface WallState {
  readonly now: number;
  /** Real ones before drills, those that wait before the others, the youngest first; at most fifty. */
  readonly fires: readonly WallFire[];
  readonly moreFires: number;
  /** Open alarms by class, drills left out, and how many of them nobody has acknowledged. */
  readonly lamps: Readonly<Record<AlarmClass, { readonly open: number; readonly waiting: number }>>;
  readonly drills: number;
  /** The youngest that came; at most twelve. */
  readonly alarms: readonly WallAlarm[];
  /** Most urgent class by the id of each place on the map that is not well. */
  readonly worst: Readonly<Record<string, AlarmClass | 'test'>>;
  /** Units with the most urgent open alarms; at most seven. */
  readonly units: readonly { readonly id: string; readonly name: string; readonly worst: AlarmClass; readonly open: number }[];
}

/** A tank or a worst hydrant that is not well. */
export interface WallWater {
  readonly building: string;
  readonly of: TankView['kind'] | 'hydrant';
  readonly state: TankView['state'];
  /** Hours that a tank lasts, or MPa at the hydrant. */
  readonly value: number | null;
}

/** What changes slowly; told twice a minute. */
export interface WallFigures {
  readonly now: number;
  readonly devices: { readonly devices: number; readonly online: number; readonly silent: number };
  /** Alarms that came on each of the last seven days, today last, drills left out. */
  readonly days: readonly { readonly day: string; readonly fires: number; readonly others: number }[];
  readonly today: Readonly<Record<AlarmClass, number>>;
  readonly rate: Pick<ConnectionRate, 'all' | 'connected' | 'lost' | 'none' | 'percent'> & { readonly target: number | null };
  readonly water: {
    readonly tanks: { readonly all: number; readonly good: number };
    readonly hydrants: { readonly all: number; readonly good: number };
    /** Those that are not well, the worst first; at most six. */
    readonly worst: readonly WallWater[];
  };
  /** Isolations 屏蔽 that people ordered and that stand. */
  readonly isolations: number;
  /** High-rises, those not well first; at most sixty. */
  readonly buildings: readonly {
    readonly id: string;
    readonly name: string;
    readonly contact: 'none' | 'never' | 'lost' | 'good';
    readonly pressure: TopPressure['state'];
  }[];
  /** Something is wrong with the gateway itself: how many things. */
  readonly troubles: number;
}

/** What has a spot on the map. */
export interface WallPlace {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
}

/** What is drawn on the map: its shape and colour. Neither its note nor who drew it; its label only where its author said so. */
export interface WallSketch extends Pick<SketchView, 'id' | 'kind' | 'spots' | 'radius' | 'colour'> {
  /** Empty: not for everybody's eyes. */
  readonly label: string;
}

/** From the gateway to a wall. */
export interface WallEvents {
  /** What it is a screen of; first of all, and again where its map changed. */
  wall: (all: {
    readonly now: number;
    /** The build of the gateway: a wall that was built with another one loads itself anew. */
    readonly build: string;
    readonly name: string;
    readonly site: string;
    readonly language: 'zh' | 'en';
    /** Minutes that the site's time is before UTC now. */
    readonly offset: number;
    readonly place: string;
    readonly places: readonly WallPlace[];
    /** What lies below them, as managed for the dashboard's map; null: the built-in base. */
    readonly layer: MapLayer | null;
  }) => void;
  state: (state: WallState) => void;
  /** All that is drawn on the map of its place; first of all, and again within two seconds of a change. */
  sketches: (all: readonly WallSketch[]) => void;
  figures: (figures: WallFigures) => void;
  /** Every 2 s: without it for 5 s the wall says that what it shows may be old. */
  heartbeat: (beat: { readonly now: number; readonly build: string; readonly offset: number }) => void;
  farewell: (why: { readonly reason: 'rights-changed' | 'too-slow' | 'stopping' }) => void;
}
