// The estate's own sounders and voice posts, as the channel that speaks through them is handed them.

import { words } from '../../device-drivers/words.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import type { Deed } from '../acts.ts';
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Clock } from '../clock.ts';
import { BalefireError } from '../errors.ts';
import type { Estate } from '../estate/estate.ts';
import type { EstateVoices } from './channels/estate-voices.ts';

/** A call for help that is a minute old is told anew by the next step; later it would only startle. */
const EXPIRES_MS = 60_000;

/** Gives commands as the gateway, by `act`. */
export function houseVoices(
  estate: Pick<Estate, 'device' | 'driver'>,
  desk: Pick<AlarmDesk, 'openIncidents' | 'rollOf'>,
  act: (deed: Deed) => Promise<unknown>,
  now: Clock,
): EstateVoices {
  return {
    isCalledElsewhere(but) {
      for (const one of desk.openIncidents()) {
        if (one.id === but.incident || one.drill || desk.rollOf(one).waiting === 0) continue;
        if (ALARM_CLASSES.indexOf(one.class) <= ALARM_CLASSES.indexOf(but.class)) return true;
      }
      return false;
    },
    commandsOf(id) {
      const device = estate.device(id);
      const driver = device && estate.driver(device);
      return driver?.commands.map((command) => command.id);
    },
    async give({ id, device, command, arguments: given }) {
      try {
        await act({ do: 'command', id, device, command, arguments: given, expiresAt: now() + EXPIRES_MS });
        return 'given';
      } catch (error) {
        return error instanceof BalefireError ? error.words : words('命令未能下达', 'The command could not be given');
      }
    },
  };
}
