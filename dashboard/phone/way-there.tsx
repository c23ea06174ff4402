// How to get to an incident: on the house's own map, or in a map app of the phone, each told the spot in its own coordinates.
import { Modal } from 'antd';
import { Link } from 'react-router';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';
import { turned, written } from '../map/coordinates.ts';

interface Props {
  readonly spot: NonNullable<IncidentView['spot']>;
  readonly name: string;
  readonly close: () => void;
}

/** The addresses that map apps open by. Amap draws in GCJ-02, Baidu in BD-09, a `geo:` address is WGS-84 (RFC 5870). */
export function waysTo({ longitude, latitude }: Props['spot'], name: string) {
  const latLon = (system: 'wgs84' | 'gcj02' | 'bd09'): readonly [east: string, north: string] => {
    const [east, north] = turned([longitude, latitude], 'wgs84', system);
    return [east.toFixed(6), north.toFixed(6)];
  };
  const [amapEast, amapNorth] = latLon('gcj02');
  const [baiduEast, baiduNorth] = latLon('bd09');
  const [east, north] = latLon('wgs84');
  const called = encodeURIComponent(name.replace(/[,|()]/g, ' '));
  return [
    {
      app: 'amap',
      href: `https://uri.amap.com/navigation?to=${amapEast},${amapNorth},${called}&mode=car&coordinate=gaode&callnative=1&src=balefire`,
    },
    {
      app: 'baidu',
      href: `https://api.map.baidu.com/direction?destination=latlng:${baiduNorth},${baiduEast}%7Cname:${called}&coord_type=bd09ll&mode=driving&output=html&src=balefire`,
    },
    { app: 'geo', href: `geo:${north},${east}?q=${north},${east}(${called})` },
  ] as const;
}

export default function WayThere({ spot, name, close }: Props) {
  const { t } = useWords();
  return (
    <Modal open title={t('field.way')} footer={null} onCancel={close}>
      <nav className="way-there" aria-label={t('field.way')}>
        <Link to="/map" onClick={close}>
          {t('field.way-own')}
        </Link>
        {waysTo(spot, name).map(({ app, href }) => (
          <a key={app} href={href} rel="noreferrer" data-testid={`way-${app}`}>
            {t(`field.way-${app}`)}
          </a>
        ))}
      </nav>
      <p className="quiet numbers">WGS-84 {written([spot.longitude, spot.latitude])}</p>
    </Modal>
  );
}
