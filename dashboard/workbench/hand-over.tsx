// Handing an incident over: that it is offered, what the other answers, and that nobody answers.
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { ReasonDialog } from '../alarms/deed-dialog.tsx';
import { type ApiProblem, refusal, send } from '../api.ts';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { useMay, useSession } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { clock, elapsed } from '../time.ts';
import { useAtGatewayTime, useGatewayNow, useLive } from '../use-live.ts';
import './workbench.css';

/** With the list to choose a person from, which nothing else on the board needs. */
const OfferIncident = later(() => import('./offer-incident.tsx'));

export function useMe(): string | null {
  const { standing } = useSession();
  return standing.is === 'signed-in' ? standing.session.person.id : null;
}

type Way = '' | '/accept' | '/decline' | '/withdraw';

function useDeeds(incident: IncidentView) {
  const [busy, setBusy] = useState<Way | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  async function act(way: Way, body?: unknown): Promise<ApiProblem | null> {
    setBusy(way);
    setProblem(null);
    const refused = await refusal(send<IncidentView>('POST', `/incidents/${encodeURIComponent(incident.id)}/hand-over${way}`, body));
    setBusy(null);
    return refused;
  }
  return { busy, problem, act, doing: (way: Way) => void act(way).then(setProblem) };
}

function isWaiting({ handOver, closed }: IncidentView): boolean {
  return handOver !== null && handOver.answer === null && !closed;
}

/** That a hand-over waits for its answer: above all else that is said of the incident, for the time to answer runs. */
export function Offered({ incident }: { readonly incident: IncidentView }) {
  const { t } = useWords();
  const me = useMe();
  const [isDeclining, setDeclining] = useState(false);
  const { busy, problem, act, doing } = useDeeds(incident);
  const { handOver } = incident;
  if (handOver === null || !isWaiting(incident)) return <FailedLine problem={problem} />;
  const isMine = handOver.to.id === me;
  return (
    <div className="offer" data-testid="offer" data-mine={isMine} role={isMine ? 'alert' : undefined}>
      <p>
        <strong>{isMine ? t('hand.to-you', { name: handOver.name }) : t('hand.to', { from: handOver.name, to: handOver.to.name })}</strong>{' '}
        <Waiting at={handOver.at} due={handOver.due} />
      </p>
      <p className="offer-words">{handOver.words}</p>
      <div className="row">
        {isMine ? (
          <>
            <Button type="primary" loading={busy === '/accept'} onClick={() => doing('/accept')} data-testid="hand-accept">
              {t('hand.accept')}
            </Button>
            <Button onClick={() => setDeclining(true)} data-testid="hand-decline">
              {t('hand.decline')}
            </Button>
          </>
        ) : null}
        {handOver.by === me ? (
          <Button loading={busy === '/withdraw'} onClick={() => doing('/withdraw')} data-testid="hand-withdraw">
            {t('hand.withdraw')}
          </Button>
        ) : null}
      </div>
      <FailedLine problem={problem} />
      {isDeclining ? (
        <ReasonDialog
          title={t('hand.decline')}
          okText={t('hand.decline')}
          close={() => setDeclining(false)}
          submit={(reason) => act('/decline', { reason })}
        />
      ) : null}
    </div>
  );
}

/** What came of the last hand-over, and the way to the next. */
export function HandOver({ incident }: { readonly incident: IncidentView }) {
  const { t } = useWords();
  const may = useMay();
  const me = useMe();
  const [isOffering, setOffering] = useState(false);
  const { act } = useDeeds(incident);
  const { handOver, taken } = incident;
  const mayOffer = taken?.by === me && may('alarm.acknowledge') && !incident.closed;
  return (
    <div className="hand-over-part">
      {handOver?.answer == null ? null : (
        <p className={handOver.answer.is === 'declined' && handOver.by === me ? 'step-late' : 'quiet'} data-testid="hand-answered">
          {t(`hand.${handOver.answer.is}`, { name: handOver.answer.name, from: handOver.name, time: clock(handOver.answer.at) })}
          {handOver.answer.reason === null ? '' : ` · ${handOver.answer.reason}`}
        </p>
      )}
      {mayOffer && !isWaiting(incident) ? (
        <Button onClick={() => setOffering(true)} data-testid="hand-over">
          {t('hand.over')}
        </Button>
      ) : null}
      {isOffering ? (
        <Suspense fallback={null}>
          <OfferIncident incident={incident} close={() => setOffering(false)} act={(body) => act('', body)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function Waiting({ at, due }: { readonly at: number; readonly due: number }) {
  const { t } = useWords();
  const now = useGatewayNow();
  if (now === null) return null;
  return now > due ? (
    <span className="chip solid numbers" data-testid="hand-late">
      {t('hand.late', { time: elapsed(now - at) })}
    </span>
  ) : (
    <span className="quiet numbers">{t('hand.waiting', { time: elapsed(now - at) })}</span>
  );
}

/** On a row of the board: that its incident is being handed over, to whom, and that nobody answers. */
export function HandOverMark({ incident }: { readonly incident: string }) {
  const offer = useLive((view) => view.incidents.get(incident)?.handOver ?? null);
  return offer === null || offer.answer !== null ? null : <Mark to={offer.to} due={offer.due} />;
}

function Mark({ to, due }: { readonly to: { readonly id: string; readonly name: string }; readonly due: number }) {
  const { t } = useWords();
  const me = useMe();
  const isLate = useAtGatewayTime((now) => now !== null && now > due);
  const words = isLate ? t('hand.mark-late') : to.id === me ? t('hand.mark-you') : t('hand.mark', { name: to.name });
  return (
    <span className={isLate || to.id === me ? 'chip solid' : 'chip'} title={words} data-testid="hand-mark" data-late={isLate}>
      {words}
    </span>
  );
}
