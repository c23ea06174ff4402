// A simulated device does what it is told, once, in time, and only what it can.
import { drivers } from '../device-drivers/catalogue.ts';
import { type Arguments, checkArguments } from '../device-drivers/command.ts';
import type { CommandArgument } from '../device-drivers/driver.ts';
import { gas } from '../device-drivers/fire/gas.ts';
import { sounder } from '../device-drivers/fire/sounder.ts';
import { voicePost } from '../device-drivers/forest/voice-post.ts';
import { isDue, obey } from './obey.ts';

const NOW = Date.UTC(2026, 0, 1, 4);

function told(command: string, given: Arguments = {}) {
  return { id: 'c', command, arguments: given, at: NOW - 10, expiresAt: NOW + 1000 };
}

function lowest(form: CommandArgument): number | string {
  if (form.type === 'number') return form.lowest;
  return form.type === 'text' ? '请勿用火' : (Object.keys(form.among)[0] ?? '');
}

describe('every command of every driver', () => {
  // A transmission device and a unit of a bus are asked over their own wires.
  const obeying = drivers().filter(({ protocol }) => protocol === 'mqtt-json');
  const all = obeying.flatMap((driver) => driver.commands.map((spec) => [`${driver.model} ${spec.id}`, driver, spec] as const));

  it.each(all)('%s is carried out on points that the device has', (_, driver, spec) => {
    const given = Object.fromEntries(Object.entries(spec.arguments).map(([name, form]) => [name, lowest(form)]));
    expect(checkArguments(spec, given)).toHaveProperty('arguments');
    const obedience = obey(driver, told(spec.id, given), NOW);
    if ('refused' in obedience) throw new Error(obedience.refused);
    const keys = driver.points.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining([...Object.keys(obedience.now), ...Object.keys(obedience.later?.values ?? {})]));
    expect(Object.keys(obedience.now).length > 0 || obedience.schedule !== undefined || spec.proves === true).toBe(true);
  });
});

describe('a device', () => {
  it('refuses a command that has expired, to the millisecond', () => {
    const command = told('silence');
    expect(obey(sounder, command, command.expiresAt)).toEqual({ refused: 'expired' });
    expect(obey(sounder, command, command.expiresAt - 1)).toEqual({ now: { sounding: false } });
  });

  it('refuses what it cannot do and what does not fit', () => {
    expect(obey(gas, told('play', { text: 'x' }), NOW)).toEqual({ refused: 'unknown command' });
    expect(obey(voicePost, told('volume', { volume: 300 }), NOW)).toEqual({ refused: 'volume: Must be a number from 0 to 100 %' });
  });

  it('sounds for as long as it was told', () => {
    expect(obey(sounder, told('sound', { seconds: 7 }), NOW)).toEqual({
      now: { sounding: true },
      later: { afterMs: 7000, values: { sounding: null } },
    });
  });

  it('speaks a text as many times as it was told, at that volume', () => {
    expect(obey(voicePost, told('play', { text: '严禁野外用火', repeat: 2, volume: 55 }), NOW)).toEqual({
      now: { playing: true, volume: 55 },
      later: { afterMs: 3000, values: { playing: null } },
    });
  });
});

describe('a schedule', () => {
  const schedule = { text: 'x', everyMs: 1 };
  it('is due between its hours of the site’s day, also over midnight', () => {
    const noonHere = NOW;
    expect(isDue({ ...schedule, fromHour: 8, untilHour: 18 }, noonHere)).toBe(true);
    expect(isDue({ ...schedule, fromHour: 12, untilHour: 13 }, noonHere)).toBe(true);
    expect(isDue({ ...schedule, fromHour: 8, untilHour: 12 }, noonHere)).toBe(false);
    expect(isDue({ ...schedule, fromHour: 22, untilHour: 6 }, noonHere)).toBe(false);
    expect(isDue({ ...schedule, fromHour: 22, untilHour: 6 }, noonHere + 11 * 3_600_000)).toBe(true);
  });
});
