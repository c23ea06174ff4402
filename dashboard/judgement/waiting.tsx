// What waits for a second person: a limit or a rule that could silence a fire. Agreed to or refused, with a reason.
import { Button } from 'antd';
import { useState } from 'react';
import type { WaitingChange } from '../../gateway/web/rule-contract.ts';
import { ReasonDialog } from '../alarms/deed-dialog.tsx';
import { asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { useMay, useSession } from '../session.tsx';
import { dateTime } from '../time.ts';
import { RuleChanges } from './rule-changes.tsx';

/** Characters of a reason (the contract's own bound). */
const REASON_LONGEST = 200;

interface Props {
  readonly items: readonly WaitingChange[];
  readonly onDecided: () => void;
}

export function WaitingChanges({ items, onDecided }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const { standing } = useSession();
  const self = standing.is === 'signed-in' ? standing.session.person.id : '';
  const [asked, setAsked] = useState<{ readonly change: WaitingChange; readonly agrees: boolean } | null>(null);
  if (items.length === 0) return null;
  const refusal = ({ by }: WaitingChange) => t(by === self ? 'waiting.withdraw' : 'waiting.refuse');
  const deed = asked === null ? '' : asked.agrees ? t('waiting.agree') : refusal(asked.change);
  return (
    <section className="panel waiting" aria-label={t('waiting.title')}>
      <h2>
        {t('waiting.title')} <span className="quiet numbers">{items.length}</span>
      </h2>
      <ul>
        {items.map((change) => (
          <li key={`${change.of} ${change.key} ${change.scope?.id ?? ''}`} data-testid="waiting-change">
            <p>
              <strong>{say(change.title)}</strong> {change.scope === null ? null : <span className="chip">{change.scope.name}</span>}{' '}
              <span className="numbers">
                {say(change.before)} → <strong>{say(change.after)}</strong>
              </span>
            </p>
            {change.changes.length === 0 ? null : <RuleChanges changes={change.changes} />}
            <p className="quiet">
              {t('waiting.by', { name: change.name, at: dateTime(change.at) })} {change.reason}
            </p>
            {may('rule.approve') ? (
              <p className="row">
                {change.by === self ? (
                  <span className="quiet">{t('waiting.not-oneself')}</span>
                ) : (
                  <Button type="primary" onClick={() => setAsked({ change, agrees: true })} data-testid="waiting-agree">
                    {t('waiting.agree')}
                  </Button>
                )}
                <Button onClick={() => setAsked({ change, agrees: false })} data-testid="waiting-refuse">
                  {refusal(change)}
                </Button>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <ReasonDialog
          title={`${deed} · ${say(asked.change.title)}`}
          okText={deed}
          longest={REASON_LONGEST}
          close={() => setAsked(null)}
          submit={async (reason) => {
            const { change, agrees } = asked;
            try {
              if (change.of === 'rule') await send('POST', `/own-rules/${change.key}/decision`, { agrees, reason });
              else await send('POST', '/limit-decisions', { scope: change.scope?.id ?? '', name: change.key, agrees, reason });
              onDecided();
              return null;
            } catch (thrown) {
              return asProblem(thrown);
            }
          }}
        />
      )}
    </section>
  );
}
