// The list of isolations 屏蔽 that nobody forgets: in force with what is left of it, ended and not seen, and past.
import { Button } from 'antd';
import { useState } from 'react';
import type { IsolationList, IsolationView } from '../../gateway/web/incident-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { AuthorityField, HoursField, TextField } from '../alarms/quiet-fields.tsx';
import { refusal, send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Nothing, Veil } from '../states.tsx';
import { dateTime, elapsed } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive } from '../use-live.ts';
import './isolations.css';
import { MaintenanceList } from './maintenance-list.tsx';

/** Asked for anew so often, beside each change of an alarm's isolation. */
const REFRESH_MS = 10_000;
/** The last part of it is shown in warning. */
const SOON_MS = 30 * 60_000;

export default function Isolations() {
  return (
    <Veil>
      <Isolated />
    </Veil>
  );
}

function Isolated() {
  const { t } = useWords();
  const may = useMay();
  const isolated = useLive((view) => view.open.filter((one) => one.isolated !== null).length);
  const answer = useAnswer<IsolationList>(may('alarm.read') ? '/isolations' : null, { seen: isolated }, REFRESH_MS);
  if (!may('alarm.read')) return <Denied />;
  return (
    <div className="page">
      <header>
        <h1>{t('way.isolations')}</h1>
        <p className="quiet wide">{t('isolation.what')}</p>
      </header>
      <MaintenanceList />
      <Answered answer={answer}>
        {({ standing, past }) => (
          <>
            {standing.length === 0 ? (
              <Nothing title={t('isolation.none')} />
            ) : (
              <ul className="stack">
                {[...standing].sort(byUrgency).map((one) => (
                  <IsolationCard key={one.id} one={one} again={answer.again} />
                ))}
              </ul>
            )}
            {past.length === 0 ? null : (
              <section>
                <h2>{t('isolation.past')}</h2>
                <ul className="stack">
                  {past.map((one) => (
                    <li key={one.id} className="panel isolation" data-ended="true">
                      <Head one={one} />
                      <p className="quiet numbers">
                        {dateTime(one.given.at)} – {one.ended === null ? '' : dateTime(one.ended.at)} · {one.reason} · {one.authority}
                      </p>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Answered>
    </div>
  );
}

/** What ended by itself comes first, then what ends soonest. */
function byUrgency(one: IsolationView, other: IsolationView): number {
  return (one.ended ? 0 : 1) - (other.ended ? 0 : 1) || one.until - other.until;
}

function Head({ one }: { readonly one: IsolationView }) {
  const { t } = useWords();
  return (
    <div className="row">
      <strong className="isolation-what">{one.device === null ? t('isolation.zone') : one.device.name}</strong>
      {one.point === null ? null : <span className="mono">{one.point}</span>}
      <span className="quiet">{placeLine(one.place)}</span>
      <span className="chip isolated">{t(`isolation.${one.kind}`)}</span>
    </div>
  );
}

function IsolationCard({ one, again }: { readonly one: IsolationView; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const now = useGatewayNow();
  const [renewing, setRenewing] = useState(false);
  const { busy, problem, submit } = useSubmit();
  const left = now === null ? null : one.until - now;

  async function act(deed: 'renew' | 'end' | 'see', body?: unknown): Promise<void> {
    await send<IsolationView>('POST', `/isolations/${encodeURIComponent(one.id)}/${deed}`, body);
    again();
  }
  return (
    <li className="panel isolation" data-testid="isolation" data-isolation-id={one.id} data-ended={one.ended !== null}>
      <Head one={one} />
      {one.ended !== null ? (
        <p className="isolation-ended" role="status">
          {t('isolation.ended-by-time', { time: dateTime(one.ended.at) })}
        </p>
      ) : (
        <p className={left !== null && left < SOON_MS ? 'numbers isolation-soon' : 'numbers'}>
          {t('isolation.until', { time: dateTime(one.until), left: left === null ? '--:--' : elapsed(Math.max(0, left)) })}
        </p>
      )}
      <dl className="facts">
        <dt>{t('quiet.reason')}</dt>
        <dd>{one.renewals.at(-1)?.reason ?? one.reason}</dd>
        <dt>{t('isolation.authority')}</dt>
        <dd>{one.renewals.at(-1)?.authority ?? one.authority}</dd>
        <dt>{t('isolation.given')}</dt>
        <dd className="numbers">
          {one.given.name} · {dateTime(one.given.at)}
          {one.renewals.length === 0
            ? ''
            : ` · ${t('isolation.renewed', { n: one.renewals.length, name: one.renewals.at(-1)?.name ?? '' })}`}
        </dd>
        <dt>{t('isolation.alarms')}</dt>
        <dd className="numbers">{one.alarms}</dd>
      </dl>
      <div className="row">
        {one.ended !== null && may('alarm.acknowledge') ? (
          <Button type="primary" loading={busy} onClick={() => submit(() => act('see'))} data-testid="isolation-see">
            {t('isolation.see')}
          </Button>
        ) : null}
        {one.ended === null && may('alarm.isolate') ? (
          <>
            <Button loading={busy} onClick={() => submit(() => act('end'))} data-testid="isolation-end">
              {t('isolation.end')}
            </Button>
            <Button type="text" onClick={() => setRenewing(true)} data-testid="isolation-renew">
              {t('isolation.renew')}
            </Button>
          </>
        ) : null}
      </div>
      <FailedLine problem={problem} />
      {renewing ? <RenewDialog one={one} close={() => setRenewing(false)} renew={(body) => act('renew', body)} /> : null}
    </li>
  );
}

interface RenewProps {
  readonly one: IsolationView;
  readonly close: () => void;
  readonly renew: (body: unknown) => Promise<void>;
}

function RenewDialog({ one, close, renew }: RenewProps) {
  const { t } = useWords();
  const [hours, setHours] = useState<number | null>(2);
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  return (
    <DeedDialog
      title={t('isolation.renew')}
      okText={t('isolation.renew')}
      ready={hours !== null && reason.trim() !== '' && authority.trim() !== ''}
      testId="renew-submit"
      close={close}
      act={() => refusal(renew({ hours, reason: reason.trim(), authority: authority.trim() }))}
    >
      <HoursField kind={one.kind} value={hours} change={setHours} testId="renew-hours" />
      <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="renew-reason" />
      <AuthorityField value={authority} change={setAuthority} testId="renew-authority" />
    </DeedDialog>
  );
}
