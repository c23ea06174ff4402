// What somebody leaves behind when their access ends: shown before it does.
import { Link } from 'react-router';
import type { PersonLeaves } from '../../gateway/web/people-contract.ts';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { AlarmMark } from '../marks.tsx';
import { Answered } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

type Where = PersonLeaves['incidents'][number]['place'];

/** The names of a way, joined. */
const named = (place: Where): string => place.map(({ name }) => name).join(' › ');

/** Once it is known: the switch that asked for it may stand at the lower edge. */
function toSection(content: HTMLElement | null): void {
  intoSight(content?.closest('section') ?? null);
}

export function Leaves({ person }: { readonly person: string }) {
  const { t, term } = useWords();
  const answer = useAnswer<PersonLeaves>(`/people/${encodeURIComponent(person)}/leaves`);
  return (
    <section className="leaves" data-testid="person-leaves">
      <h3>{t('leaves.title')}</h3>
      <Answered answer={answer}>
        {({ incidents, shift, rosters }) =>
          incidents.length + rosters.length === 0 && shift === null ? (
            <p ref={toSection} className="quiet">
              {t('leaves.nothing')}
            </p>
          ) : (
            <ul ref={toSection} className="stack">
              {shift === null ? null : (
                <li>
                  <strong>{t('leaves.shift')}</strong> {named(shift.place)} <span className="numbers">{dateTime(shift.since)}</span>
                </li>
              )}
              {incidents.map((one) => (
                <li key={one.id}>
                  <strong>{t('leaves.incident')}</strong> <AlarmMark of={one} />{' '}
                  <Link className="audit-go tall" to={`/incidents/${encodeURIComponent(one.id)}`}>
                    {named(one.place)}
                  </Link>{' '}
                  <span className="numbers">{dateTime(one.began)}</span>
                </li>
              ))}
              {rosters.map((one) => (
                <li key={one.id}>
                  <strong>{t('leaves.roster')}</strong> {named(one.place)} · {term('duty-role', one.role)}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}
