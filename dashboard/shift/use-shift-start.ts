// What a person must know before a shift, and whether that person is on duty.
import type { ShiftStart } from '../../gateway/web/shift-contract.ts';
import { useMay } from '../session.tsx';
import { type Answer, useAnswer } from '../use-answer.ts';

/** Others come and go; one's own shift changes by one's own hand. */
const REFRESH_MS = 60_000;

export function useShiftStart(): Answer<ShiftStart> {
  const may = useMay();
  return useAnswer<ShiftStart>(may('alarm.acknowledge') ? '/shift-start' : null, {}, REFRESH_MS);
}
