// The part of the fake gateway that passes alarms on to other houses.
import type { Router } from 'express';
import type { LiveUplink } from '../../gateway/web/live-contract.ts';
import type { NorthboundTarget } from '../../gateway/web/northbound-contract.ts';

export interface FakeNorthbound {
  targets: NorthboundTarget[];
  /** What the heartbeat says of terminal and centre; null: neither is configured. */
  uplink: LiveUplink | null;
}

/** A terminal that is well, and somebody to whom CAP is pushed who refused two messages and is away now. */
export function inventedTargets(at: number): NorthboundTarget[] {
  const refused = (number: number, about: string) => ({ number, about, at: at - number * 60_000, why: 'HTTP 422: unknown area' });
  return [
    { target: 'terminal', waiting: 0, cutOff: false, givenUp: [] },
    { target: 'cap:1', waiting: 3, cutOff: true, givenUp: [refused(12, 'i3f1c0de00000001'), refused(9, 'i3f1c0de00000002')] },
  ];
}

export function northboundRoutes(routes: Router, state: FakeNorthbound): void {
  routes.get('/northbound', (_, response) => {
    response.json({ items: state.targets });
  });
  routes.post('/northbound/seen', (request, response) => {
    const { target, upTo } = request.body as { target: string; upTo: number };
    const isSeen = (one: NorthboundTarget, number: number): boolean => one.target === target && number <= upTo;
    state.targets = state.targets.map((one) => ({ ...one, givenUp: one.givenUp.filter(({ number }) => !isSeen(one, number)) }));
    response.json({ seen: 1 });
  });
}
