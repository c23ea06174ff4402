// A raw frame as bytes with every field named: what is looked at in one is marked in the other.
import { Button } from 'antd';
import { type KeyboardEvent, memo, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { FrameFieldView } from '../../gateway/web/transmission-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { type FieldRow, layOut, type PacketLayout, rangeText, rowAfter } from './packet-layout.ts';
import './packets.css';

/** Bytes of a line of the grid. */
const LINE = 16;

interface Props {
  readonly hex: string;
  readonly fields: readonly FrameFieldView[];
}

/** The list is one stop of the Tab key; arrows move in it. On a phone each field carries its bytes and there is no grid. */
export function PacketView({ hex, fields }: Props) {
  const { t } = useWords();
  const phone = usePhone();
  const layout = useMemo(() => layOut(hex, fields), [hex, fields]);
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const faults = layout.rows.filter((row) => row.field?.fault !== undefined).length;
  const marked = hovered ?? chosen;

  const go = useCallback((row: number) => {
    const element = list.current?.querySelector<HTMLElement>(`[data-row="${row}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    const to = rowAfter(event.key, chosen ?? 0, layout.rows.length);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  }

  return (
    <div className="packet" data-testid="packet" data-phone={phone}>
      <div className="row packet-head">
        <span className="quiet numbers">{t('packet.size', { n: layout.bytes.length })}</span>
        {faults === 0 ? null : (
          <strong className="mark" data-class="fault">
            <ClassShape of="fault" />
            {t('packet.faults', { n: faults })}
          </strong>
        )}
        <span className="grow" />
        <CopyHex bytes={layout.bytes} />
      </div>
      <div className="packet-body">
        {phone ? null : (
          <div className="packet-bytes">
            <HexGrid layout={layout} marked={marked} hover={setHovered} choose={go} />
            <Readout row={marked === null ? undefined : layout.rows[marked]} />
          </div>
        )}
        <div
          ref={list}
          className="packet-fields"
          role="tree"
          aria-label={t('packet.fields')}
          onKeyDown={onKeyDown}
          onPointerLeave={() => setHovered(null)}
        >
          {layout.rows.map((row, place) => (
            <Field
              // biome-ignore lint/suspicious/noArrayIndexKey: a field has no name of its own; its place in the frame is what it is
              key={place}
              row={row}
              place={place}
              marked={place === marked}
              around={marked !== null && layout.rows[marked]?.group === place}
              stop={place === (chosen ?? 0)}
              withBytes={phone}
              hover={setHovered}
              focus={setChosen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface FieldProps {
  readonly row: FieldRow;
  readonly place: number;
  readonly marked: boolean;
  /** The marked field is one of this object. */
  readonly around: boolean;
  /** The Tab key stops here. */
  readonly stop: boolean;
  readonly withBytes: boolean;
  readonly hover: (row: number | null) => void;
  readonly focus: (row: number) => void;
}

const Field = memo(({ row, place, marked, around, stop, withBytes, hover, focus }: FieldProps) => {
  const { say } = useWords();
  const title = useTitle(row);
  const fault = row.field?.fault;
  const depth = row.field?.depth ?? 1;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={marked}
      tabIndex={stop ? 0 : -1}
      className="packet-field"
      data-testid="packet-field"
      data-row={place}
      data-depth={depth}
      data-group={row.isGroup}
      data-marked={marked}
      data-around={around}
      data-fault={fault !== undefined}
      onFocus={() => focus(place)}
      onPointerEnter={(event) => {
        if (event.pointerType !== 'touch') hover(place);
      }}
    >
      <span className="packet-range mono quiet">{rangeText(row)}</span>
      <span className="packet-title">{title}</span>
      <span className="packet-value">{row.field === null ? null : say(row.field.value)}</span>
      {fault === undefined ? null : (
        <strong className="packet-fault mark" data-class="fault">
          <ClassShape of="fault" />
          {say(fault)}
        </strong>
      )}
      {row.isGroup ? null : <span className={withBytes ? 'packet-own mono' : 'hidden-text'}>{row.bytes.join(' ').toUpperCase()}</span>}
    </div>
  );
});

function useTitle(row: FieldRow | undefined): string {
  const { t, say } = useWords();
  if (row === undefined) return '';
  return row.title === null ? t('packet.object', { n: row.object ?? 1 }) : say(row.title);
}

interface GridProps {
  readonly layout: PacketLayout;
  readonly marked: number | null;
  readonly hover: (row: number | null) => void;
  readonly choose: (row: number) => void;
}

/** For the eye and the pointer alone: a screen reader has the bytes of each field in the list. */
function HexGrid({ layout, marked, hover, choose }: GridProps) {
  const row = marked === null ? undefined : layout.rows[marked];
  const group = row?.group === null || row === undefined ? undefined : layout.rows[row.group];
  const lines = Math.ceil(layout.bytes.length / LINE);

  function rowAt(event: PointerEvent | { readonly target: EventTarget }): number | null {
    const at = (event.target as HTMLElement).dataset['at'];
    const found = at === undefined ? -1 : (layout.rowOf[Number(at)] ?? -1);
    return found < 0 ? null : found;
  }

  return (
    <div
      className="hex mono"
      aria-hidden="true"
      data-testid="hex"
      onPointerOver={(event) => hover(rowAt(event))}
      onPointerLeave={() => hover(null)}
      onClick={(event) => {
        const at = rowAt(event);
        if (at !== null) choose(at);
      }}
    >
      {Array.from({ length: lines }, (_, line) => (
        <HexLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a frame is known by its number
          key={line}
          layout={layout}
          from={line * LINE}
          {...cut(row, line)}
          {...(group === undefined ? NO_GROUP : { groupFrom: cut(group, line).markFrom, groupTo: cut(group, line).markTo })}
        />
      ))}
    </div>
  );
}

const NO_GROUP = { groupFrom: 0, groupTo: 0 } as const;

/** The part of a field that lies in a line, so that a line without it is not drawn anew. */
function cut(row: FieldRow | undefined, line: number): { readonly markFrom: number; readonly markTo: number } {
  if (row === undefined) return { markFrom: 0, markTo: 0 };
  const from = Math.max(row.from, line * LINE);
  const to = Math.min(row.to, (line + 1) * LINE);
  return from < to ? { markFrom: from, markTo: to } : { markFrom: 0, markTo: 0 };
}

interface LineProps {
  readonly layout: PacketLayout;
  readonly from: number;
  readonly markFrom: number;
  readonly markTo: number;
  readonly groupFrom: number;
  readonly groupTo: number;
}

const HexLine = memo(({ layout, from, markFrom, markTo, groupFrom, groupTo }: LineProps) => {
  const bytes = layout.bytes.slice(from, from + LINE);
  const isFaulty = bytes.some((_, place) => faultAt(layout, from + place));
  return (
    <div className="hex-line">
      <span className="hex-offset quiet">{from.toString(16).padStart(4, '0')}</span>
      {bytes.map((byte, place) => {
        const at = from + place;
        const row = layout.rows[layout.rowOf[at] ?? -1];
        return (
          <span
            key={at}
            className="hex-byte"
            data-at={at}
            data-shade={row?.shade ?? 'none'}
            data-first={row === undefined || row.from === at}
            data-object={(row?.field?.depth ?? 0) > 0}
            data-fault={faultAt(layout, at)}
            data-zero={byte === '00'}
            data-marked={at >= markFrom && at < markTo}
            data-around={at >= groupFrom && at < groupTo}
          >
            {byte.toUpperCase()}
          </span>
        );
      })}
      {isFaulty ? (
        <span className="hex-sign" data-class="fault">
          <ClassShape of="fault" />
        </span>
      ) : null}
    </div>
  );
});

function faultAt({ rows, rowOf }: PacketLayout, at: number): boolean {
  return rows[rowOf[at] ?? -1]?.field?.fault !== undefined;
}

/** What the pointer is on, always in the same place: the list may have scrolled away. */
function Readout({ row }: { readonly row: FieldRow | undefined }) {
  const { t, say } = useWords();
  const title = useTitle(row);
  return (
    <p className="packet-readout" aria-hidden="true" data-testid="packet-readout">
      {row === undefined ? (
        <span className="quiet">{t('packet.point')}</span>
      ) : (
        <>
          <span className="mono quiet">{rangeText(row)}</span> <strong>{title}</strong> {row.field === null ? null : say(row.field.value)}
          {row.field?.fault === undefined ? null : (
            <span className="mark" data-class="fault">
              {' '}
              <ClassShape of="fault" />
              {say(row.field.fault)}
            </span>
          )}
        </>
      )}
    </p>
  );
}

/** The clipboard exists only on https and on this machine itself: elsewhere there is no button. */
function CopyHex({ bytes }: { readonly bytes: readonly string[] }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  if (navigator.clipboard === undefined) return null;
  return (
    <Button
      onClick={() =>
        navigator.clipboard.writeText(bytes.join(' ').toUpperCase()).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      <span role="status">{copied ? t('secret.copied-yes') : t('packet.copy')}</span>
    </Button>
  );
}
