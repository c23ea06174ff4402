// Raw frames as they came off the wire: byte by byte where fields are known, else text or hex; what they were understood as, and the faults by name.
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { RawFrame } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { PacketView } from '../packets/packet-view.tsx';
import { dateTime } from '../time.ts';
import { hexLines, isNormal, shownLine } from '../values.ts';
import './estate.css';

type Face = 'text' | 'hex';

/** The first frame with named fields stands open; frames that come later do not open by themselves and push it down. */
export function RawFrames({ frames }: { readonly frames: readonly RawFrame[] }) {
  const { t } = useWords();
  const [face, setFace] = useState<Face>('text');
  const [first] = useState(frames[0]?.entry);
  return (
    <div className="stack">
      {frames.every((frame) => frame.fields.length > 0) ? null : (
        <Segmented<Face>
          value={face}
          aria-label={t('frames.face')}
          onChange={setFace}
          options={[
            { value: 'text', label: t('frames.text') },
            { value: 'hex', label: t('frames.hex') },
          ]}
        />
      )}
      <ol className="frames">
        {frames.map((frame) => (
          <FrameRow key={frame.entry} frame={frame} face={face} openAtFirst={frame.entry === first} />
        ))}
      </ol>
    </div>
  );
}

interface RowProps {
  readonly frame: RawFrame;
  readonly face: Face;
  readonly openAtFirst: boolean;
}

function FrameRow({ frame, face, openAtFirst }: RowProps) {
  const { t, term } = useWords();
  const [open, setOpen] = useState(openAtFirst);
  const isNamed = frame.fields.length > 0;
  return (
    <li className="frame" data-testid="frame" data-entry={frame.entry}>
      <div className="row">
        <time className="numbers">{dateTime(frame.receivedAt)}</time>
        <span className="chip">{t(`frame-kind.${frame.kind}`)}</span>
        {frame.drill ? <span className="chip drill">{t('drill.word')}</span> : null}
        <span className="quiet mono">
          #{frame.entry} · {frame.link} · {frame.peer}
        </span>
        {isNamed ? (
          <Button onClick={() => setOpen(!open)} aria-expanded={open} data-testid="frame-open">
            {t(open ? 'frames.fold' : 'frames.unfold')}
          </Button>
        ) : null}
      </div>
      {isNamed ? (
        open ? (
          <PacketView hex={frame.hex} fields={frame.fields} />
        ) : (
          <p className="frame-line mono quiet">{hexLines(frame.hex)}</p>
        )
      ) : (
        <>
          <pre className="mono">{face === 'text' && frame.text !== null ? frame.text : hexLines(frame.hex)}</pre>
          {face === 'text' && frame.text === null ? <span className="quiet">{t('frames.not-text')}</span> : null}
        </>
      )}
      {frame.faults.length === 0 ? null : (
        <p className="frame-faults">
          <strong>{t('frames.faults')}</strong> {frame.faults.map((fault) => term('frame-fault', fault)).join(' · ')}
        </p>
      )}
      {frame.readings.length === 0 ? null : <Understood readings={frame.readings} />}
    </li>
  );
}

type FrameReading = RawFrame['readings'][number];

/** What the frame was understood as; what is not as it should be first, and of each part by its name where there are several. */
function Understood({ readings }: { readonly readings: readonly FrameReading[] }) {
  const { say, term, language } = useWords();
  const ofMany = readings.some(({ device }) => device !== readings[0]?.device);
  const isCalm = (one: FrameReading): boolean => one.quality === 'good' && isNormal(one.quantity, one.value) === true;
  const inOrder = readings.toSorted((one, other) => Number(isCalm(one)) - Number(isCalm(other)));
  return (
    <p className="frame-readings">
      {inOrder.map((one) => (
        <span key={`${one.device} ${one.point}`} className={one.quality === 'good' ? (isCalm(one) ? 'quiet' : '') : 'hatched'}>
          {ofMany ? `${one.device} · ` : ''}
          <span className="quiet">{say(one.title)}</span>{' '}
          {isCalm(one) ? shownLine(one.quantity, one.value, language) : <strong>{shownLine(one.quantity, one.value, language)}</strong>}
          {one.why === undefined ? '' : ` (${term('reading-fault', one.why)})`}
        </span>
      ))}
    </p>
  );
}
