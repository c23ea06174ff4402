// The alarms of one incident in the order they came, a hundred at a time: those of a storm are all to be reached.
import { Pagination } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';
import { Answered } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { AlarmRow } from './alarm-row.tsx';

/** As many as the story tells, which is the first page. */
const PAGE = 100;

interface Props {
  readonly incident: IncidentView;
  /** Those of the first page. */
  readonly first: readonly AlarmView[];
}

export function IncidentAlarms({ incident, first }: Props) {
  const { t } = useWords();
  const [page, setPage] = useState(1);
  return (
    <section className="panel incident-alarms" aria-label={t('incident.alarms')}>
      {page === 1 ? <Rows alarms={first} /> : <LaterRows incident={incident} after={(page - 1) * PAGE} />}
      {incident.count <= PAGE ? null : (
        <div className="incident-pages" data-testid="incident-pages">
          <span className="numbers">
            {t('incident.alarms-shown', { from: (page - 1) * PAGE + 1, to: Math.min(page * PAGE, incident.count), n: incident.count })}
          </span>
          <Pagination current={page} pageSize={PAGE} total={incident.count} showSizeChanger={false} onChange={setPage} />
        </div>
      )}
    </section>
  );
}

function LaterRows({ incident, after }: { readonly incident: IncidentView; readonly after: number }) {
  const path = `/incidents/${encodeURIComponent(incident.id)}/alarms`;
  const answer = useAnswer<{ items: AlarmView[] }>(path, { after, limit: PAGE });
  const { again } = answer;
  const seen = useRef(incident.change);
  useEffect(() => {
    if (seen.current === incident.change) return;
    seen.current = incident.change;
    again();
  }, [incident.change, again]);
  return <Answered answer={answer}>{({ items }) => <Rows alarms={items} />}</Answered>;
}

function Rows({ alarms }: { readonly alarms: readonly AlarmView[] }) {
  return alarms
    .toSorted((one, other) => one.receivedAt - other.receivedAt)
    .map((alarm) => <AlarmRow key={alarm.id} alarm={alarm} to={`/alarms/${encodeURIComponent(alarm.id)}`} chosen={false} />);
}
