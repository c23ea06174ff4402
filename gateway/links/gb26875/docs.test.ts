// The page about GB/T 26875.3 and the code say the same.
import { readFileSync } from 'node:fs';
import { PROFILES } from '../../../device-drivers/gb26875/profile.ts';
import { CENTRE_COMMANDS } from '../../../device-drivers/gb26875/requests.ts';
import { STATION_PARAMETERS } from '../../../device-drivers/gb26875/settings.ts';
import { readConfig } from '../../config.ts';
import { DEFAULT_STATION_LIMITS as LIMITS } from './limits.ts';
import { CUTS, REFUSALS } from './tally.ts';

const page = readFileSync(new URL('../../../docs/gb26875.md', import.meta.url), 'utf8');
/** However the formatter has broken and filled its lines. */
const text = page.replace(/\s+/g, ' ');

describe('docs/gb26875.md', () => {
  it('names every refusal and every cut', () => {
    expect([...REFUSALS, ...CUTS].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every command, every profile and every field of the configuration', () => {
    const commands = CENTRE_COMMANDS.filter(({ internal }) => !internal).map(({ id }) => id);
    const fields = Object.keys(readConfig(undefined, {}).gb26875);
    const names = [...commands, ...PROFILES.map(({ id }) => id), ...fields];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(STATION_PARAMETERS.map((one) => [one.name, one] as const))('tells the default and the range of %s', (name, parameter) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    expect(row).toContain(` ${parameter.otherwise} `);
    expect(row).toContain(`${parameter.lowest}–${parameter.highest}`);
  });

  it.each([
    [`| connections | ${LIMITS.connections.toLocaleString('en')} |`],
    [`${LIMITS.connectionsPerAddress.perSecond} a second, ${LIMITS.connectionsPerAddress.burst.toLocaleString('en')} at once`],
    [`| ${LIMITS.inFlight}, then ${LIMITS.waiting.toLocaleString('en')} wait |`],
    [`| packets of UDP peers under way | ${LIMITS.udpInFlight.toLocaleString('en')} |`],
    [`${LIMITS.heldRate.perSecond} a second, ${LIMITS.heldRate.burst} at once`],
    [`At most ${LIMITS.denyRate.perSecond} denials a second (${LIMITS.denyRate.burst} at once)`],
    [`nothing sound within ${LIMITS.firstPacketMs / 1000} s`],
    [`${LIMITS.garbageBytes / 1024} KiB that belong to no packet`],
    [`${LIMITS.unreadBytes / 1024} KiB left unread`],
    [`for ${LIMITS.stallMs / 1000} s is given up`],
    [`| ${LIMITS.deviceRate.perSecond} a second, ${LIMITS.deviceRate.burst.toLocaleString('en')} at once |`],
    [`A closed connection counts after ${LIMITS.offlineAfterMs / 1000} s`],
    [`devices have ${LIMITS.returnWithinMs / 1000} s more to come back`],
    [`the last ${LIMITS.remembered}, 4 KiB`],
    [`| questions that wait for one device | ${LIMITS.exchanges} |`],
  ])('says "%s"', (sentence) => {
    expect(text.includes(sentence)).toBe(true);
  });
});
