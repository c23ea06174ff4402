// The alarms of a device that is history: the last of them, open and closed.
import { Link } from 'react-router';
import type { AlarmView, DeviceView } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { AlarmMark } from '../marks.tsx';
import { Answered } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

const SHOWN = 50;

export function OldAlarms({ device }: { readonly device: DeviceView }) {
  const { t, say } = useWords();
  const answer = useAnswer<Page<AlarmView>>('/alarms', { device: device.id, limit: SHOWN });
  return (
    <section className="device-chain" aria-label={t('replace.alarms')} data-testid="old-alarms">
      <h2>{t('replace.alarms')}</h2>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('replace.no-alarms')}</p>
          ) : (
            <ol>
              {items.map((alarm) => (
                <li key={alarm.id}>
                  <AlarmMark of={alarm} />
                  <Link className="link" to={`/${alarm.closed ? 'closed' : 'alarms'}/${encodeURIComponent(alarm.id)}`}>
                    {say(alarm.title)}
                  </Link>
                  <span className="numbers">{dateTime(alarm.occurredAt)}</span>
                  {alarm.closed ? null : <span className="chip loud">{t('replace.alarm-open')}</span>}
                </li>
              ))}
            </ol>
          )
        }
      </Answered>
    </section>
  );
}
