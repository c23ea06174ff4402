// The small words of an alarm: its three states, and its stamps (first, drill, unregistered, how many times).
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { useLive } from '../use-live.ts';
import { conditionKey, verdictKey } from './alarm-words.ts';

/** Condition, attention and verdict, always in this order. Filled means: somebody has to do something. */
export function StateChips({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const condition = conditionKey(alarm);
  return (
    <span className="chips">
      <span className={condition === 'condition.active' ? 'chip loud' : 'chip'} data-state="condition">
        <i className="glyph" aria-hidden="true">
          {condition === 'condition.active' ? '●' : condition === 'condition.closed' ? '✕' : condition === 'condition.restored' ? '○' : '◐'}
        </i>
        {t(condition)}
      </span>
      <span className={alarm.attention === 'new' && !alarm.closed ? 'chip solid' : 'chip'} data-state="attention">
        {alarm.acknowledged === null
          ? t(`attention.${alarm.attention}`)
          : t('attention.acknowledged-by', { name: alarm.acknowledged.name })}
      </span>
      <span
        className={alarm.verdict === 'unverified' ? 'chip faint' : alarm.verdict === 'real' ? 'chip loud' : 'chip'}
        data-state="verdict"
      >
        {t(verdictKey(alarm))}
        {alarm.judged?.cause === undefined ? '' : ` · ${t(`cause.${alarm.judged.cause}`)}`}
      </span>
    </span>
  );
}

/** 首警, 未登记, ×n. That it is a drill is said by the class itself. */
export function Stamps({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  // The first of one says nothing; the mark is for whoever looks for where it began.
  const alone = useLive((view) => view.incidents.get(alarm.incident)?.alarms.length === 1);
  return (
    <>
      {alarm.firstOut && !alone ? <span className="chip solid">{t('stamp.first-out')}</span> : null}
      {alarm.device.registered ? null : <span className="chip loud">{t('stamp.unregistered')}</span>}
      {alarm.times > 1 ? <span className="chip loud numbers">×{alarm.times}</span> : null}
    </>
  );
}
