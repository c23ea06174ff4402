// What the link does by itself for each device: asks a silent one, inspects on a cycle, sets clocks. Pure decisions over a session.
import type { StationSettings } from './limits.ts';
import type { StationSession } from './station-session.ts';

/** GB 50440: accumulated clock error at most 5 s. */
const CLOCK_OFF_MS = 5_000;
/** A clock that cannot be set is not set at every packet. */
const CLOCK_AGAIN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

export type Duty = 'set-clock' | 'inspect';

/** What is due for a device now. `now`: ms since 1970. Strangers are asked nothing. */
export function dueFor(session: StationSession, settings: StationSettings, now: number): Duty | undefined {
  if (session.isHeld || !session.route?.isOpen || session.exchanges.size > 0 || session.lastPacket === null) return undefined;
  const isSilent = now - session.lastPacket >= settings.idleLimitMs;
  if (isSilent) return 'inspect';
  if (isClockDue(session, now)) return 'set-clock';
  return session.inspectionTried === null || now - session.inspectionTried >= settings.inspectionCycleMs ? 'inspect' : undefined;
}

function isClockDue({ clockSet, clockAhead, since }: StationSession, now: number): boolean {
  if (clockSet === null || now - clockSet >= DAY_MS) return true;
  if (now - clockSet < CLOCK_AGAIN_MS) return false;
  const isNewWay = since !== null && clockSet < since;
  return isNewWay || (clockAhead !== null && Math.abs(clockAhead) > CLOCK_OFF_MS);
}
