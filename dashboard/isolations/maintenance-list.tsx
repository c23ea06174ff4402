// The maintenance windows that are planned, the next first, and those that could not begin; and the past ones.
import { Button } from 'antd';
import type { MaintenanceList as List, MaintenanceView } from '../../gateway/web/maintenance-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

/** Asked for anew so often: a window begins by itself. */
const REFRESH_MS = 10_000;

export function MaintenanceList() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer<List>(may('alarm.read') ? '/maintenance' : null, {}, REFRESH_MS);
  const { open = [], past = [] } = answer.value ?? {};
  return (
    <section className="stack" data-testid="maintenance">
      <h2>{t('maintenance.list')}</h2>
      <FailedLine problem={answer.problem} again={answer.again} />
      {answer.value !== null && open.length === 0 ? <p className="quiet">{t('maintenance.none')}</p> : null}
      <ul className="stack">
        {open.map((one) => (
          <Window key={one.id} one={one} again={answer.again} />
        ))}
      </ul>
      {past.length === 0 ? null : (
        <details>
          <summary>{t('maintenance.past', { n: past.length })}</summary>
          <ul className="stack">
            {past.map((one) => (
              <li key={one.id} className="panel isolation" data-ended="true">
                <Head one={one} />
                <Line one={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Head({ one }: { readonly one: MaintenanceView }) {
  const { t } = useWords();
  return (
    <div className="row">
      <strong className="isolation-what">{one.device === null ? (one.place.at(-1)?.name ?? '') : one.device.name}</strong>
      <span className="quiet">{placeLine(one.place)}</span>
      <span className="chip isolated">{t(`maintenance.${one.kind}`)}</span>
      <span className="chip">{t(`maintenance.state-${one.state}`)}</span>
    </div>
  );
}

function Line({ one }: { readonly one: MaintenanceView }) {
  return (
    <p className="numbers">
      {dateTime(one.from)} – {dateTime(one.until)} · {one.reason} · {one.authority} · <span className="quiet">{one.planned.name}</span>
    </p>
  );
}

function Window({ one, again }: { readonly one: MaintenanceView; readonly again: () => void }) {
  const { t, say } = useWords();
  const may = useMay();
  const { busy, problem, submit } = useSubmit();
  return (
    <li className="panel isolation" data-testid="maintenance-window" data-state={one.state}>
      <Head one={one} />
      <Line one={one} />
      {one.why === null ? null : (
        <p role="alert">
          <strong>{t('maintenance.refused')}</strong> {say(one.why)}
        </p>
      )}
      {may('alarm.isolate') ? (
        <div className="row">
          <Button
            loading={busy}
            onClick={() =>
              submit(async () => {
                await send<unknown>('POST', `/maintenance/${encodeURIComponent(one.id)}/cancel`);
                again();
              })
            }
            data-testid="maintenance-cancel"
          >
            {t(one.state === 'refused' ? 'isolation.see' : 'maintenance.cancel')}
          </Button>
        </div>
      ) : null}
      <FailedLine problem={problem} />
    </li>
  );
}
