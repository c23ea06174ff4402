// The versions of a rule of one's own, the last first: who, when, why, and from what to what each changed it.
import { Button } from 'antd';
import type { OwnRuleView } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { RuleChanges } from './rule-changes.tsx';

export type RuleVersion = OwnRuleView['versions'][number];

interface Props {
  readonly rule: OwnRuleView;
  /** Takes a version into the editor; left out for who may not. */
  readonly takeUp?: (version: RuleVersion) => void;
}

export function RuleVersions({ rule, takeUp }: Props) {
  const { t, say } = useWords();
  return (
    <ol className="rule-versions">
      {rule.versions.map((one, nth) => (
        <li key={one.version} data-testid="rule-version">
          <p className="row">
            <strong className="numbers">v{one.version}</strong>
            <span>{one.name}</span>
            <span className="quiet numbers">{dateTime(one.at)}</span>
            {one.agreed === null ? null : (
              <span className="chip">{t('waiting.agreed-by', { name: one.agreed.name, reason: one.agreed.reason })}</span>
            )}
            {takeUp === undefined || nth === 0 ? null : (
              <Button size="small" onClick={() => takeUp(one)}>
                {t('limit.set-back')}
              </Button>
            )}
          </p>
          <p>{one.reason ?? ''}</p>
          {nth === rule.versions.length - 1 ? (
            <p className="quiet">{say(one.sentence)}</p>
          ) : one.changes.length === 0 ? (
            <p className="quiet">{t('own-rule.unchanged')}</p>
          ) : (
            <RuleChanges changes={one.changes} />
          )}
        </li>
      ))}
    </ol>
  );
}
