// What a building's file and its live levels come to: high-rise or not, refuge floors wanted or not, hours in a tank. Pure.
import type { BuildingFile, Tank } from '../web/place-file-contract.ts';

export type HighRise = 'yes' | 'no' | 'unknown';

/** Above this a house is a high-rise, m (GB 50016-2014, 2018 edition, 2.1.1 and appendix A; from memory, to be checked). */
const HOUSING_M = 27;
/** Above this every other building of more than one storey is one, m (the same clause). */
const OTHER_M = 24;
/** Above this a building needs refuge floors 避难层, m (GB 50016-2014, 5.5.23 and 5.5.31; from memory, to be checked). */
const REFUGE_M = 100;
const LITRES_PER_S_TO_M3_PER_H = 3.6;

/** By the national definition. What the file does not tell is `unknown`, and never taken for a no. */
export function highRiseOf({ use, heightM, floorsAbove }: Pick<BuildingFile, 'use' | 'heightM' | 'floorsAbove'>): HighRise {
  if (heightM === null) return 'unknown';
  if (heightM <= OTHER_M) return 'no';
  if (use === 'residential') return heightM > HOUSING_M ? 'yes' : 'no';
  if (floorsAbove === null) return 'unknown';
  const hasStoreys = floorsAbove > 1;
  if (use !== null) return hasStoreys ? 'yes' : 'no';
  return hasStoreys && heightM > HOUSING_M ? 'yes' : 'unknown';
}

/** Whether the building must have refuge floors and the file names none. */
export function lacksRefugeFloor({ heightM, refugeFloors }: Pick<BuildingFile, 'heightM' | 'refugeFloors'>): boolean {
  return heightM !== null && heightM > REFUGE_M && refugeFloors.length === 0;
}

/**
 * What is left in a tank at a level (m) and for how long a fire can draw on it: the effective volume runs straight from
 * the lowest effective level (0) to the full level (all of `capacityM3`); more than full counts as full.
 */
export function waterLeft(
  tank: Pick<Tank, 'capacityM3' | 'fullM' | 'lowestM' | 'demandLps'>,
  levelM: number,
): { m3: number; hours: number } {
  const { capacityM3, fullM, lowestM, demandLps } = tank;
  const share = Math.min(1, Math.max(0, (levelM - lowestM) / (fullM - lowestM)));
  const m3 = capacityM3 * share;
  return { m3, hours: m3 / (demandLps * LITRES_PER_S_TO_M3_PER_H) };
}
