// How long alarms took from the device to the gateway, beside the times that standards ask for and how sure those are.
import { Select } from 'antd';
import type { TransmissionFigures } from '../../gateway/web/quality-contract.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { percent, took } from './figure-words.ts';

interface Props {
  readonly all: readonly TransmissionFigures[];
  /** Ids of the times to hold against; none: all of them. */
  readonly chosen: readonly string[];
  readonly choose: (profiles: readonly string[]) => void;
}

export function chosenProfiles(all: readonly TransmissionFigures[], chosen: readonly string[]): readonly TransmissionFigures[] {
  const some = all.filter(({ id }) => chosen.includes(id));
  return some.length === 0 ? all : some;
}

export function TransmissionTable({ all, chosen, choose }: Props) {
  const { t, say } = useWords();
  const phone = usePhone();
  const rows = chosenProfiles(all, chosen);
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
      <Select<string[]>
        mode="multiple"
        className="profile-choice"
        value={chosen.filter((id) => all.some((one) => one.id === id))}
        onChange={choose}
        options={all.map((one) => ({ value: one.id, label: say(one.title) }))}
        placeholder={t('quality.all-profiles')}
        aria-label={t('quality.profiles')}
        showSearch={false}
        data-testid="quality-profiles"
      />
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
