// The figures of each seat, unit or device, the one with most alarms first.
import { Link } from 'react-router';
import type { AlarmFigureGroup } from '../../gateway/web/quality-contract.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { percent, rate, took } from './figure-words.ts';

type Kind = 'devices' | 'units' | 'seats';

export function GroupTable({ of, rows }: { readonly of: Kind; readonly rows: readonly AlarmFigureGroup[] }) {
  const { t } = useWords();
  const phone = usePhone();
  const number = (value: number | string) => <span className="numbers">{value}</span>;
  const columns: readonly Column<AlarmFigureGroup>[] = [
    { key: 'name', title: t(`quality.${of}`), cell: (one) => <Name of={of} group={one} /> },
    { key: 'alarms', title: t('quality.alarms'), cell: (one) => number(one.alarms) },
    { key: 'average', title: t('quality.average'), cell: (one) => number(rate(one.averagePer10Min)) },
    { key: 'peak', title: t('quality.peak'), cell: (one) => number(one.peakPer10Min) },
    { key: 'floods', title: t('quality.floods'), cell: (one) => number(one.floods.length) },
    { key: 'chatter', title: t('quality.chatter'), cell: (one) => number(one.chattering) },
    { key: 'fleeting', title: t('quality.fleeting'), cell: (one) => number(one.fleeting) },
    { key: 'stale', title: t('quality.stale'), cell: (one) => number(one.stale) },
    { key: 'false', title: t('quality.false'), cell: (one) => number(`${percent(one.falseRate)} (${one.false}/${one.judged})`) },
    { key: 'acknowledge', title: t('quality.acknowledge'), cell: (one) => number(took(one.acknowledge.p50Ms)) },
    { key: 'verify', title: t('quality.verify'), cell: (one) => number(took(one.verify.p50Ms)) },
  ];
  if (!phone) return <DataTable<AlarmFigureGroup> label={t(`quality.${of}`)} columns={columns} rows={rows} keyOf={({ id }) => id} />;
  return (
    <ul className="panel cards">
      {rows.map((one) => (
        <li key={one.id} className="person-card" data-testid="quality-row">
          <span className="row">
            <span className="grow">
              <Name of={of} group={one} />
            </span>
            <b className="numbers">{one.alarms}</b>
          </span>
          <span className="quiet">
            {t('quality.line', {
              wrong: percent(one.falseRate),
              chatter: one.chattering,
              stale: one.stale,
              ack: took(one.acknowledge.p50Ms),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Name({ of, group }: { readonly of: Kind; readonly group: AlarmFigureGroup }) {
  const { t } = useWords();
  if (group.id === '') return <span className="quiet">{t(of === 'seats' ? 'quality.nobody' : 'quality.no-unit')}</span>;
  if (of !== 'devices') return <span>{group.name}</span>;
  return (
    <Link className="link" to={`/devices/${encodeURIComponent(group.id)}`} data-testid="quality-device">
      {group.name}
    </Link>
  );
}
