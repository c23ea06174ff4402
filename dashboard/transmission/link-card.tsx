// The live state of a transmission device's connection: whether it stands, with whom, its clock, its inspections.
import type { ReactNode } from 'react';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { StationLink } from '../../gateway/web/transmission-contract.ts';
import type { ApiProblem } from '../api.ts';
import { Counters } from '../counters.tsx';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered } from '../states.tsx';
import { steadyNow } from '../steady.ts';
import { clockOrDate, elapsed, span } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';
import { LinkSettings } from './link-settings-drawer.tsx';
import './transmission.css';

/** A technician pulls a cable and looks at the screen: so often it is asked for while the page is in sight. */
const LINK_MS = 2_000;
/** A clock further off than this is set by the gateway (GB/T 26875.3 gives no number; GB 50440 knows 5 s). */
const CLOCK_OFF_MS = 5_000;

export function LinkCard({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const answer = useAnswer<StationLink>(`/devices/${encodeURIComponent(device.id)}/link`, {}, LINK_MS);
  const isOld = answer.problem !== null && answer.value !== null;
  return (
    <section className="panel link-card" aria-label={t('link.title')} data-testid="link" data-old={isOld}>
      {answer.value === null ? (
        <>
          <h2>{t('link.title')}</h2>
          <Answered answer={answer}>{() => null}</Answered>
        </>
      ) : (
        <Link device={device} link={answer.value} oldSince={isOld ? answer.cameAt : null} problem={answer.problem} />
      )}
    </section>
  );
}

interface LinkProps {
  readonly device: DeviceView;
  readonly link: StationLink;
  /** When it was last true, by the browser's monotonic clock; null while it is. */
  readonly oldSince: number | null;
  readonly problem: ApiProblem | null;
}

function Link({ device, link, oldSince, problem }: LinkProps) {
  const { t, say } = useWords();
  const may = useMay();
  const { station } = device;
  const phone = usePhone();
  const now = useGatewayNow();
  const ago = (at: number): string => (now === null ? '' : t('point.ago', { time: elapsed(now - at) }));
  const more = (
    <>
      {link.since === null ? null : (
        <Fact title={t('link.since')}>
          <Moment at={link.since} more={ago(link.since)} />
        </Fact>
      )}
      <Fact title={t('link.peer')}>
        {link.peer === null ? (
          '—'
        ) : (
          <>
            {link.transport === null ? '' : `${link.transport.toUpperCase()} `}
            <span className="mono">{link.peer}</span>
          </>
        )}
      </Fact>
      <Fact title={t('link.inspected')}>
        {link.inspected === null ? t('link.never') : <Moment at={link.inspected} more={ago(link.inspected)} />}
      </Fact>
      <Fact title={t('link.next-inspection')}>
        {link.nextInspection === null ? (
          '—'
        ) : (
          <Moment
            at={link.nextInspection}
            more={now === null || link.nextInspection <= now ? '' : t('link.in', { time: elapsed(link.nextInspection - now) })}
          />
        )}
      </Fact>
      <Fact title={t('link.waiting')}>
        <strong className={link.waiting > 0 ? 'worth' : ''}>{link.waiting}</strong>
      </Fact>
      {station === null ? null : (
        <>
          <Fact title={t('station.station')}>
            {station.number} <span className="mono quiet">{station.station}</span>
          </Fact>
          <Fact title={t('station.network')}>
            {station.network === null ? t('station.any-network') : <span className="mono">{station.network}</span>}
          </Fact>
          <Fact title={t('station.profile')}>
            <span className="mono">{station.profile}</span>
          </Fact>
        </>
      )}
    </>
  );
  return (
    <>
      <header className="link-head">
        <span className="row grow">
          <h2>{t('link.title')}</h2>
          <LinkState connected={link.connected} />
          {link.unanswered ? (
            <strong className="chip loud state-chip" data-class="fault" data-testid="link-unanswered">
              <ClassShape of="fault" />
              {t('link.unanswered')}
            </strong>
          ) : null}
          {oldSince === null ? null : (
            <strong className="chip loud hatched" role="status" data-testid="link-stale">
              {t('link.stale')}
              {/* A reader is told that it is old, and not anew every second how old. */}
              <span className="numbers" aria-hidden="true">
                {t('link.stale-age', { time: elapsed(steadyNow() - oldSince) })}
              </span>
            </strong>
          )}
          {oldSince === null || problem === null ? null : <span className="quiet">{say(problem.words)}</span>}
        </span>
        {may('parameter.manage') ? <LinkSettings device={device} /> : null}
      </header>
      {link.doubled ? (
        <p className="link-warning" data-testid="link-doubled">
          <Sign />
          <strong>{t('link.doubled')}</strong> {t('link.doubled-detail')}
        </p>
      ) : null}
      {link.carrier === null ? null : (
        <p className="link-warning" data-testid="link-carrier">
          <Sign />
          <strong>{t('link.carrier', { carrier: link.carrier })}</strong> {t('link.carrier-detail')}
        </p>
      )}
      <dl className={oldSince === null ? 'link-facts' : 'link-facts hatched'}>
        <Fact title={t('link.last-packet')}>
          {link.lastPacket === null ? t('link.never') : <Moment at={link.lastPacket} more={ago(link.lastPacket)} />}
        </Fact>
        <Fact title={t('link.clock')}>
          <ClockAhead ms={link.clockAhead} />
          <span className="quiet">
            {' · '}
            <span className="nowrap">
              {link.clockSet === null ? t('link.clock-never-set') : t('link.clock-set', { time: clockOrDate(link.clockSet, now) })}
            </span>
          </span>
        </Fact>
        {phone ? null : more}
      </dl>
      {phone ? (
        <details className="link-counters">
          <summary>{t('link.more')}</summary>
          <dl className="link-facts">{more}</dl>
          <Counted counters={link.counters} />
        </details>
      ) : (
        <Counted counters={link.counters} />
      )}
    </>
  );
}

function LinkState({ connected }: { readonly connected: boolean }) {
  const { t } = useWords();
  return (
    <strong className={connected ? 'chip link-state' : 'chip solid link-state'} data-testid="link-state" data-connected={connected}>
      <svg className="shape" viewBox="0 0 24 24" aria-hidden="true">
        {connected ? (
          <circle cx="12" cy="12" r="7" fill="currentColor" />
        ) : (
          <path d="M5 5 19 19M19 5 5 19" stroke="currentColor" strokeWidth="3.500" />
        )}
      </svg>
      {t(connected ? 'link.connected' : 'link.lost')}
    </strong>
  );
}

function Sign() {
  return (
    <svg className="warning-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2 23 21.500H1z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      <path d="M12 9v6M12 17.500v1.500" stroke="currentColor" strokeWidth="2.400" />
    </svg>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}

function Moment({ at, more }: { readonly at: number; readonly more: string }) {
  const now = useGatewayNow();
  return (
    <>
      {clockOrDate(at, now)} {more === '' ? null : <span className="quiet nowrap">({more})</span>}
    </>
  );
}

/** `+3.2 s 偏快`: ahead of the gateway. */
function ClockAhead({ ms }: { readonly ms: number | null }) {
  const { t } = useWords();
  if (ms === null) return <span>{t('link.clock-unknown')}</span>;
  const isOff = Math.abs(ms) > CLOCK_OFF_MS;
  const word = Math.abs(ms) < 50 ? 'link.clock-same' : ms > 0 ? 'link.clock-fast' : 'link.clock-slow';
  return (
    <span className={isOff ? 'mark' : ''} data-class="fault" data-testid="link-clock">
      {isOff ? <ClassShape of="fault" /> : null}
      {secondsText(ms)} {t(word)}
    </span>
  );
}

/** Tenths of a second as long as they tell anything; a clock that is hours or days off is said in these. */
function secondsText(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  return Math.abs(ms) < 3_600_000 ? `${sign}${(Math.abs(ms) / 1_000).toFixed(1)} s` : `${sign}${span(Math.abs(ms))}`;
}

function Counted({ counters }: { readonly counters: StationLink['counters'] }) {
  const { t } = useWords();
  if (Object.keys(counters).length === 0) return null;
  return (
    <details className="link-counters" data-testid="link-counters">
      <summary>{t('status.counters')}</summary>
      <Counters counters={counters} />
    </details>
  );
}
