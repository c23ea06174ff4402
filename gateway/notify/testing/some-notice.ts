// Notices for tests: a fire on a twelfth floor, and the same as a drill.
import { words } from '../../../device-drivers/words.ts';
import type { DrillNotice, RealNotice } from '../notice.ts';

export const SOME_TIME = Date.UTC(2026, 10, 25, 15, 41);

const fire = {
  id: 'n-1',
  incident: 'incident-1',
  class: 'fire',
  phase: 'raised',
  title: words('【火警】阳光小区3号楼12层', '[Fire] Sunshine Estate, building 3, floor 12'),
  lines: [
    words('烟感 1-12-07 报火警', 'Smoke head 1-12-07 tells of a fire'),
    words('自 23:41 起；请立即核实', 'Since 23:41; verify at once'),
  ],
  place: '阳光小区 · 3号楼 · 12层',
  at: SOME_TIME,
  alarms: 2,
  url: 'https://fire.example.org/a/abc',
  isRepeated: false,
} as const;

export function realNotice(more: Partial<Omit<RealNotice, 'drill'>> = {}): RealNotice {
  return { ...fire, ...more, drill: false };
}

export function drillNotice(more: Partial<Omit<DrillNotice, 'drill'>> = {}): DrillNotice {
  return { ...fire, ...more, drill: true };
}
