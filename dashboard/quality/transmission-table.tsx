// How long alarms took from the device to the gateway, beside the times that standards ask for and how sure those are.
import type { TransmissionFigures } from '../../gateway/web/quality-contract.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { percent, took } from './figure-words.ts';

export function TransmissionTable({ rows }: { readonly rows: readonly TransmissionFigures[] }) {
  const { t, say } = useWords();
  const phone = usePhone();
  const source = (one: TransmissionFigures): string => `${one.source} · ${t(`clause-sure.${one.sure}`)}`;
  const number = (value: number | string) => <span className="numbers">{value}</span>;
  const columns: readonly Column<TransmissionFigures>[] = [
    {
      key: 'title',
      title: t('quality.profile'),
      cell: (one) => (
        <span className="figure-source">
          {say(one.title)}
          <span className="quiet">{source(one)}</span>
        </span>
      ),
    },
    { key: 'share', title: t('quality.within'), cell: (one) => number(percent(one.withinShare)) },
    { key: 'measured', title: t('quality.measured'), cell: (one) => number(one.measured) },
    { key: 'p50', title: t('quality.half'), cell: (one) => number(took(one.p50Ms)) },
    { key: 'p95', title: t('quality.almost'), cell: (one) => number(took(one.p95Ms)) },
    { key: 'worst', title: t('quality.worst'), cell: (one) => number(took(one.worstMs)) },
    { key: 'ahead', title: t('quality.ahead'), cell: (one) => number(one.clockAhead) },
    { key: 'no-time', title: t('quality.no-time'), cell: (one) => number(one.noDeviceTime) },
  ];
  return (
    <div className="stack">
      <p className="quiet">{t('quality.transmission-what')}</p>
      {phone ? (
        <ul className="panel cards">
          {rows.map((one) => (
            <li key={one.id} className="person-card" data-testid="quality-row">
              <span className="row">
                <span className="grow">{say(one.title)}</span>
                <b className="numbers">{percent(one.withinShare)}</b>
              </span>
              <span className="quiet">{source(one)}</span>
              <span className="quiet">{t('quality.took', { n: one.measured, p50: took(one.p50Ms), worst: took(one.worstMs) })}</span>
            </li>
          ))}
        </ul>
      ) : (
        <DataTable<TransmissionFigures> label={t('quality.transmission')} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
    </div>
  );
}
