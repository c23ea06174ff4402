// A draft of a rule tried on the last 7 days, as often as its author likes.
import { Button } from 'antd';
import { useState } from 'react';
import type { RuleTrial } from '../../gateway/web/rule-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { idOf, type RuleDraft, ruleOf } from './rule-draft.ts';
import { TrialResult } from './trial-result.tsx';

export function Trying({ draft }: { readonly draft: RuleDraft }) {
  const { t } = useWords();
  const [tried, setTried] = useState<{ readonly of: string; readonly result: RuleTrial } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = JSON.stringify({ id: idOf(draft), rule: ruleOf(draft) });
  async function start(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setTried({ of: asked, result: await send<RuleTrial>('POST', '/rule-trials', JSON.parse(asked)) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="written-group">
      <legend>{t('trial.title')}</legend>
      <p className="quiet">{t('trial.detail')}</p>
      <Button onClick={() => void start()} loading={busy} data-testid="rule-try">
        {t('trial.start')}
      </Button>
      <FailedLine problem={problem} />
      {tried === null ? null : <TrialResult result={tried.result} isOld={tried.of !== asked} />}
    </fieldset>
  );
}
