// What an alarm is called at an alarm receiving centre: its code of Contact ID and of SIA, by class and kind of device.
import type { Alarm } from '../../alarms/alarm.ts';

/**
 * Codes of SIA DC-05 (Contact ID) and DC-03 (SIA). Read in code lists of receivers and panels: 110–118, 151, 200–206, 301,
 * 302, 373, 571, 602, FA FH FS FT FJ FB FU KA SA SS WA GA GH RP. From memory and not checked against the standards: the
 * restoring halves KH, SH, SV, WH, FV, AR, YR. A site settles them with its receiving centre before it relies on them.
 */
export interface EventCode {
  readonly cid: number;
  readonly sia: { readonly began: string; readonly ended: string };
}

/** The only code that anything of a drill can have. */
export interface TestCode {
  readonly cid: 602;
  readonly sia: { readonly began: 'RP' };
}

/** Periodic test report, automatic test: no receiver sends anybody out for it. */
export const TEST_CODE: TestCode = { cid: 602, sia: { began: 'RP' } };

/** "Fire bypass" and its end, fire unbypass: a zone that is isolated 屏蔽, here or at its panel. */
export const BYPASS_CODE: EventCode = { cid: 571, sia: { began: 'FB', ended: 'FU' } };

type Told = Pick<Alarm, 'class' | 'kind' | 'quantity'> & { readonly rule: { readonly id: string } };

const FIRE = { began: 'FA', ended: 'FH' };
const SUPERVISORY = { began: 'FS', ended: 'FV' };
const TROUBLE = { began: 'FT', ended: 'FJ' };
const WATER = { began: 'WA', ended: 'WH' };
const SPRINKLER = { began: 'SA', ended: 'SH' };
const SPRINKLER_SUPERVISORY = { began: 'SS', ended: 'SV' };
const HEAT = { began: 'KA', ended: 'KH' };
const GAS = { began: 'GA', ended: 'GH' };

/** The code of what really happened; undefined for a notice, which concerns no receiving centre. */
export function codeOf(alarm: Told): EventCode | undefined {
  switch (alarm.class) {
    case 'fire':
      return ofFire(alarm);
    case 'pre-alarm':
      return alarm.quantity.startsWith('gas.') ? { cid: 151, sia: GAS } : { cid: 118, sia: SUPERVISORY };
    case 'linkage':
      return ofLinkage(alarm);
    case 'supervisory':
      return ofSupervision(alarm);
    case 'fault':
      return ofFault(alarm);
    case 'isolation':
      return BYPASS_CODE;
    case 'notice':
      return undefined;
  }
}

function ofFire({ kind, quantity }: Told): EventCode {
  if (quantity.startsWith('gas.')) return { cid: 151, sia: GAS };
  if (quantity.startsWith('smoke.')) return { cid: 111, sia: FIRE };
  if (quantity.startsWith('heat.')) return { cid: 114, sia: HEAT };
  if (quantity === 'callpoint.pressed' || kind === 'callpoint') return { cid: 115, sia: FIRE };
  if (kind === 'sprinkler') return { cid: 113, sia: SPRINKLER };
  return { cid: 110, sia: FIRE };
}

function ofLinkage({ kind, quantity }: Told): EventCode {
  if (quantity === 'pump.running') return { cid: 205, sia: SUPERVISORY };
  if (quantity === 'water.flow') return { cid: 113, sia: kind === 'sprinkler' ? SPRINKLER : WATER };
  return { cid: 200, sia: SUPERVISORY };
}

function ofSupervision({ kind, quantity, rule }: Told): EventCode {
  const sia = kind === 'sprinkler' ? SPRINKLER_SUPERVISORY : SUPERVISORY;
  if (quantity === 'water.pressure' && rule.id.endsWith('-low')) return { cid: 201, sia };
  if (quantity === 'water.level' && rule.id.endsWith('-low')) return { cid: 204, sia };
  if (quantity === 'valve.position') return { cid: 203, sia };
  return { cid: 200, sia };
}

function ofFault({ quantity }: Told): EventCode {
  if (quantity === 'power.mainsLost') return { cid: 301, sia: { began: 'AT', ended: 'AR' } };
  if (quantity === 'battery.low' || quantity === 'battery.percent') return { cid: 302, sia: { began: 'YT', ended: 'YR' } };
  if (quantity === 'pump.fault') return { cid: 206, sia: TROUBLE };
  return { cid: 373, sia: TROUBLE };
}
