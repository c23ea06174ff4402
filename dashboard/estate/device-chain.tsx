// What stood in this place one after the other: each device that was replaced, when, by whom and why.
import { Link } from 'react-router';
import type { DeviceView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clockOrDate } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import './replace-device.css';

export function DeviceChain({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const now = useGatewayNow();
  const { chain, replacedBy } = device;
  if (chain === undefined) return null;
  return (
    <section className="device-chain" aria-label={t('replace.chain')} data-testid="device-chain" data-history={replacedBy !== undefined}>
      {replacedBy === undefined ? null : (
        <p className="device-chain-word" role="status">
          <strong>{t('replace.is-history')}</strong>{' '}
          <Link className="link" to={`/devices/${encodeURIComponent(replacedBy)}`} data-testid="chain-next">
            {t('replace.go-to', { id: replacedBy })}
          </Link>
        </p>
      )}
      <h2>{t('replace.chain')}</h2>
      <ol>
        {chain.map(({ id, model, serial, replaced }) => (
          <li key={id} aria-current={id === device.id ? 'true' : undefined}>
            {id === device.id ? (
              <strong className="mono">{id}</strong>
            ) : (
              <Link className="link mono" to={`/devices/${encodeURIComponent(id)}`}>
                {id}
              </Link>
            )}
            <span className="quiet mono">{model}</span>
            {serial === undefined ? null : (
              <span className="quiet">
                {t('device.serial')} <span className="mono">{serial}</span>
              </span>
            )}
            {replaced === null ? (
              <span>{t('replace.now')}</span>
            ) : (
              <span>{t('replace.replaced', { at: clockOrDate(replaced.at, now), name: replaced.name, reason: replaced.reason })}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
