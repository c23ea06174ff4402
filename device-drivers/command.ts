// What a device is told to do: checked against its driver, written for the wire, read on the device's side.
import type { CommandArgument, CommandSpec, DeviceDriver } from './driver.ts';
import { isObject, isPlainText, readObject, writeObject } from './payload.ts';
import type { FrameFault } from './reading.ts';
import { type Words, words } from './words.ts';

export type Arguments = Readonly<Record<string, number | string>>;

export interface Command {
  /** 1 to 64 characters. */
  readonly id: string;
  /** Id of a `CommandSpec`. */
  readonly command: string;
  readonly arguments: Arguments;
  /** ms since 1970; from then on it must not be carried out. */
  readonly expiresAt: number;
  /** When it was sent, ms since 1970: a device with a wrong clock counts `expiresAt - at` from its arrival. */
  readonly at: number;
}

export interface ArgumentProblem {
  readonly argument: string;
  readonly problem: Words;
}

/** Holds arguments to a command's form: cleaned and with defaults filled in, or every problem in a person's words. */
export function checkArguments(
  spec: CommandSpec,
  given: Readonly<Record<string, unknown>>,
): { readonly arguments: Arguments } | { readonly problems: ArgumentProblem[] } {
  const problems: ArgumentProblem[] = [];
  const clean: Record<string, number | string> = {};
  for (const argument of Object.keys(given)) {
    if (!Object.hasOwn(spec.arguments, argument)) problems.push({ argument, problem: words('没有这个参数', 'There is no such argument') });
  }
  for (const [argument, form] of Object.entries(spec.arguments)) {
    const value = Object.hasOwn(given, argument) ? given[argument] : form.otherwise;
    const problem = value === undefined ? words('必填', 'Is needed') : problemOf(form, value);
    if (problem) problems.push({ argument, problem });
    else if (typeof value === 'number' || typeof value === 'string') clean[argument] = value;
  }
  return problems.length > 0 ? { problems } : { arguments: clean };
}

function problemOf(form: CommandArgument, value: unknown): Words | undefined {
  switch (form.type) {
    case 'number': {
      if (typeof value === 'number' && value >= form.lowest && value <= form.highest) return undefined;
      const unit = form.unit ? ` ${form.unit}` : '';
      return words(`应为 ${form.lowest} 至 ${form.highest}${unit} 的数`, `Must be a number from ${form.lowest} to ${form.highest}${unit}`);
    }
    case 'text':
      if (isPlainText(value, form.longest)) return undefined;
      return words(
        `应为 1 至 ${form.longest} 个字，不含控制字符`,
        `Must be 1 to ${form.longest} characters, none of them a control character`,
      );
    case 'choice':
      if (typeof value === 'string' && Object.hasOwn(form.among, value)) return undefined;
      return words(`应为 ${Object.keys(form.among).join('、')} 之一`, `Must be one of ${Object.keys(form.among).join(', ')}`);
  }
}

/** Writes a command for the wire. Throws where the driver has no such command or the arguments do not fit it. */
export function encodeCommand(one: Command, driver: DeviceDriver): Uint8Array {
  const spec = driver.commands.find(({ id }) => id === one.command);
  if (!spec) throw new TypeError(`${driver.model} has no command ${one.command}`);
  const checked = checkArguments(spec, one.arguments);
  if ('problems' in checked) {
    throw new TypeError(`${one.command}: ${checked.problems.map(({ argument, problem }) => `${argument} ${problem.en}`).join('; ')}`);
  }
  return writeObject({ id: one.id, command: one.command, args: checked.arguments, at: one.at, expires: one.expiresAt });
}

/** Reads a command on the device's side. Never throws. */
export function decodeCommand(body: Uint8Array): Command | { readonly fault: FrameFault } {
  const read = readObject(body);
  if ('fault' in read) return read;
  const { id, command, args, at, expires } = read.object;
  if (!isPlainText(id, 64) || !isPlainText(command, 64)) return { fault: 'wrong-command' };
  if (typeof at !== 'number' || typeof expires !== 'number' || !isObject(args)) return { fault: 'wrong-command' };
  const clean: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (typeof value !== 'number' && typeof value !== 'string') return { fault: 'wrong-command' };
    clean[name] = value;
  }
  return { id, command, arguments: clean, expiresAt: expires, at };
}

/** Writes a device's answer to a command. */
export function encodeAck(ack: { id: string; state: 'delivered' | 'done' | 'failed'; reason?: string }): Uint8Array {
  return writeObject(ack);
}
