// A mistake in what was asked for on the command line.
import { readFileSync } from 'node:fs';

/** A mistake in what was asked for: one line for the person, no trace. */
export class AskedWrongly extends Error {}

/** A number of the command line, within its bounds. Throws `AskedWrongly`. */
export function askedNumber(name: string, text: string | undefined, lowest: number, highest: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= lowest && value <= highest) return value;
  throw new AskedWrongly(`--${name} 应为 ${lowest} 至 ${highest} 的数 / must be a number from ${lowest} to ${highest}, not ${text}`);
}

/** The text of a file. Throws `AskedWrongly` where it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AskedWrongly(`无法读取 / cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}
