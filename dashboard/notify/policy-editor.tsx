// A policy as it is written: for what, where and when; its steps; and how it ends or goes on.
import { Button, Input } from 'antd';
import type { NotifyPolicy } from '../../gateway/web/notify-contract.ts';
import { send } from '../api.ts';
import { Choices } from '../choices.tsx';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { ForField, PlaceField } from './bound-fields.tsx';
import { Editor } from './editor.tsx';
import { FaultOf, Field } from './field.tsx';
import { bodyOf, draftOf, HOURS, missingIn, type PolicyDraft, TOLD_CLASSES } from './policy-draft.ts';
import { PolicyEnding } from './policy-ending.tsx';
import { SecondsField } from './seconds-field.tsx';
import { StepFields } from './step-fields.tsx';
import { isBehind, part, useWritten } from './written.ts';

export interface PersonChoice {
  readonly value: string;
  readonly label: string;
  /** In the address book of drills. */
  readonly drill: boolean;
}

interface Props {
  /** What is edited, as the address says it. */
  readonly what: string;
  /** What it begins with; null: with nothing. */
  readonly from: NotifyPolicy | null;
  readonly isNew: boolean;
  readonly places: readonly PlaceChoice[];
  readonly vias: ReadonlyMap<string, string>;
  /** Those of them that lead nowhere now. */
  readonly without: ReadonlySet<string>;
  readonly people: readonly PersonChoice[];
  readonly close: () => void;
  readonly onSaved: () => void;
  /** Somebody else was first: what stands now is to be asked for. */
  readonly onBehind: () => void;
}

export function PolicyEditor({ what, from, isNew, places, vias, without, people, close, onSaved, onBehind }: Props) {
  const { t } = useWords();
  const written = useWritten<PolicyDraft>(`policy ${what}`, draftOf(from, isNew), (draft) => missingIn(draft, t));
  const { value, change } = written;

  function save(): void {
    void written.save(async (draft) => {
      if (isNew) await send<NotifyPolicy>('POST', '/policies', bodyOf(draft));
      else await send<NotifyPolicy>('PUT', `/policies/${encodeURIComponent(what)}`, bodyOf(draft));
      onSaved();
    }, onBehind);
  }

  const title = (language: 'zh' | 'en') => (
    <Field label={t(`policy.title-${language}`)} path={part('title', language)}>
      {(attributes) => (
        <Input
          {...attributes}
          value={value.title[language]}
          maxLength={80}
          autoComplete="off"
          onChange={({ target }) => change({ ...value, title: { ...value.title, [language]: target.value } }, 'title')}
          data-testid={`policy-title-${language}`}
        />
      )}
    </Field>
  );
  return (
    <Editor
      title={t(isNew ? 'policy.new' : 'policy.edit')}
      written={written}
      save={save}
      close={close}
      isDrill={value.drill}
      isBehind={!isNew && isBehind(from, value)}
      keepMine={() => change({ ...value, version: from?.version ?? 0 })}
    >
      <section className="written-grid">
        {title('zh')}
        {title('en')}
        <PlaceField
          label={t('policy.place')}
          hint={t('policy.place-detail')}
          value={value.place}
          change={(place) => change({ ...value, place }, 'place')}
          places={places}
          testId="policy-place"
        />
      </section>
      <fieldset className="choices classes">
        <legend>{t('policy.classes')}</legend>
        {TOLD_CLASSES.map((one) => {
          const isChosen = value.classes.includes(one);
          const next = TOLD_CLASSES.filter((other) => (other === one ? !isChosen : value.classes.includes(other)));
          return (
            <label key={one} className="choice" data-chosen={isChosen} data-testid={`policy-class-${one}`}>
              <input type="checkbox" checked={isChosen} onChange={() => change({ ...value, classes: next }, 'classes')} />
              {isChosen ? t(`class.${one}`) : <ClassMark of={one} />}
            </label>
          );
        })}
        <FaultOf path="classes" deep />
      </fieldset>
      <section className="written-pair">
        <Choices<PolicyDraft['hours']>
          title={t('policy.hours')}
          among={HOURS.map((hours) => ({ value: hours, label: t(`policy.hours-${hours}`) }))}
          chosen={value.hours}
          choose={(hours) => change({ ...value, hours }, 'hours')}
          problem={null}
          testId="policy-hours"
        />
        <ForField
          title={t('policy.for')}
          isDrill={value.drill}
          change={(drill) => change({ ...value, drill }, 'drill')}
          testId="policy-for"
        />
      </section>
      <fieldset className="written-group">
        <legend>{t('policy.steps')}</legend>
        <p className="quiet">{t('policy.steps-detail')}</p>
        <FaultOf path="steps" />
        <ol className="written-rows">
          {value.steps.map((step, n) => (
            <li key={step.key} className="written-row" data-testid="policy-step">
              <StepFields
                draft={value}
                nth={n}
                change={change}
                vias={vias}
                without={without}
                people={people.filter(({ drill }) => drill === value.drill)}
              />
            </li>
          ))}
        </ol>
        <Button onClick={() => change({ ...value, steps: [...value.steps, nextStep(value)] }, 'steps')} data-testid="step-add">
          {t('policy.add-step')}
        </Button>
        <SecondsField
          label={t('policy.beside-after')}
          path="besideAfter"
          value={value.besideAfter}
          change={(besideAfter) => change({ ...value, besideAfter }, 'besideAfter')}
        />
      </fieldset>
      <PolicyEnding draft={value} change={change} />
    </Editor>
  );
}

/** A minute after the last, to the duty room. */
function nextStep({ steps }: PolicyDraft): PolicyDraft['steps'][number] {
  const last = steps.at(-1);
  const key = Math.max(-1, ...steps.map((one) => one.key)) + 1;
  return {
    key,
    after: last === undefined ? 0 : (last.after ?? 0) + 60,
    whom: { role: 'duty-room' },
    via: last?.whom === 'seat' ? [] : [...(last?.via ?? [])],
    repeat: null,
    needs: 1,
  };
}
