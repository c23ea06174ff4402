// Whom to call: who is on duty for this place, one press away from the telephone, and how the control room answered last.
import type { IncidentContacts } from '../../gateway/web/duty-contract.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { span } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';

/** People come and go with their shifts, not with the second. */
const REFRESH_MS = 60_000;
/** Of the unit's file: more stand in the file itself, and the card has to be read in three seconds. */
const UNIT_PEOPLE_SHOWN = 4;

export function Who({ incident }: { readonly incident: string }) {
  const { t } = useWords();
  const may = useMay();
  const { value, problem, again } = useAnswer<IncidentContacts>(
    may('alarm.acknowledge') ? `/incidents/${encodeURIComponent(incident)}/contacts` : null,
    {},
    REFRESH_MS,
  );
  if (value === null && problem === null) return null;
  return (
    <section className="who" data-testid="who">
      <h2>{t('who.title')}</h2>
      <FailedLine problem={problem} again={again} />
      {value === null ? null : <OnDuty contacts={value} />}
    </section>
  );
}

function OnDuty({ contacts: { roles, unit, lastDuty } }: { readonly contacts: IncidentContacts }) {
  const { t, say } = useWords();
  return (
    <>
      {roles.length === 0 && unit === null ? <p className="quiet">{t('who.no-roster')}</p> : null}
      <ul>
        {roles.map(({ role, title, people }) => (
          <li key={role} className="row">
            <span className="quiet who-role">{say(title)}</span>
            {people.length === 0 ? <strong className="chip loud">{t('who.nobody')}</strong> : null}
            {people.map(({ name, phones }) => (
              <span key={name} className="row">
                <strong>{name}</strong>
                {phones.map((phone) => (
                  <a key={phone} className="call numbers" href={`tel:${phone}`} data-testid="call">
                    ☎ {phone}
                  </a>
                ))}
              </span>
            ))}
          </li>
        ))}
        {unit?.people.slice(0, UNIT_PEOPLE_SHOWN).map(({ role, name, phone }) => (
          <li key={`${role} ${phone}`} className="row" data-testid="unit-contact">
            <span className="quiet who-role">{t(`contact-role.${role}`)}</span>
            {name === t(`contact-role.${role}`) ? null : <strong>{name}</strong>}
            <a className="call numbers" href={`tel:${phone}`}>
              ☎ {phone}
            </a>
          </li>
        ))}
      </ul>
      <LastDuty last={lastDuty} />
    </>
  );
}

function LastDuty({ last }: { readonly last: IncidentContacts['lastDuty'] }) {
  const { t } = useWords();
  const now = useGatewayNow();
  if (last === null) return <p className="quiet">{t('who.never-called')}</p>;
  return (
    <p className="quiet numbers">
      {t('who.last-duty', { state: t(`duty-state.${last.state}`) })} {now === null ? '' : t('who.ago', { time: span(now - last.at) })}
    </p>
  );
}
