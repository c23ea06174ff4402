// The small words of an alarm: its three states, and its stamps (first, drill, unregistered, how many times).
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { useAtGatewayTime, useLive } from '../use-live.ts';
import { conditionKey, verdictKey } from './alarm-words.ts';

interface StateChipsProps {
  readonly alarm: AlarmView;
  /** What stands behind them in the same lines. */
  readonly children?: ReactNode;
}

/** Condition, attention and verdict, always in this order. Filled means: somebody has to do something. */
export function StateChips({ alarm, children }: StateChipsProps) {
  const { t } = useWords();
  const condition = conditionKey(alarm);
  const attention =
    alarm.acknowledged === null ? t(`attention.${alarm.attention}`) : t('attention.acknowledged-by', { name: alarm.acknowledged.name });
  return (
    <span className="chips">
      <span className={condition === 'condition.active' ? 'chip loud' : 'chip'} data-state="condition">
        <i className="glyph" aria-hidden="true">
          {condition === 'condition.active' ? '●' : condition === 'condition.closed' ? '✕' : condition === 'condition.restored' ? '○' : '◐'}
        </i>
        {t(condition)}
      </span>
      <span className={alarm.attention === 'new' && !alarm.closed ? 'chip solid' : 'chip'} title={attention} data-state="attention">
        {attention}
      </span>
      <span
        className={alarm.verdict === 'unverified' ? 'chip faint' : alarm.verdict === 'real' ? 'chip loud' : 'chip'}
        data-state="verdict"
      >
        {t(verdictKey(alarm))}
        {alarm.judged?.cause === undefined ? '' : ` · ${t(`cause.${alarm.judged.cause}`)}`}
      </span>
      {children}
    </span>
  );
}

/** What quiets it, who did it and until when: it is never quiet without a word. */
export function QuietLine({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const { shelved, isolated, suppressed } = alarm;
  if (shelved === null && isolated === null && suppressed === null) return null;
  return (
    <p className="quiet-line" data-testid="quiet-line">
      {shelved === null
        ? null
        : t(shelved.oneShot ? 'quiet.shelved-once' : 'quiet.shelved-until', {
            name: shelved.name,
            time: dateTime(shelved.until),
            reason: shelved.reason,
          })}
      {isolated === null ? null : (
        <Link className="link big-link" to="/isolations">
          {t('quiet.isolated')}
        </Link>
      )}
      {suppressed === null ? null : (
        <Link className="link big-link" to={`/alarms/${encodeURIComponent(suppressed)}`}>
          {t('quiet.suppressed')}
        </Link>
      )}
    </p>
  );
}

const FLEETING_MS = 10_000;
const STALE_MS = 24 * 3_600_000;

/** 瞬时: over within 10 s, once, before anybody acknowledged it; 滞留: it stood for more than a day. As the quality report counts them. */
export function lastingOf(
  alarm: Pick<AlarmView, 'occurredAt' | 'receivedAt' | 'restoredAt' | 'latching' | 'times' | 'acknowledged'>,
  now: number | null,
): 'fleeting' | 'stale' | null {
  const { occurredAt, receivedAt, restoredAt, latching, times, acknowledged } = alarm;
  const until = restoredAt ?? now;
  if (until === null) return null;
  const lasted = until - occurredAt;
  if (lasted > STALE_MS) return 'stale';
  if (restoredAt === null || latching || times !== 1 || lasted > FLEETING_MS) return null;
  return acknowledged === null || acknowledged.at > receivedAt + lasted ? 'fleeting' : null;
}

function Lasting({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const lasting = useAtGatewayTime((now) => lastingOf(alarm, now));
  if (lasting === null) return null;
  return (
    <span className="chip" data-testid={`stamp-${lasting}`}>
      <i className="glyph" aria-hidden="true">
        {lasting === 'stale' ? '‖' : '∧'}
      </i>
      {t(`stamp.${lasting}`)}
    </span>
  );
}

/**
 * 首警, 未登记, 搁置, 屏蔽, 不可信, ×n, 抖动, 瞬时, 滞留: what quiets it before what only describes it, as a narrow row shows the first ones.
 * That it is a drill is said by the class itself.
 */
export function Stamps({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  // The first of one says nothing; the mark is for whoever looks for where it began.
  const alone = useLive((view) => view.incidents.get(alarm.incident)?.count === 1);
  return (
    <>
      {alarm.firstOut && !alone ? <span className="chip solid">{t('stamp.first-out')}</span> : null}
      {alarm.device.registered ? null : <span className="chip loud">{t('stamp.unregistered')}</span>}
      {alarm.shelved === null ? null : <span className="chip faint">{t('stamp.shelved')}</span>}
      {alarm.isolated === null ? null : <span className="chip isolated">{t('stamp.isolated')}</span>}
      {alarm.suppressed === null ? null : <span className="chip faint">{t('stamp.suppressed')}</span>}
      {alarm.chattersSince !== null && !alarm.closed ? (
        <span className="chip loud numbers">{t('stamp.chatters', { n: alarm.times })}</span>
      ) : alarm.times > 1 ? (
        <span className="chip loud numbers">×{alarm.times}</span>
      ) : null}
      <Lasting alarm={alarm} />
    </>
  );
}
