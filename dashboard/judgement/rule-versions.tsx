// The versions of a rule of one's own, the last first: who, when, why, and what each changed.
import { Button } from 'antd';
import type { OwnRuleView, WrittenRule } from '../../gateway/web/rule-contract.ts';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';

interface Props {
  readonly rule: OwnRuleView;
  /** Takes a version into the editor; left out for who may not. */
  readonly takeUp?: (rule: WrittenRule) => void;
}

export function RuleVersions({ rule, takeUp }: Props) {
  const { t, say } = useWords();
  return (
    <ol className="rule-versions">
      {rule.versions.map((one, nth) => {
        const before = rule.versions[nth + 1];
        return (
          <li key={one.version} data-testid="rule-version">
            <p className="row">
              <strong className="numbers">v{one.version}</strong>
              <span>{one.name}</span>
              <span className="quiet numbers">{dateTime(one.at)}</span>
              {one.agreed === null ? null : (
                <span className="chip">{t('waiting.agreed-by', { name: one.agreed.name, reason: one.agreed.reason })}</span>
              )}
              {takeUp === undefined || nth === 0 ? null : (
                <Button size="small" onClick={() => takeUp(one.rule)}>
                  {t('limit.set-back')}
                </Button>
              )}
            </p>
            <p>{one.reason ?? ''}</p>
            <ul className="rule-changes">
              {changed(before?.rule, one.rule).map((field) => (
                <li key={field}>
                  <span className="quiet">{t(`own-rule.field-${field}`)}</span>{' '}
                  {field === 'raiseWhen' || field === 'watches' ? (
                    <>
                      {before ? <s>{say(before.sentence)}</s> : null} {say(one.sentence)}
                    </>
                  ) : field === 'enabled' ? (
                    t(one.rule.enabled ? 'own-rule.on' : 'own-rule.off')
                  ) : field === 'title' || field === 'advice' ? (
                    <>
                      {before ? <s>{say(before.rule[field])}</s> : null} {say(one.rule[field])}
                    </>
                  ) : field === 'class' ? (
                    t(`class.${one.rule.class}`)
                  ) : null}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

const FIELDS = ['enabled', 'class', 'watches', 'raiseWhen', 'clearWhen', 'holdFor', 'latching', 'title', 'advice', 'clause'] as const;

/** The fields that one version changed against the one before; the first names none: all is new. */
function changed(before: WrittenRule | undefined, after: WrittenRule): (typeof FIELDS)[number][] {
  if (before === undefined) return ['raiseWhen'];
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
