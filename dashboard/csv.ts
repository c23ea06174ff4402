// CSV for the spreadsheet of an office: UTF-8 with its mark, so that Excel reads the Chinese, and lines ended as it ends them.
import { handOver } from './download.ts';

/**
 * Cells as text. A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@` first, in either width) gets an apostrophe before
 * it: what is written in somebody's list must not be carried out on somebody else's computer.
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the person as a file. */
export function download(name: string, text: string): void {
  handOver(name, new Blob([text], { type: 'text/csv;charset=utf-8' }));
}
