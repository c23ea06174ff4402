// How a policy ends or goes on: what an acknowledgement stops, when it rings anew, and how often a fire is told that nobody answers.
import { Switch } from 'antd';
import { useWords } from '../language.ts';
import { FaultOf } from './field.tsx';
import type { PolicyDraft } from './policy-draft.ts';
import { RepeatFields, SecondsField } from './seconds-field.tsx';

interface Props {
  readonly draft: PolicyDraft;
  readonly change: (next: PolicyDraft, touched?: string) => void;
}

export function PolicyEnding({ draft, change }: Props) {
  const { t } = useWords();
  const toggle = (testId: string, label: string, checked: boolean, set: (on: boolean) => void) => (
    <span className="row switch-line">
      <Switch checked={checked} onChange={set} aria-label={label} data-testid={testId} />
      {label}
    </span>
  );
  return (
    <fieldset className="written-group">
      <legend>{t('policy.ending')}</legend>
      {toggle('policy-stops', t('policy.stop'), draft.stopOnAcknowledge, (stopOnAcknowledge) =>
        change({ ...draft, stopOnAcknowledge }, 'stopOnAcknowledge'),
      )}
      <div className="written-line">
        {toggle('policy-times-out', t('policy.time-out-on'), draft.timesOut, (timesOut) =>
          change({ ...draft, timesOut }, 'acknowledgeTimeOut'),
        )}
        {draft.timesOut ? (
          <SecondsField
            label={t('policy.time-out')}
            path="acknowledgeTimeOut"
            value={draft.acknowledgeTimeOut}
            change={(acknowledgeTimeOut) => change({ ...draft, acknowledgeTimeOut }, 'acknowledgeTimeOut')}
          />
        ) : (
          <FaultOf path="acknowledgeTimeOut" />
        )}
      </div>
      <div className="written-line">
        {toggle('policy-again', t('policy.again'), draft.again !== null, (on) =>
          change({ ...draft, again: on ? { every: 300, times: 1 } : null }, 'again'),
        )}
        {draft.again === null ? null : (
          <RepeatFields value={draft.again} path="again" change={(again) => change({ ...draft, again }, 'again')} />
        )}
      </div>
      <SecondsField
        label={t('policy.last-every')}
        path="lastEvery"
        value={draft.lastEvery}
        change={(lastEvery) => change({ ...draft, lastEvery }, 'lastEvery')}
      />
    </fieldset>
  );
}
