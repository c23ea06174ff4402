// The alarm classes on a screen: colour, shape and order. One table serves every screen; colour never stands alone.
import type { AlarmView } from '../gateway/web/contract.ts';

export type AlarmClass = AlarmView['class'];

/** The outline that tells a class from the others where no colour is seen. */
export type Shape =
  | 'octagon'
  | 'diamond'
  | 'diamond-arrow'
  | 'triangle'
  | 'square-slash'
  | 'circle-bar'
  | 'circle-arrow'
  | 'dashed'
  | 'dot';

/** A colour for each theme; as text each reaches 4.5:1 on every surface of its theme (WCAG 2.2, 1.4.3). */
export interface Token {
  readonly dark: string;
  readonly light: string;
  readonly shape: Shape;
}

export const CLASS_TOKENS: Readonly<Record<AlarmClass, Token>> = {
  fire: { dark: '#ff5a52', light: '#c4161c', shape: 'octagon' },
  'pre-alarm': { dark: '#ff9d3b', light: '#a84a00', shape: 'diamond' },
  linkage: { dark: '#ff9d3b', light: '#a84a00', shape: 'diamond-arrow' },
  supervisory: { dark: '#ffd23f', light: '#7a5b00', shape: 'triangle' },
  fault: { dark: '#e6c84f', light: '#6f5a00', shape: 'square-slash' },
  isolation: { dark: '#b9a3ff', light: '#5b3fb0', shape: 'circle-bar' },
  notice: { dark: '#5db8ff', light: '#0b5fa5', shape: 'circle-arrow' },
};

/** What is no alarm class and still has a colour: a drill or a test, and nothing the matter. */
export const STATE_TOKENS = {
  test: { dark: '#4fd1c5', light: '#0b6b64', shape: 'dashed' },
  normal: { dark: '#8fa0ae', light: '#52606d', shape: 'dot' },
} as const satisfies Readonly<Record<string, Token>>;

/** Most urgent first, as the rules name them: the order of every list. */
export const CLASS_ORDER = [
  'fire',
  'pre-alarm',
  'linkage',
  'supervisory',
  'fault',
  'isolation',
  'notice',
] as const satisfies readonly AlarmClass[];

const RANK: Readonly<Record<AlarmClass, number>> = {
  fire: 0,
  'pre-alarm': 1,
  linkage: 2,
  supervisory: 3,
  fault: 4,
  isolation: 5,
  notice: 6,
};

/** 0 for the most urgent class. */
export function rankOf(alarmClass: AlarmClass): number {
  return RANK[alarmClass];
}

/** The more urgent of two classes, where null is none. */
export function worse(one: AlarmClass | null, other: AlarmClass | null): AlarmClass | null {
  if (one === null) return other;
  if (other === null) return one;
  return RANK[one] <= RANK[other] ? one : other;
}
