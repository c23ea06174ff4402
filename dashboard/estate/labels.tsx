// Labels of devices as a sheet to print: a QR code that leads to the device's page, its name, place and id. Never a secret.
import { Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { type ApiProblem, asProblem, get, type Page } from '../api.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Denied, FailedLine, Loading, Nothing, ToEstate, Veil } from '../states.tsx';
import { Label } from './label.tsx';
import './labels.css';

/** Of one printing: some twenty sheets. More is another printing. */
const MOST = 500;
const PAGE = 100;
const SIZES = ['small', 'large'] as const;
type Size = (typeof SIZES)[number];

export default function Labels() {
  const { t } = useWords();
  const may = useMay();
  const [search] = useSearchParams();
  const [size, setSize] = useState<Size>('small');
  const { rows, total, problem } = useLabelled(search.toString());
  if (!may('device.read')) return <Denied />;
  return (
    <Veil>
      <div className="page labels" data-size={size}>
        <header className="row no-print">
          <Link className="link big-link" to={`/estate?${search.toString()}`}>
            ‹ {t('way.estate')}
          </Link>
          <h1>{t('labels.title')}</h1>
          <span className="quiet numbers">{rows === null ? '' : t('labels.count', { n: rows.length, of: total })}</span>
          <span className="grow" />
          <Select
            aria-label={t('labels.size')}
            value={size}
            onChange={setSize}
            options={SIZES.map((value) => ({ value, label: t(`labels.${value}`) }))}
          />
          <Button type="primary" disabled={rows === null || rows.length === 0} onClick={() => window.print()} data-testid="labels-print">
            {t('labels.print')}
          </Button>
        </header>
        <p className="quiet no-print">{t('labels.detail')}</p>
        <FailedLine problem={problem} />
        {rows === null ? (
          problem === null ? (
            <Loading />
          ) : null
        ) : rows.length === 0 ? (
          <Nothing title={t('estate.none-of-these')}>
            <ToEstate />
          </Nothing>
        ) : null}
        <ul className="label-sheet" data-testid="label-sheet">
          {(rows ?? []).map((row) => (
            <li key={row.id}>
              <Label id={row.id} name={row.name} place={placeLine(row.place)} />
            </li>
          ))}
        </ul>
      </div>
    </Veil>
  );
}

/** The devices of the filters, page after page; what stands behind a transmission device has no label of its own. */
function useLabelled(question: string): { rows: readonly DeviceRow[] | null; total: number; problem: ApiProblem | null } {
  const [held, setHeld] = useState<{ question: string; rows: readonly DeviceRow[]; total: number } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const query = Object.fromEntries(new URLSearchParams(question));
      const rows: DeviceRow[] = [];
      let total = 0;
      for (let after: string | null | undefined = ''; after !== null && after !== undefined && rows.length < MOST; ) {
        const page: Page<DeviceRow> = await get('/devices', { ...query, limit: PAGE, after }, stop.signal);
        rows.push(...page.items);
        total = page.total ?? rows.length;
        after = page.next;
      }
      setHeld({ question, rows: rows.filter(({ part, kind }) => part === null && kind !== 'carrier').slice(0, MOST), total });
    };
    setProblem(null);
    ask().catch((thrown: unknown) => {
      if (!stop.signal.aborted) setProblem(asProblem(thrown));
    });
    return () => stop.abort();
  }, [question]);
  const ours = held?.question === question ? held : null;
  return { rows: ours?.rows ?? null, total: ours?.total ?? 0, problem };
}
