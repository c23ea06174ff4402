// Somebody else saved first: who, what they changed, and the way to bring both together with nothing typed lost.
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { ChangeLines, useFieldName, useValueText } from './change-lines.tsx';
import type { Meanwhile } from './use-file-form.ts';

export function MeanwhilePanel({ meanwhile, takeOver }: { readonly meanwhile: Meanwhile; readonly takeOver: () => void }) {
  const { t } = useWords();
  const fieldName = useFieldName();
  const valueText = useValueText();
  const { versions, clashes } = meanwhile;
  const box = useRef<HTMLElement>(null);
  // It stands above a long form, and whoever pressed the button sees the end of that.
  useEffect(() => {
    if (meanwhile.versions.length > 0) box.current?.scrollIntoView({ block: 'start' });
  }, [meanwhile]);
  return (
    <section ref={box} className="meanwhile" role="alert" data-testid="meanwhile">
      <h3>{t(clashes === null ? 'meanwhile.title' : 'meanwhile.merged')}</h3>
      {clashes === null ? (
        <>
          <ul className="stack">
            {versions.map((one) => (
              <li key={one.version}>
                <p className="numbers">
                  <strong>{one.name}</strong> · {dateTime(one.at)} · {t('version.number', { n: one.version })}
                </p>
                <ChangeLines changes={one.changes} />
              </li>
            ))}
          </ul>
          <p className="quiet">{t('meanwhile.detail')}</p>
          <Button type="primary" onClick={takeOver} data-testid="take-over">
            {t('meanwhile.take-over')}
          </Button>
        </>
      ) : (
        <>
          <p className="quiet">{t(clashes.length === 0 ? 'meanwhile.no-clash' : 'meanwhile.clashes')}</p>
          {clashes.length === 0 ? null : (
            <ul className="bulleted">
              {clashes.map(({ path, item, mine, theirs }) => (
                <li key={`${path} ${item}`} data-testid="clash">
                  {t('meanwhile.clash', { field: fieldName(path, item), mine: valueText(path, mine), theirs: valueText(path, theirs) })}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
