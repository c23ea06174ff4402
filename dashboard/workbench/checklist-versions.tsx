// All versions of a place's own checklist, the newest first: who changed what and when, and which incidents it was used for.
import { Link } from 'react-router';
import type { ChecklistVersions } from '../../gateway/web/work-contract.ts';
import type { AlarmClass } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { Answered, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { changesOfList, type ListChange, type VersionStep } from './list-changes.ts';

type Version = ChecklistVersions['items'][number];

interface Props {
  readonly place: string;
  readonly of: AlarmClass;
}

export function ChecklistVersionList({ place, of }: Props) {
  const { t } = useWords();
  const answer = useAnswer<ChecklistVersions>(`/places/${encodeURIComponent(place)}/checklists/versions`, { class: of });
  return (
    <section className="panel work-part" aria-label={t('lists.versions')} data-testid="list-versions">
      <h2>{t('lists.versions')}</h2>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('lists.no-versions')} />
          ) : (
            <ol className="stack">
              {items.map((one, nth) => (
                <OneVersion key={one.version} version={one} before={items[nth + 1]?.steps ?? null} />
              ))}
            </ol>
          )
        }
      </Answered>
    </section>
  );
}

function OneVersion({ version, before }: { readonly version: Version; readonly before: readonly VersionStep[] | null }) {
  const { t } = useWords();
  const { steps, changed, until, incidents, more } = version;
  return (
    <li className="list-version" data-testid="list-version" data-version={version.version}>
      <p className="row numbers">
        <strong>{t('version.number', { n: version.version })}</strong>
        <span>{changed.name}</span>
        <span className="quiet">
          {dateTime(changed.at)} – {until === null ? t('lists.until-now') : dateTime(until)}
        </span>
      </p>
      {steps === null ? (
        <p>{t('lists.given-up')}</p>
      ) : (
        <>
          {before === null ? <p>{t('lists.first')}</p> : <Changes of={changesOfList(before, steps)} />}
          <details open={before === null}>
            <summary>{t('lists.all-steps', { n: steps.length })}</summary>
            <ol className="numbered">
              {steps.map((step) => (
                <li key={step.id}>
                  <StepText step={step} />
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
      {steps === null ? null : incidents.length === 0 ? (
        <p className="quiet">{t('lists.unused')}</p>
      ) : (
        <details data-testid="list-used">
          <summary>{t('lists.used', { n: incidents.length + more })}</summary>
          <ul className="bulleted">
            {incidents.map(({ id, began, place, closed }) => (
              <li key={id}>
                <Link className="link" to={`/incidents/${encodeURIComponent(id)}`}>
                  <span className="numbers">{dateTime(began)}</span> {place}
                </Link>{' '}
                {closed ? null : <span className="chip">{t('lists.still-open')}</span>}
              </li>
            ))}
          </ul>
          {more > 0 ? <p className="quiet">{t('lists.used-more', { n: more })}</p> : null}
        </details>
      )}
    </li>
  );
}

function Changes({ of }: { readonly of: readonly ListChange[] }) {
  const { t } = useWords();
  if (of.length === 0) return <p className="quiet">{t('version.no-change')}</p>;
  return (
    <ul className="bulleted">
      {of.map((one) => (
        <li key={`${one.is} ${one.step.id}`}>
          <span className="chip">{t(`lists.is-${one.is}`)}</span>{' '}
          {one.is === 'changed' ? (
            <>
              <span className="quiet">
                <StepText step={one.before} />
              </span>{' '}
              → <StepText step={one.step} />
            </>
          ) : (
            <StepText step={one.step} />
          )}
        </li>
      ))}
    </ul>
  );
}

function StepText({ step }: { readonly step: VersionStep }) {
  const { t, say } = useWords();
  return (
    <>
      {say(step.title)}
      {step.due === null ? null : <span className="numbers"> · {t('lists.within', { n: step.due })}</span>}
      {step.minute === null ? null : <span className="numbers"> · {t('work.minute', { n: step.minute })}</span>}
    </>
  );
}
