// Who changed a file when, and what.
import type { FileVersion } from '../../gateway/web/place-file-contract.ts';
import { useWords } from '../language.ts';
import { Answered, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { ChangeLines } from './change-lines.tsx';

export function VersionsTab({ path }: { readonly path: string }) {
  const { t } = useWords();
  const answer = useAnswer<{ items: FileVersion[] }>(`${path}/versions`);
  return (
    <Answered answer={answer}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing title={t('version.none')} />
        ) : (
          <ol className="stack">
            {items.map((one) => (
              <li key={one.version} className="panel version" data-testid="version">
                <p className="row numbers">
                  <strong>{t('version.number', { n: one.version })}</strong>
                  <span>{one.name}</span>
                  <span className="quiet">{dateTime(one.at)}</span>
                </p>
                <ChangeLines changes={one.changes} />
              </li>
            ))}
          </ol>
        )
      }
    </Answered>
  );
}
