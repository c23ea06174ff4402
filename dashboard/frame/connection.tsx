// The header's honest word about the connection, and the gateway's clock.
import { useWords } from '../language.ts';
import type { Connection } from '../live-view.ts';
import { useSession } from '../session.tsx';
import { clock } from '../time.ts';
import { useConnection, useGatewayNow } from '../use-live.ts';

/** 已连接 / 重连中 n s / 离线（数据截至 hh:mm:ss）. Word and shape differ, not the colour alone. */
export function ConnectionChip() {
  const { t } = useWords();
  const { standing } = useSession();
  const now = useConnection();
  // Who is only remembered here was not let in by the gateway: that is no connecting yet.
  const isRemembered = standing.is === 'signed-in' && standing.remembered;
  const connection: Connection = isRemembered && now.is !== 'live' ? { is: 'offline', asOf: null } : now;
  return (
    <span className="connection numbers" data-testid="connection" data-connection={connection.is}>
      <svg className="shape" viewBox="0 0 24 24" aria-hidden="true">
        {connection.is === 'live' ? <circle cx="12" cy="12" r="7" fill="currentColor" /> : null}
        {connection.is === 'reconnecting' || connection.is === 'connecting' ? (
          <circle cx="12" cy="12" r="7" fill="none" stroke="currentColor" strokeWidth="3" strokeDasharray="5 3" />
        ) : null}
        {connection.is === 'offline' ? <path d="M5 5 19 19M19 5 5 19" stroke="currentColor" strokeWidth="3.500" /> : null}
      </svg>
      <span role="status">
        {connection.is === 'offline' && connection.asOf !== null
          ? t('connection.offline-as-of', { time: clock(connection.asOf) })
          : t(`connection.${connection.is}`)}
      </span>
      {/* Not within the status: it would be read out every second. */}
      {connection.is === 'reconnecting' ? <span>{t('connection.for', { seconds: connection.seconds })}</span> : null}
    </span>
  );
}

/** Time of the gateway, not of this PC; a dash while it is not known. */
export function GatewayClock() {
  const { t } = useWords();
  const now = useGatewayNow();
  return (
    <time className="numbers gateway-clock" title={t('header.gateway-time')}>
      {now === null ? '--:--:--' : clock(now)}
    </time>
  );
}
