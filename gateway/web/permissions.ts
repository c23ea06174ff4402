// What each role may do: one table. What a role may do it and where it may do it (the subtree of places) are two things.
import { PERMISSIONS, type Permission, type Role } from './contract.ts';

const READS = ['alarm.read', 'device.read', 'frame.read', 'history.read', 'rule.read', 'system.read'] as const;

const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: PERMISSIONS,
  operator: [
    ...READS,
    'alarm.acknowledge',
    'alarm.verdict',
    'alarm.reset',
    'alarm.shelve',
    'alarm.isolate',
    'test.run',
    'device.command',
    'duty.check',
    'map.draw',
  ],
  supervisor: [
    ...READS,
    'alarm.acknowledge',
    'alarm.verdict',
    'alarm.isolate',
    'duty.check',
    'duty.plan',
    'notify.manage',
    'rule.approve',
    'unit.manage',
    'target.manage',
    'screen.manage',
    'map.draw',
  ],
  manager: [...READS, 'alarm.acknowledge', 'unit.manage'],
  technician: [
    'device.read',
    'device.manage',
    'device.command',
    'frame.read',
    'history.read',
    'alarm.read',
    'alarm.acknowledge',
    'test.run',
  ],
  auditor: [...READS, 'audit.read'],
};

const SETS = new Map<Role, ReadonlySet<Permission>>(
  (Object.keys(TABLE) as Role[]).map((role): [Role, ReadonlySet<Permission>] => [role, new Set(TABLE[role])]),
);

/** What a role may do, in its subtree. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return SETS.get(role) ?? new Set();
}
