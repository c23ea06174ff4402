// The addresses by which map apps are told where to lead a person, each in the coordinates that it draws in. Pure.
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { turned } from '../map/coordinates.ts';

/** The addresses that map apps open by. Amap draws in GCJ-02, Baidu in BD-09, a `geo:` address is WGS-84 (RFC 5870). */
export function waysTo({ longitude, latitude }: NonNullable<IncidentView['spot']>, name: string) {
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
