// The dialog in which an incident is offered to another: to whom, with which words.
import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { HandOverPeople } from '../../gateway/web/work-contract.ts';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import type { ApiProblem } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';

const WORDS_LONGEST = 500;

interface Props {
  readonly incident: IncidentView;
  readonly close: () => void;
  readonly act: (body: { to: string; words: string }) => Promise<ApiProblem | null>;
}

export default function OfferIncident({ incident, close, act }: Props) {
  const { t } = useWords();
  const [toId, wordsId] = [useId(), useId()];
  const [to, setTo] = useState<string | null>(null);
  const { value: words, set, forget } = useDraft(`hand-over:${incident.id}`, '');
  const { value, problem } = useAnswer<HandOverPeople>(`/incidents/${encodeURIComponent(incident.id)}/hand-over`);
  const options = (value?.items ?? []).map(({ id, name, onDuty }) => ({
    value: id,
    label: onDuty ? `${name} · ${t('hand.on-duty')}` : name,
  }));
  return (
    <DeedDialog
      title={t('hand.over')}
      okText={t('hand.offer')}
      ready={to !== null && words.trim() !== ''}
      testId="hand-submit"
      close={close}
      act={async () => {
        const refused = to === null ? null : await act({ to, words: words.trim() });
        if (refused === null) forget();
        return refused;
      }}
    >
      <p className="quiet">{t('hand.what')}</p>
      <div className="labelled">
        <label htmlFor={toId}>{t('hand.whom')}</label>
        <Select
          id={toId}
          showSearch={{ optionFilterProp: 'label' }}
          value={to}
          onChange={setTo}
          options={options}
          notFoundContent={value === null ? t('hand.asking') : t('hand.nobody')}
          data-testid="hand-to"
        />
        <FailedLine problem={problem} />
      </div>
      <div className="labelled">
        <label htmlFor={wordsId}>{t('hand.words')}</label>
        <Input.TextArea
          id={wordsId}
          rows={3}
          maxLength={WORDS_LONGEST}
          value={words}
          onChange={({ target }) => set(target.value)}
          data-testid="hand-words"
        />
      </div>
    </DeedDialog>
  );
}
