// From the bytes of a file to a list of parts.
import { nothing } from './list-apart.ts';
import { readSheet } from './list-file.ts';
import { findHeader } from './list-header.ts';
import type { PartList } from './part-list.ts';
import { PART_FORM } from './part-list-header.ts';
import { readRows } from './part-list-rows.ts';

/** Reads it here and now: see `readPartList`, which does it in a process of its own. Never rejects. */
export async function parsePartList(bytes: Uint8Array): Promise<PartList> {
  const sheet = await readSheet(bytes, PART_FORM);
  if ('problem' in sheet) return nothing(sheet.problem);
  const header = findHeader(sheet.rows, PART_FORM);
  if ('problem' in header) return nothing(header.problem);
  return readRows(sheet, header);
}
