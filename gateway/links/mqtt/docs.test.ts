// The page for device makers and the code say the same.
import { readFileSync } from 'node:fs';
import { drivers } from '../../../device-drivers/catalogue.ts';
import { LATEST_AHEAD_MS, OLDEST_BEHIND_MS } from '../../../device-drivers/decode.ts';
import { QUANTITIES, type Quantity } from '../../../device-drivers/quantity.ts';
import { DEFAULT_MQTT_LIMITS as LIMITS } from './mqtt-limits.ts';
import { CUTS, REFUSALS } from './tally.ts';

const page = readFileSync(new URL('../../../docs/mqtt.md', import.meta.url), 'utf8');
const lines = page.split('\n');
/** However the formatter has broken and filled its lines. */
const text = page.replace(/\s+/g, ' ');

describe('docs/mqtt.md', () => {
  it('names every refusal and every cut', () => {
    expect([...REFUSALS, ...CUTS].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('tells every key of every driver, with its unit or its words', () => {
    const missing = drivers()
      .filter(({ protocol }) => protocol === 'mqtt-json')
      .flatMap(({ points }) => points)
      .filter(({ key, quantity }) => {
        const rows = lines.filter((line) => line.startsWith('|') && line.includes(`\`${key.replace(/[23]$/, '1')}\``));
        const known: Quantity = QUANTITIES[quantity];
        const said = known.kind === 'number' ? [known.unit] : known.kind === 'flag' ? ['true, false'] : Object.keys(known.states);
        return !rows.some((row) => said.every((word) => row.includes(word)));
      });
    expect(missing.map(({ key }) => key)).toEqual([]);
  });

  it('tells every command of every driver', () => {
    const commands = drivers()
      .filter(({ protocol }) => protocol === 'mqtt-json')
      .flatMap((driver) => driver.commands);
    expect(commands.map(({ id }) => id).filter((id) => !page.includes(`\`${id}\``) && !page.includes(`\`${id} {`))).toEqual([]);
  });

  it.each([
    [`${LIMITS.connections.toLocaleString('en')} | \`too-many-connections\``],
    [
      `${LIMITS.connectionsPerAddress.perSecond} a second, ${LIMITS.connectionsPerAddress.burst.toLocaleString('en')} at once | \`connection-rate\``,
    ],
    [`${LIMITS.connectWithinMs / 1000} s | \`connect-timeout\``],
    [`1 to ${LIMITS.keepaliveSeconds} s | \`keepalive\``],
    [`${LIMITS.connectBytes / 1024} KiB | \`packet-too-large\``],
    [`${LIMITS.controlBytes / 1024} KiB | \`packet-too-large\``],
    [`| payload | ${LIMITS.payloadBytes / 1024} KiB`],
    [`more than ${LIMITS.openHandshakes.toLocaleString('en')} open QoS 2 handshakes`],
    [`${LIMITS.deviceRate.perSecond} a second, ${LIMITS.deviceRate.burst} at once; one more for each 4 KiB | waits`],
    [`at ${LIMITS.heldRate.perSecond} frames a second (${LIMITS.heldRate.burst} at once)`],
    [`| ${LIMITS.inFlight}, and ${LIMITS.inFlightBytes / 1024 / 1024} MiB | waits`],
    [`| ${LIMITS.totalInFlightBytes / 1024 / 1024} MiB | waits`],
    [`${LIMITS.unreadBytes / 1024} KiB left unread, or nothing read for ${LIMITS.drainWithinMs / 1000} s`],
    [`late, by up to ${LIMITS.overloadPatienceMs / 1000} s`],
    [`within ${LIMITS.offlineAfterMs / 1000} s was never away`],
    [`More than **${LATEST_AHEAD_MS / 60_000} minutes ahead** or more than **${OLDEST_BEHIND_MS / 86_400_000} days old**`],
  ])('says "%s"', (sentence) => {
    expect(text.includes(sentence)).toBe(true);
  });
});
