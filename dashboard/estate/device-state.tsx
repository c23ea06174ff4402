// Whether a device is heard of, in a word that is never mistaken for an alarm.
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clockOrDate, span } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';

type Heard = Pick<DeviceRow, 'online' | 'stale' | 'lastHeard'>;

/** 在线 / 静默 / 离线 / 从未上报. */
export function HeardChip({ device }: { readonly device: Heard }) {
  const { t } = useWords();
  if (device.lastHeard === null) return <span className="chip hatched">{t('heard.never')}</span>;
  if (device.stale) return <span className="chip loud hatched">{t('heard.silent')}</span>;
  if (device.online === false) return <span className="chip loud hatched">{t('heard.offline')}</span>;
  return <span className="chip faint">{device.online === true ? t('heard.online') : t('heard.reporting')}</span>;
}

/** When it was last heard of, and how long ago. */
export function LastHeard({ at }: { readonly at: number | null }) {
  const now = useGatewayNow();
  if (at === null) return <>—</>;
  return (
    <span className="numbers nowrap">
      {clockOrDate(at, now)} {now === null ? null : <span className="quiet">({span(Math.max(1_000, now - at))})</span>}
    </span>
  );
}
