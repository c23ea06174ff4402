// 建议拨打 119: a real fire that nobody has verified for three minutes says so, on its row and on its card.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useAtGatewayTime, useLive } from '../use-live.ts';

/** Ux 1.3, timers of an incident: 180 s unverified → supervisor and 建议拨打 119. By the gateway's clock. */
export const UNVERIFIED_MS = 180_000;

/** Whether it is so at gateway time `now`; the verdict ends it, and so does somebody who went to look. */
export function isLongUnverified(
  alarm: Pick<AlarmView, 'class' | 'drill' | 'closed' | 'verdict' | 'isolated' | 'receivedAt'>,
  incident: Pick<IncidentView, 'state'> | undefined,
  now: number,
): boolean {
  if (alarm.class !== 'fire' || alarm.drill || alarm.closed || alarm.isolated !== null || alarm.verdict !== 'unverified') return false;
  if (incident !== undefined && incident.state !== 'new' && incident.state !== 'acknowledged') return false;
  return now - alarm.receivedAt >= UNVERIFIED_MS;
}

function useLongUnverified(alarm: AlarmView): boolean {
  const incident = useLive((view) => view.incidents.get(alarm.incident));
  return useAtGatewayTime((now) => now !== null && isLongUnverified(alarm, incident, now));
}

/** For a row. */
export function Call119Mark({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  if (!useLongUnverified(alarm)) return null;
  return (
    <span className="chip solid call-119-mark" title={t('call-119.band')} data-testid="call-119-mark">
      {t('call-119.mark')}
    </span>
  );
}

/** For the card; on a phone one press calls. */
export function Call119Band({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const phone = usePhone();
  if (!useLongUnverified(alarm)) return null;
  return (
    <div className="call-119" role="status" data-testid="call-119">
      <strong>{t('call-119.band')}</strong>
      {phone ? (
        <a className="call-119-press" href="tel:119">
          ☎ 119
        </a>
      ) : null}
    </div>
  );
}
