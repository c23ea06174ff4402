// One line of the audit: in words first, then as it is kept; where it leads; and whether the chain of evidence holds up to it.
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { AuditFound, AuditProof } from '../../gateway/web/audit-contract.ts';
import { AuditDetail } from '../alarms/audit-detail.tsx';
import { get } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';

interface Props {
  readonly row: AuditFound;
  /** Searches for more of the same. */
  readonly sift: (some: { readonly person?: string; readonly about?: string }) => void;
}

/** Where a thing is looked at; null: nowhere by its id. */
function wayTo({ of, about }: AuditFound): string | null {
  const id = encodeURIComponent(about);
  switch (of) {
    case 'alarm':
      return `/alarms/${id}`;
    case 'incident':
      return `/incidents/${id}`;
    case 'device':
      return `/devices/${id}`;
    case 'place':
      return `/estate?place=${id}`;
    case 'person':
      return '/people';
    case null:
      return null;
  }
}

export function AuditLine({ row, sift }: Props) {
  const { t, say } = useWords();
  const way = wayTo(row);
  return (
    <div className="stack" data-testid="audit-line">
      <dl className="facts">
        <dt>{t('audit-list.at')}</dt>
        <dd className="numbers">{dateTime(row.at)}</dd>
        <dt>{t('audit-list.who')}</dt>
        <dd>
          {row.name || row.by} <span className="mono quiet">{row.by}</span>
        </dd>
        <dt>{t('audit-list.what')}</dt>
        <dd>{say(row.title)}</dd>
        <dt>{t('audit-list.about')}</dt>
        <dd>
          {row.called ?? t('audit-line.gone')} <span className="mono quiet">{row.about}</span>
        </dd>
        <dt>{t('audit-list.from')}</dt>
        <dd className="mono">{row.from || '—'}</dd>
        <dt>{t('audit-list.detail')}</dt>
        <dd>
          <AuditDetail detail={row.detail} about={row.about} />
        </dd>
      </dl>
      <div className="row wrap">
        {way === null ? null : (
          <Link to={way} className="audit-go tall">
            {t('audit-line.go')}
          </Link>
        )}
        <Button onClick={() => sift({ about: row.about })}>{t('audit-line.same-thing')}</Button>
        <Button onClick={() => sift({ person: row.by })}>{t('audit-line.same-person')}</Button>
      </div>
      <Proof number={row.number} />
      <details className="arrow-fold">
        <summary className="tall">{t('audit-line.raw')}</summary>
        <pre className="mono raw-line">{JSON.stringify(row.detail, null, 2)}</pre>
      </details>
    </div>
  );
}

function Proof({ number }: { readonly number: number }) {
  const { t } = useWords();
  const [proof, setProof] = useState<AuditProof | null>(null);
  const { busy, problem, submit } = useSubmit();
  const prove = (): Promise<void> => submit(async () => setProof(await get<AuditProof>('/audit/proof', { number })));
  return (
    <section className="stack">
      <span className="row">
        <span className="grow">{t('audit-line.number', { n: number })}</span>
        <Button onClick={prove} loading={busy} data-testid="audit-prove">
          {t('audit-line.prove')}
        </Button>
      </span>
      {proof === null ? null : (
        <p role="status" className={proof.holds ? 'chip faint' : 'problem-line'} data-testid="audit-proof" data-holds={proof.holds}>
          {proof.holds
            ? t('audit-line.holds', { n: proof.record ?? 0 })
            : proof.fault === null
              ? t('audit-line.no-record')
              : t('audit-line.broken', { n: proof.fault })}
        </p>
      )}
      <FailedLine problem={problem} />
    </section>
  );
}
