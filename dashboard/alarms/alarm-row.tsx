// One alarm on the board: class, place, device, value, how long, and its three states in words.
import { memo } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { ClassShape, shownAs } from '../marks.tsx';
import { dateTime, elapsed } from '../time.ts';
import { partNumber } from '../transmission/part-words.ts';
import { isOfPaper, PaperWords } from '../units/paper-words.tsx';
import { useAtGatewayTime } from '../use-live.ts';
import { shownLine } from '../values.ts';
import { HandOverMark } from '../workbench/hand-over.tsx';
import './alarm-row.css';
import { alarmTitle, placeLine } from './alarm-words.ts';
import { Call119Mark } from './call-119.tsx';
import { Stamps, StateChips } from './chips.tsx';

/** How long it has lasted by the gateway's clock; stands still at the end of a closed alarm. */
export function Elapsed({ from, to }: { readonly from: number; readonly to: number | null }) {
  const age = useAtGatewayTime((now) => {
    const until = to ?? now;
    return until === null ? '--:--' : elapsed(until - from);
  });
  return <time className="numbers">{age}</time>;
}

interface Props {
  readonly alarm: AlarmView;
  readonly to: string;
  readonly chosen: boolean;
}

/** `alarm` is a new object exactly when something about it changed: rows that did not change are not drawn again. */
export const AlarmRow = memo(function AlarmRow({ alarm, to, chosen }: Props) {
  const words = useWords();
  const { t, language } = words;
  const number = alarm.device.part === null ? '' : partNumber(alarm.device.part);
  const title = alarmTitle(alarm, words);
  const place = placeLine(alarm.place);
  return (
    <Link
      to={to}
      className="alarm-row"
      data-testid="alarm-row"
      data-alarm-id={alarm.id}
      data-class={alarm.class}
      data-condition={alarm.condition}
      data-attention={alarm.attention}
      data-verdict={alarm.verdict}
      data-closed={alarm.closed}
      data-drill={alarm.drill}
      aria-current={chosen}
    >
      <ClassShape of={shownAs(alarm)} />
      <span className="alarm-main">
        <span className="alarm-title">
          <strong className="alarm-class">
            {alarm.drill ? `${t('drill.word')}·` : ''}
            {t(`class.${alarm.class}`)}
          </strong>
          {isOfPaper(alarm) ? <PaperWords alarm={alarm} title={title} /> : <strong title={title}>{title}</strong>}
          {typeof alarm.value === 'number' && !isOfPaper(alarm) ? (
            <span className="numbers alarm-value">{shownLine(alarm.quantity, alarm.value, language)}</span>
          ) : null}
          {alarm.class === 'fire' && !alarm.drill ? <Call119Mark alarm={alarm} /> : null}
        </span>
        <span className="alarm-where">
          <span className="alarm-place" title={`${place} ${number} ${alarm.device.name}`}>
            <b>{place}</b>{' '}
            {number === '' ? null : (
              <b className="numbers nowrap" data-testid="alarm-part-number">
                {number}
              </b>
            )}{' '}
            <span>{alarm.device.name}</span>
          </span>
          <span className="alarm-age">
            {alarm.closedAt === null ? null : <time className="numbers alarm-date">{dateTime(alarm.occurredAt).slice(5, 16)}</time>}
            <Elapsed from={alarm.occurredAt} to={alarm.closedAt} />
          </span>
        </span>
        <StateChips alarm={alarm}>
          <Stamps alarm={alarm} />
          <HandOverMark incident={alarm.incident} />
        </StateChips>
      </span>
    </Link>
  );
});
