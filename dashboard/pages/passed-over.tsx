// What the gateway could not process: stands on the status page until it is processed after all or somebody dismisses it.
import { Button } from 'antd';
import { useState } from 'react';
import type { PassedOverList, PassedOverView } from '../../gateway/web/passed-over-contract.ts';
import { send } from '../api.ts';
import { AskedReason } from '../asked-reason.tsx';
import { RawFrames } from '../estate/raw-frames.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

const REFRESH_MS = 5_000;
/** Under which the gateway takes the dismissal of what is beyond its list. */
const BEYOND = 'beyond';

/** Nothing where nothing was passed over; where it cannot be known, that. */
export function PassedOver() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer<PassedOverList>(may('frame.read') ? '/passed-over' : null, {}, REFRESH_MS);
  const [dismissing, setDismissing] = useState<string | null>(null);
  const { items = [], beyond = null } = answer.value ?? {};
  if (items.length === 0 && beyond === null && answer.problem === null) return null;
  const dismissed = (): void => {
    setDismissing(null);
    answer.again();
  };
  return (
    <section className="stack" data-testid="passed-over">
      <h2>{t('passed-over.title')}</h2>
      {answer.value === null ? null : <p className="quiet wide">{t('passed-over.what')}</p>}
      <FailedLine problem={answer.problem} again={answer.again} />
      <ul className="stack">
        {items.map((one) => (
          <Row key={one.id} row={one} dismiss={() => setDismissing(one.id)} again={answer.again} />
        ))}
        {beyond === null ? null : (
          <li className="panel held">
            <div className="row">
              <span className="grow">{t('passed-over.beyond', { n: beyond.count, from: beyond.from ?? '—', to: beyond.to ?? '—' })}</span>
              {may('alarm.verdict') ? <Button onClick={() => setDismissing(BEYOND)}>{t('passed-over.dismiss')}</Button> : null}
            </div>
          </li>
        )}
      </ul>
      {dismissing === null ? null : (
        <AskedReason
          deed={t('passed-over.dismiss')}
          detail={t('passed-over.dismiss-detail')}
          label={t('passed-over.reason')}
          longest={500}
          testId="passed-over"
          act={async (reason) => {
            await send<unknown>('POST', `/passed-over/${encodeURIComponent(dismissing)}/dismissal`, { reason });
            dismissed();
          }}
          close={dismissed}
        />
      )}
    </section>
  );
}

function Row({ row, dismiss, again }: { readonly row: PassedOverView; readonly dismiss: () => void; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const [open, setOpen] = useState(row.mayBurn);
  const { busy, problem, submit } = useSubmit();
  const retry = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('POST', `/passed-over/${encodeURIComponent(row.id)}/again`);
      again();
    });

  return (
    <li className="panel held" data-testid="passed-over-row">
      <div className="row">
        <span className={row.mayBurn ? 'chip solid' : 'chip faint'}>{t(row.mayBurn ? 'passed-over.may-burn' : 'passed-over.other')}</span>
        <strong className="grow">{[...row.device.place.map((step) => step.name), row.device.name].join(' › ')}</strong>
        <div className="row">
          {may('alarm.verdict') ? (
            <>
              <Button type="primary" onClick={retry} loading={busy} data-testid="passed-over-again">
                {t('passed-over.again')}
              </Button>
              <Button onClick={dismiss} data-testid="passed-over-dismiss">
                {t('passed-over.dismiss')}
              </Button>
            </>
          ) : null}
          {row.frame === null ? null : (
            <Button onClick={() => setOpen(!open)} aria-expanded={open}>
              {open ? t('frames.close') : t('frames.open')}
            </Button>
          )}
        </div>
      </div>
      <FailedLine problem={problem} />
      <dl className="facts held-facts">
        <dt>{t('passed-over.at')}</dt>
        <dd className="numbers">{dateTime(row.at)}</dd>
        <dt>{t('passed-over.tries')}</dt>
        <dd className="numbers">
          {row.tries}
          {row.lastTry === null ? null : ` · ${dateTime(row.lastTry)}`}
        </dd>
        <dt>{t('passed-over.why')}</dt>
        <dd className="mono">{row.why}</dd>
      </dl>
      {open && row.frame !== null ? <RawFrames frames={[row.frame]} /> : null}
    </li>
  );
}
