// Somebody else saved first: who, what they changed, and the way to bring both together with nothing typed lost.
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { ChangeLines, useFieldWords } from './change-lines.tsx';
import type { Clash } from './merge.ts';
import type { Meanwhile } from './use-file-form.ts';

interface Props {
  readonly meanwhile: Meanwhile;
  readonly takeOver: () => void;
  readonly takeTheirs: (clash: Clash) => void;
}

export function MeanwhilePanel({ meanwhile, takeOver, takeTheirs }: Props) {
  const { t } = useWords();
  const { versions, clashes } = meanwhile;
  const box = useRef<HTMLElement>(null);
  // It stands above a long form, and whoever pressed the button sees the end of that.
  const { length: many } = versions;
  const isMerged = clashes !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is scrolled to when it comes and when it is merged, and not with each clash that is settled
  useEffect(() => {
    if (many > 0) box.current?.scrollIntoView({ block: 'start' });
  }, [many, isMerged]);
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
              {clashes.map((clash) => (
                <ClashLine key={`${clash.path} ${clash.id}`} clash={clash} take={() => takeTheirs(clash)} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

/** What both wrote, and the way to the other's. */
function ClashLine({ clash, take }: { readonly clash: Clash; readonly take: () => void }) {
  const { t } = useWords();
  const { fieldName, valueText } = useFieldWords();
  const { path, item, mine, theirs } = clash;
  const isOfEntry = !path.includes('.') && item !== null;
  const details = { field: fieldName(path, item), mine: valueText(path, mine), theirs: valueText(path, theirs) };
  return (
    <li data-testid="clash">
      {isOfEntry ? t(mine === null ? 'meanwhile.i-removed' : 'meanwhile.they-removed', details) : t('meanwhile.clash', details)}{' '}
      <Button size="small" onClick={take} data-testid="take-theirs">
        {t(isOfEntry ? 'meanwhile.remove' : 'meanwhile.take-theirs')}
      </Button>
    </li>
  );
}
