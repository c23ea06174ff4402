// The packets of a transmission device as they pass on the wire, both ways; a chosen one is opened byte by byte.
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { PacketTrace } from '../../gateway/web/transmission-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { PacketView } from '../packets/packet-view.tsx';
import { usePhone } from '../screen.ts';
import { Failed, FailedLine, Loading, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import type { BothWords } from '../values.ts';
import { WindowedList } from '../windowed-list.tsx';
import { useTrace } from './use-trace.ts';

/** Pixels: the time, and two lines of what it says: number and state stand at their end. */
const ROW = 76;

export function PacketsTab({ device }: { readonly device: string }) {
  const { t } = useWords();
  const phone = usePhone();
  const [paused, setPaused] = useState(false);
  const { packets, problem, begun, again } = useTrace(device, paused);
  // The packet itself and not its number: it stays open when newer ones have pushed it out of the list.
  const [chosen, setChosen] = useState<PacketTrace | null>(null);
  const first = packets[0];
  // Beside the list there is room for an opened one; it stays what it is while the list goes on.
  if (chosen === null && first !== undefined && !phone) setChosen(first);

  if (!begun) return problem === null ? <Loading /> : <Failed problem={problem} again={again} />;
  return (
    <section className="stack" aria-label={t('packets.title')}>
      <div className="row">
        <Button onClick={() => setPaused(!paused)} aria-pressed={paused} data-testid="packets-pause">
          <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
            {paused ? (
              <path d="M6 3.500 20 12 6 20.500z" fill="currentColor" />
            ) : (
              <path d="M6 4h4v16H6zM14 4h4v16h-4z" fill="currentColor" />
            )}
          </svg>
          {t(paused ? 'packets.go-on' : 'packets.pause')}
        </Button>
        <span className="quiet" role="status">
          {t(paused ? 'packets.paused' : 'packets.live')}
        </span>
        <span className="grow" />
        <span className="quiet">
          <Arrow of="in" /> {t('packets.in')} <Arrow of="out" /> {t('packets.out')}
        </span>
      </div>
      <FailedLine problem={problem} again={again} />
      {packets.length === 0 ? (
        <Nothing title={t('packets.none')}>{t('packets.none-detail')}</Nothing>
      ) : (
        <div className="trace" data-phone={phone}>
          <div className="panel trace-list" data-testid="packets" data-paused={paused}>
            <WindowedList<PacketTrace> items={packets} rowHeight={ROW} keyOf={keyOf} label={t('packets.title')}>
              {(packet) => <PacketRow packet={packet} chosen={packet.number === chosen?.number} choose={() => setChosen(packet)} />}
            </WindowedList>
          </div>
          {phone || chosen === null ? null : (
            <div className="panel trace-open">
              <Opened packet={chosen} />
            </div>
          )}
        </div>
      )}
      {phone ? (
        <Drawer
          open={chosen !== null}
          onClose={() => setChosen(null)}
          placement="bottom"
          size="92%"
          title={chosen === null ? '' : `${chosen.direction === 'in' ? '↑' : '↓'} ${timeOf(chosen)}`}
          destroyOnHidden
        >
          {chosen === null ? null : <Opened packet={chosen} />}
        </Drawer>
      ) : null}
    </section>
  );
}

function keyOf(packet: PacketTrace): string {
  return String(packet.number);
}

/** With the thousandths: two packets of one exchange lie milliseconds apart. */
function timeOf({ at }: PacketTrace): string {
  return `${dateTime(at).slice(11)}.${String(at % 1_000).padStart(3, '0')}`;
}

/** Byte of a packet that says what it is for: 发送数据, 确认, 请求 … (GB/T 26875.3-2011, table 1). */
const COMMAND_AT = 26;
/** 发送数据: with an empty data unit most devices say by it that they are there. */
const SEND = '02';

/** What a packet says in a few lines; one without a data unit says only what it is for, and a heartbeat that it is one. */
function saidBy(packet: PacketTrace): readonly BothWords[] {
  const command = packet.fields.find((field) => field.from === COMMAND_AT);
  const isEmpty = packet.fields.every((field) => field.depth === 0);
  if (command === undefined || (!isEmpty && packet.summary.length > 0)) return packet.summary;
  const isSent = packet.hex.slice(2 * COMMAND_AT, 2 * COMMAND_AT + 2) === SEND;
  return isSent && packet.summary.length > 0 ? packet.summary : [command.value];
}

/** ↑ from the device to the centre, ↓ from the centre to the device. */
function Arrow({ of }: { readonly of: PacketTrace['direction'] }) {
  const { t } = useWords();
  return (
    <span className="trace-arrow" data-direction={of} title={t(of === 'in' ? 'packets.in' : 'packets.out')}>
      {of === 'in' ? '↑' : '↓'}
    </span>
  );
}

interface RowProps {
  readonly packet: PacketTrace;
  readonly chosen: boolean;
  readonly choose: () => void;
}

function PacketRow({ packet, chosen, choose }: RowProps) {
  const { t, say, term } = useWords();
  const said = saidBy(packet).map(say).join(' · ');
  return (
    <button
      type="button"
      className="trace-row"
      onClick={choose}
      aria-current={chosen}
      data-testid="packet-row"
      data-direction={packet.direction}
      data-refused={packet.refused !== null}
    >
      <span className="trace-arrow" data-direction={packet.direction} aria-hidden="true">
        {packet.direction === 'in' ? '↑' : '↓'}
      </span>
      <span className="hidden-text">{t(packet.direction === 'in' ? 'packets.in' : 'packets.out')}</span>
      <span className="trace-head">
        <time className="numbers">{timeOf(packet)}</time>
        <span className="quiet numbers">{t('packet.size', { n: packet.hex.length / 2 })}</span>
      </span>
      {packet.refused === null ? (
        <span className="trace-said" title={said}>
          {said === '' ? t('packets.says-nothing') : said}
        </span>
      ) : (
        <strong className="mark trace-said" data-class="fault">
          <ClassShape of="fault" /> {t('packets.refused', { why: term('frame-fault', packet.refused) })}
        </strong>
      )}
    </button>
  );
}

function Opened({ packet }: { readonly packet: PacketTrace }) {
  const { t, say, term } = useWords();
  return (
    <>
      <header className="trace-what" data-testid="packet-opened">
        <span className="row">
          <strong>
            {packet.direction === 'in' ? '↑' : '↓'} {t(packet.direction === 'in' ? 'packets.in' : 'packets.out')}
          </strong>
          <time className="numbers">
            {dateTime(packet.at).slice(0, 10)} {timeOf(packet)}
          </time>
          <span className="quiet mono">{packet.peer}</span>
        </span>
        {packet.refused === null ? null : (
          <strong className="mark" data-class="fault">
            <ClassShape of="fault" />
            {t('packets.refused', { why: term('frame-fault', packet.refused) })}
          </strong>
        )}
        {packet.refused !== null ? null : (
          <ul>
            {saidBy(packet).map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one packet, which never change
              <li key={place}>{say(line)}</li>
            ))}
          </ul>
        )}
      </header>
      <PacketView key={packet.number} hex={packet.hex} fields={packet.fields} />
    </>
  );
}
