// What a simulated device does when it is told to: a function of command and time.
import { type Command, checkArguments } from '../device-drivers/command.ts';
import type { DeviceDriver } from '../device-drivers/driver.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { hourAt } from './behaviour.ts';

export type Values = Readonly<Record<string, Value>>;
/** `null` gives a point back to the device's behaviour. */
export type Changes = Readonly<Record<string, Value | null>>;

/** Plays a text again and again between two hours of the site's day. */
export interface Schedule {
  readonly text: string;
  readonly fromHour: number;
  readonly untilHour: number;
  readonly everyMs: number;
}

export type Obedience =
  | { readonly refused: string }
  | {
      /** What is so from now on. */
      readonly now: Values;
      /** What is so after so many ms. */
      readonly later?: { readonly afterMs: number; readonly values: Changes };
      readonly schedule?: Schedule;
    };

/** How long a voice takes for a character, ms, and at least for a text. */
const SPEECH_MS = 250;
const SHORTEST_SPEECH_MS = 1000;

/** What follows from a command at a time; an expired or unfitting one is refused and changes nothing. */
export function obey(driver: DeviceDriver, command: Command, at: number): Obedience {
  if (at >= command.expiresAt) return { refused: 'expired' };
  const spec = driver.commands.find(({ id }) => id === command.command);
  if (!spec) return { refused: 'unknown command' };
  const checked = checkArguments(spec, command.arguments);
  if ('problems' in checked) return { refused: checked.problems.map(({ argument, problem }) => `${argument}: ${problem.en}`).join('; ') };
  const given = checked.arguments;
  switch (spec.id) {
    case 'sound':
      return { now: { sounding: true }, later: { afterMs: Number(given['seconds']) * 1000, values: { sounding: null } } };
    case 'silence':
      return { now: { sounding: false } };
    case 'play':
      return speak(String(given['text']), Number(given['repeat']), { volume: Number(given['volume']) });
    case 'stop':
      return { now: { playing: false } };
    case 'volume':
      return { now: { volume: Number(given['volume']) } };
    case 'schedule':
      return {
        now: {},
        schedule: {
          text: String(given['text']),
          fromHour: Number(given['fromHour']),
          untilHour: Number(given['untilHour']),
          everyMs: Number(given['everyMinutes']) * 60_000,
        },
      };
    case 'closeValve':
      return { now: { gasValveClosed: true } };
    case 'selfTest':
      return { now: {} };
    default:
      return { refused: `this simulator cannot carry out ${spec.id}` };
  }
}

/** Says a text so many times, then is silent again. */
export function speak(text: string, times: number, more: Values = {}): Obedience {
  const afterMs = Math.max(SHORTEST_SPEECH_MS, [...text].length * SPEECH_MS) * times;
  return { now: { playing: true, ...more }, later: { afterMs, values: { playing: null } } };
}

/** Whether a schedule speaks at that time. From later than until runs over midnight. */
export function isDue({ fromHour, untilHour }: Schedule, at: number): boolean {
  const hour = hourAt(at);
  return fromHour < untilHour ? hour >= fromHour && hour < untilHour : hour >= fromHour || hour < untilHour;
}
