// What people did at the panel and at the transmission device, the youngest first, day by day.
import { Link } from 'react-router';
import type { OperationRow } from '../../gateway/web/transmission-contract.ts';
import type { Page } from '../api.ts';
import { Paged, usePages } from '../estate/pager.tsx';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { Nothing } from '../states.tsx';
import { dateTime, span } from '../time.ts';
import { useAnswer } from '../use-answer.ts';

const ROWS = 100;
/** A person presses a key and looks at the screen; the newest page is asked for so often. */
const REFRESH_MS = 5_000;
/** What came later than this was buffered on the way, and the line says so. */
const BUFFERED_MS = 60_000;

export function OperationsTab({ device }: { readonly device: string }) {
  const { t } = useWords();
  const pages = usePages(device);
  const answer = useAnswer<Page<OperationRow>>(
    `/devices/${encodeURIComponent(device)}/operations`,
    { after: pages.after, limit: ROWS },
    pages.number === 1 ? REFRESH_MS : undefined,
  );
  return (
    <section className="panel operations" aria-label={t('operations.title')}>
      <Paged answer={answer} pages={pages}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Nothing title={t('operations.none')}>{t('operations.none-detail')}</Nothing>
            ) : (
              daysOf(items).map(([day, rows]) => (
                <section key={day} aria-label={day}>
                  <h3 className="numbers quiet">{day}</h3>
                  <ol className="operation-line">
                    {rows.map((row) => (
                      <Operation key={row.number} row={row} />
                    ))}
                  </ol>
                </section>
              ))
            )}
          </>
        )}
      </Paged>
    </section>
  );
}

/** In the order in which they came, under the day of the site's clock. */
function daysOf(items: readonly OperationRow[]): readonly (readonly [day: string, rows: readonly OperationRow[]])[] {
  const days = new Map<string, OperationRow[]>();
  for (const row of items) {
    const day = dateTime(row.at).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}

function Operation({ row }: { readonly row: OperationRow }) {
  const { t, say } = useWords();
  const isAlarm = row.operations.some((one) => one.key === 'manualAlarm');
  return (
    <li data-testid="operation" data-class={isAlarm ? 'fire' : undefined}>
      <time className="numbers">{dateTime(row.at).slice(11)}</time>
      <span className="row">
        {row.operations.map(({ key, title }) => (
          <strong key={key} className={key === 'manualAlarm' ? 'mark' : ''}>
            {key === 'manualAlarm' ? <ClassShape of="fire" /> : null}
            {say(title)}
          </strong>
        ))}
      </span>
      <span className="row quiet">
        <Link className="link" to={`/devices/${encodeURIComponent(row.device)}`}>
          {row.deviceName}
        </Link>
        <span className="numbers">{t('operations.operator', { n: row.operator })}</span>
        {row.receivedAt - row.at > BUFFERED_MS ? (
          <span className="chip numbers">{t('operations.late', { span: span(row.receivedAt - row.at) })}</span>
        ) : null}
      </span>
    </li>
  );
}
