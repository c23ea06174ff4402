// The story of a fire as its panel tells it: two smoke heads, a call point, the linkage, silence; later all is restored and reset.
import { setTimeout as wait } from 'node:timers/promises';
import { type Words, words } from '../../device-drivers/words.ts';
import type { PanelEvent } from './panel.ts';
import { type Part, type PartList, placeOf } from './parts.ts';
import type { TransmissionDevice } from './station.ts';

interface PanelStep {
  /** Seconds after the story begins. */
  readonly at: number;
  readonly event: PanelEvent;
}

export interface PanelStory {
  readonly name: string;
  readonly title: Words;
  /** In order of time. */
  readonly steps: readonly PanelStep[];
}

/** Part types of table 5 that may play: the smoke heads, and what stands by. */
const SMOKE_HEADS = { from: 40, to: 44 };
const CALL_POINT = 23;
const HYDRANT_BUTTON = 24;
const FIRE_DOOR = 102;
const SOUNDER = 121;
/** Where the demo's other fire burns, too. */
const BEST_FLOOR = '12层';

/**
 * The story `panel-fire` for a panel: on floor 12 where it can play there, or else on the first floor with two smoke heads and
 * a call point. Hydrant button, door and sounder play where they are. Throws an `Error` where no floor can.
 */
export function panelFire(parts: PartList): PanelStory {
  const floors = new Map<string, Part[]>();
  for (const part of parts.all) floors.set(part.floor, [...(floors.get(part.floor) ?? []), part]);
  const casts = [...floors].flatMap(([floor, all]) => {
    const places = (fits: (type: number) => boolean): string[] => all.filter(({ type }) => fits(type)).map(placeOf);
    const [first, second] = places((type) => type >= SMOKE_HEADS.from && type <= SMOKE_HEADS.to);
    const [callPoint] = places((type) => type === CALL_POINT);
    if (first === undefined || second === undefined || callPoint === undefined) return [];
    const [hydrant] = places((type) => type === HYDRANT_BUTTON);
    const [door] = places((type) => type === FIRE_DOOR);
    const [sounder] = places((type) => type === SOUNDER);
    return [{ floor, first, second, callPoint, hydrant, door, sounder }];
  });
  const cast = casts.find(({ floor }) => floor === BEST_FLOOR) ?? casts[0];
  if (!cast) throw new Error('没有两个感烟和一个手报的楼层 / no floor has two smoke heads and a call point');
  const { first, second, callPoint, hydrant, door, sounder } = cast;
  const on = (at: number, is: 'alarm' | 'start' | 'feedback' | 'restore', part: string | undefined): PanelStep[] =>
    part === undefined ? [] : [{ at, event: { is, part } }];
  const steps: PanelStep[] = [
    ...on(0, 'alarm', first),
    ...on(8, 'alarm', second),
    ...on(10, 'start', sounder),
    ...on(12, 'feedback', door),
    ...on(17, 'alarm', callPoint),
    ...on(22, 'start', hydrant),
    { at: 45, event: { is: 'silence', operator: 1 } },
    { at: 50, event: { is: 'confirm', operator: 1 } },
    ...on(180, 'restore', first),
    ...on(185, 'restore', second),
    ...on(200, 'restore', callPoint),
    ...on(210, 'restore', hydrant),
    ...on(215, 'restore', door),
    ...on(220, 'restore', sounder),
    { at: 230, event: { is: 'reset', operator: 1 } },
  ];
  return { name: 'panel-fire', title: words(`${cast.floor}火警（控制器）`, `Fire on ${cast.floor}, told by the panel`), steps };
}

export interface TellPanelStory {
  /** How many times faster than written. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: PanelStep) => void;
}

/** Tells a story to its end, or until the signal; resolves when all of it was confirmed. */
export async function tellPanelStory(device: TransmissionDevice, story: PanelStory, options: TellPanelStory = {}): Promise<void> {
  const { speed = 1, signal, onStep } = options;
  const began = performance.now();
  const told: Promise<unknown>[] = [];
  for (const step of story.steps) {
    const due = began + (step.at * 1000) / speed - performance.now();
    if (due > 0) await wait(due, undefined, signal ? { signal } : {}).catch(() => {});
    if (signal?.aborted) return;
    onStep?.(step);
    told.push(device.happen(step.event));
  }
  await Promise.all(told);
}
