// On the spot: the way there, "I am going", the check-in, and what is to be seen. Each is kept on the phone first and sent from there.
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { Link } from 'react-router';
import { placeLine } from '../alarms/alarm-words.ts';
import { useWords } from '../language.ts';
import { useMay, useSession } from '../session.tsx';
import { clock } from '../time.ts';
import { ArriveDialog } from './arrive-dialog.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import type { KeptIncident } from './kept-incidents.ts';
import type { FieldTold, NoRoom } from './outgoing.ts';
import './phone.css';
import { later } from '../later.ts';
import { outgoing, useOutgoing } from './use-outgoing.ts';

const WayThere = later(() => import('./way-there.tsx'));

export default function FieldPanel({ incident }: { readonly incident: KeptIncident }) {
  const { t } = useWords();
  const may = useMay();
  const [asking, setAsking] = useState<'way' | 'arrive' | 'describe' | null>(null);
  const [noRoom, setNoRoom] = useState<NoRoom | null>(null);
  const isGoing = useIsTold(incident, 'going');
  if (!may('alarm.acknowledge') || incident.closed) return null;
  const place = placeLine(incident.place);

  /** Null when it is kept; then it is as good as sent. */
  async function tell(told: FieldTold): Promise<NoRoom | null> {
    const refused = await outgoing.add({ ...told, incident: incident.id, place });
    setNoRoom(refused);
    return refused;
  }
  return (
    <section className="field" aria-label={t('field.title')} data-testid="field">
      <div className="field-deeds">
        <Button
          size="large"
          type={isGoing ? 'default' : 'primary'}
          onClick={() => void tell({ deed: 'go', body: {} })}
          disabled={isGoing}
          data-testid="field-go"
        >
          {t(isGoing ? 'field.on-the-way' : 'field.go')}
        </Button>
        {incident.spot === null ? null : (
          <Button size="large" onClick={() => setAsking('way')} data-testid="field-way">
            {t('field.way')}
          </Button>
        )}
        <Button size="large" onClick={() => setAsking('arrive')} data-testid="field-arrive">
          {t('field.arrive')}
        </Button>
        <Button size="large" onClick={() => setAsking('describe')} data-testid="field-describe">
          {t('field.describe')}
        </Button>
      </div>
      {noRoom === null ? null : (
        <p className="problem-line" role="alert">
          {t(`outgoing.${noRoom}`)}
        </p>
      )}
      <OnTheWay incident={incident.id} />
      {asking === 'arrive' ? <ArriveDialog close={() => setAsking(null)} tell={tell} /> : null}
      {asking === 'describe' ? <DescribeDialog incident={incident.id} close={() => setAsking(null)} tell={tell} /> : null}
      {asking === 'way' && incident.spot !== null ? (
        <Suspense fallback={null}>
          <WayThere spot={incident.spot} name={place} close={() => setAsking(null)} />
        </Suspense>
      ) : null}
    </section>
  );
}

/** Whether I told so already, here or by a report that waits. */
function useIsTold(incident: KeptIncident, is: 'going'): boolean {
  const { standing } = useSession();
  const { waiting } = useOutgoing();
  const me = standing.is === 'signed-in' ? standing.session.person.id : '';
  return (
    incident.reports.some((one) => one.is === is && one.by === me) ||
    waiting.some((one) => one.deed === 'go' && one.incident === incident.id)
  );
}

/** What is not with the gateway yet, or was refused. */
function OnTheWay({ incident }: { readonly incident: string }) {
  const { t } = useWords();
  const { waiting, refused } = useOutgoing();
  const here = [...waiting, ...refused].filter((one) => one.incident === incident);
  if (here.length === 0) return null;
  return (
    <Link to="/waiting" className="field-waiting" role="status" data-testid="field-waiting">
      {here.map((one) => (
        <span key={one.id}>
          <span className="numbers">{clock(outgoing.madeAt(one))}</span> {t(`outgoing.deed-${one.deed}`)} ·{' '}
          <strong>{t(one.refused === null ? 'outgoing.on-its-way' : 'outgoing.was-refused')}</strong>
        </span>
      ))}
    </Link>
  );
}
