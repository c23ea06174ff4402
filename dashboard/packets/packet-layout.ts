// Which field each byte of a raw frame belongs to, and how the fields stand to each other. Pure.
import type { FrameFieldView } from '../../gateway/web/transmission-contract.ts';
import type { BothWords } from '../values.ts';

/** A line of the list: a field, or the head of an object whose fields follow. */
export interface FieldRow {
  /** Null for the head of an object that the gateway told only by its fields. */
  readonly field: FrameFieldView | null;
  /** Null for such a head; else without the number of the object, which its head says. */
  readonly title: BothWords | null;
  /** Which object, from 1, where this is the head of one. */
  readonly object: number | null;
  /** First byte and the one after the last, kept within the frame. */
  readonly from: number;
  readonly to: number;
  /** Its bytes as pairs of hexadecimal digits. */
  readonly bytes: readonly string[];
  /** Holds other fields. */
  readonly isGroup: boolean;
  /** The row of the object that it stands in; null where it is the packet's own, or the object itself. */
  readonly group: number | null;
  /** Neighbouring fields differ in it, so that the eye finds where one ends. */
  readonly shade: 0 | 1;
}

export interface PacketLayout {
  /** Each byte as two hexadecimal digits. */
  readonly bytes: readonly string[];
  readonly rows: readonly FieldRow[];
  /** For each byte the row of the innermost field; -1 where no field names it. */
  readonly rowOf: readonly number[];
}

interface Span {
  readonly field: FrameFieldView;
  readonly from: number;
  readonly to: number;
}

/** Ranges outside the frame are cut to it: what the gateway says of a broken frame must not break the screen. */
export function layOut(hex: string, fields: readonly FrameFieldView[]): PacketLayout {
  const bytes = hex.match(/[0-9a-f]{2}/gi) ?? [];
  const within = (at: number): number => Math.max(0, Math.min(bytes.length, at));
  const spans: Span[] = fields.map((field) => ({ field, from: within(field.from), to: Math.max(within(field.from), within(field.to)) }));
  const rows: FieldRow[] = [];
  const rowOf: number[] = new Array<number>(bytes.length).fill(-1);
  let shade: 0 | 1 = 0;
  let head: number | null = null;
  for (const [place, { field, from, to }] of spans.entries()) {
    const next = spans[place + 1];
    const isGroup = next !== undefined && next.field.depth > field.depth && next.from >= from && next.to <= to;
    if (field.depth < 2) head = isGroup && field.depth === 1 ? rows.length : null;
    else if (head === null || isNextObject(rows[head], field)) {
      head = rows.length;
      rows.push(headOf(spans, place, bytes));
    }
    if (!isGroup) shade = shade === 0 ? 1 : 0;
    const title = field.depth < 2 ? field.title : withoutNumber(field.title);
    const group = field.depth < 2 ? null : head;
    rows.push({ field, title, object: null, from, to, bytes: bytes.slice(from, to), isGroup, group, shade });
    for (let at = from; at < to; at += 1) {
      const before = rows[rowOf[at] ?? -1]?.field ?? null;
      if (before === null || before.depth <= field.depth) rowOf[at] = rows.length - 1;
    }
  }
  return { bytes, rows, rowOf };
}

/** Of several objects the gateway says in each title which one it is: `Object 2 · Part type`. */
const NUMBERED = /^Object (\d+) · /;

function objectOf(field: FrameFieldView): number {
  return Number(NUMBERED.exec(field.title.en)?.[1] ?? 1);
}

function isNextObject(head: FieldRow | undefined, field: FrameFieldView): boolean {
  return head?.object !== undefined && head.object !== null && head.object !== objectOf(field);
}

function withoutNumber(title: BothWords): BothWords {
  if (!NUMBERED.test(title.en)) return title;
  const cut = (text: string): string => text.slice(text.indexOf(' · ') + 3);
  return { zh: cut(title.zh), en: cut(title.en) };
}

function headOf(spans: readonly Span[], place: number, bytes: readonly string[]): FieldRow {
  const first = spans[place];
  const object = first === undefined ? 1 : objectOf(first.field);
  const from = first?.from ?? 0;
  let to = first?.to ?? 0;
  for (let later = place; later < spans.length; later += 1) {
    const one = spans[later];
    if (one === undefined || one.field.depth < 2 || objectOf(one.field) !== object) break;
    to = Math.max(to, one.to);
  }
  return { field: null, title: null, object, from, to, bytes: bytes.slice(from, to), isGroup: true, group: null, shade: 0 };
}

/** The row that an arrow key leads to; undefined for another key. */
export function rowAfter(key: string, at: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** `9–39` as a person counts bytes: the first is 0, the last one is in it. */
export function rangeText(row: Pick<FieldRow, 'from' | 'to'>): string {
  return row.to - row.from <= 1 ? String(row.from) : `${row.from}–${row.to - 1}`;
}
