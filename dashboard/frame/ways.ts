// The ways through the dashboard: which screens there are, and the permission each asks for.
import type { Permission } from '../../gateway/web/contract.ts';
import type { WordKey } from '../language.ts';

export interface Way {
  readonly to: string;
  readonly title: WordKey;
  readonly icon: IconName;
  readonly permission: Permission | null;
}

export type IconName =
  | 'alarm'
  | 'closed'
  | 'shift'
  | 'isolations'
  | 'walk-test'
  | 'estate'
  | 'units'
  | 'high-rises'
  | 'water'
  | 'map'
  | 'duty'
  | 'notify'
  | 'quality'
  | 'held'
  | 'people'
  | 'audit'
  | 'big-screens'
  | 'rules'
  | 'status'
  | 'scan'
  | 'me';

/** A page of the gateway itself and not of this dashboard: reached by an ordinary link. */
export const API_PAGE = '/api-docs';

/** In the order of the rail. */
export const WAYS: readonly Way[] = [
  { to: '/', title: 'way.board', icon: 'alarm', permission: 'alarm.read' },
  { to: '/shift', title: 'way.shift', icon: 'shift', permission: 'alarm.acknowledge' },
  { to: '/closed', title: 'way.closed', icon: 'closed', permission: 'alarm.read' },
  { to: '/isolations', title: 'way.isolations', icon: 'isolations', permission: 'alarm.read' },
  { to: '/walk-test', title: 'way.walk-test', icon: 'walk-test', permission: 'alarm.read' },
  { to: '/map', title: 'way.map', icon: 'map', permission: 'device.read' },
  { to: '/estate', title: 'way.estate', icon: 'estate', permission: 'device.read' },
  { to: '/units', title: 'way.units', icon: 'units', permission: 'device.read' },
  { to: '/high-rises', title: 'way.high-rises', icon: 'high-rises', permission: 'device.read' },
  { to: '/water', title: 'way.water', icon: 'water', permission: 'device.read' },
  { to: '/duty', title: 'way.duty', icon: 'duty', permission: 'duty.check' },
  { to: '/notify', title: 'way.notify', icon: 'notify', permission: 'notify.manage' },
  { to: '/quality', title: 'way.quality', icon: 'quality', permission: 'alarm.read' },
  { to: '/held', title: 'way.held', icon: 'held', permission: 'device.manage' },
  { to: '/rules', title: 'way.rules', icon: 'rules', permission: 'rule.read' },
  { to: '/people', title: 'way.people', icon: 'people', permission: 'people.manage' },
  { to: '/big-screens', title: 'way.big-screens', icon: 'big-screens', permission: 'screen.manage' },
  { to: '/audit', title: 'way.audit', icon: 'audit', permission: 'audit.read' },
  { to: '/status', title: 'way.status', icon: 'status', permission: 'system.read' },
];

/** Screens that are reached from one of a way and belong to it. */
const BELONGS: Readonly<Record<string, string>> = {
  '/alarms': '/',
  '/incidents': '/',
  '/field': '/',
  '/devices': '/estate',
  '/plans': '/estate',
  '/labels': '/estate',
  '/buildings': '/units',
  '/checklists': '/units',
};

/** The way on which a person is at an address, `/estate` for `/devices/smoke-1`; an address that is no way's is its own. */
export function wayOf(pathname: string): string {
  const screen = `/${pathname.split('/')[1] ?? ''}`;
  return BELONGS[screen] ?? screen;
}

/** The strokes of each way's sign, in a box of 24. */
export const ICONS: Readonly<Record<IconName, string>> = {
  alarm: 'M12 3v2M6 18v-6a6 6 0 0 1 12 0v6M4 18h16M4 21h16M3 8l2 1M21 8l-2 1',
  shift: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l4 2',
  closed: 'M4 5h16M4 12h10M4 19h7M15 17l2.500 2.500L22 15',
  isolations: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.600 5.600l12.800 12.800',
  'walk-test': 'M10 2h7v5h-7zM13.500 7v3M4 22l3-6v-4l4-2 3 3 3 1M11 10l1 6 3 6M6 8.500a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z',
  estate: 'M3 21h18M5 21V8l7-5 7 5v13M9 21v-5h6v5M9 11h.01M15 11h.01',
  units: 'M4 4h16v16H4zM4 9h16M8 13h4M8 16h8',
  'high-rises': 'M3 21h18M6 21V3h7v18M13 21V9h5v12M9 7h.01M9 11h.01M9 15h.01M16 13h.01M16 17h.01',
  water: 'M12 3c4 5 6 8 6 11.500a6 6 0 0 1-12 0C6 11 8 8 12 3zM9 15a3 3 0 0 0 3 3',
  map: 'M3 6l6-2.500 6 2.500 6-2.500v14.500l-6 2.500-6-2.500-6 2.500zM9 3.500v14.500M15 6v14.500',
  duty: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21c0-4 3-7 8-7 1 0 2 .1 2.800.400M14.500 19l2.500 2.500L22 16',
  notify: 'M3 10v4h4l7 5V5l-7 5zM18 8.500a5 5 0 0 1 0 7M7 14l1.500 6h2.500L10 16',
  quality: 'M3 21h18M5 21v-6M10 21V9M15 21v-9M20 21V4',
  held: 'M4 14v6h16v-6M12 3v11M7 9l5 5 5-5',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 4a4 4 0 0 1 0 7M18 15c2.500 1 4 3 4 6',
  audit: 'M6 2h9l4 4v16H6zM9 11h7M9 15h7M9 7h3',
  'big-screens': 'M3 4h18v12H3zM9 20h6M12 16v4M7 12v-3M11 12V7M15 12v-2',
  rules: 'M4 6h8M16 6h4M14 4v4M4 12h3M11 12h9M9 10v4M4 18h10M18 18h2M16 16v4',
  status: 'M2 12h5l3-8 4 16 3-8h5',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  me: 'M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM3 22c0-5 4-8 9-8s9 3 9 8',
};
