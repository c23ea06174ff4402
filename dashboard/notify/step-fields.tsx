// One step of a policy as it is written: after how long, whom, by what in order of fail-over, how often, and how many must answer.
import { Button, InputNumber, Select, Switch } from 'antd';
import { useWords } from '../language.ts';
import { Field } from './field.tsx';
import type { PolicyDraft, StepDraft } from './policy-draft.ts';
import type { PersonChoice } from './policy-editor.tsx';
import type { Whom } from './policy-words.ts';
import { ROLES, withAt, withoutAt } from './roster-draft.ts';
import { RepeatFields, SecondsField } from './seconds-field.tsx';
import { part } from './written.ts';

interface Props {
  readonly draft: PolicyDraft;
  readonly nth: number;
  readonly change: (next: PolicyDraft, touched?: string) => void;
  readonly vias: ReadonlyMap<string, string>;
  /** Those of them that lead nowhere now. */
  readonly without: ReadonlySet<string>;
  readonly people: readonly PersonChoice[];
}

/** A whom as one text of a choice. */
const SEAT = 'seat';
const ROLE = 'role:';
const PERSON = 'person:';

function keyOf(whom: Whom): string {
  if (whom === 'seat') return SEAT;
  return 'role' in whom ? `${ROLE}${whom.role}` : `${PERSON}${whom.person}`;
}

function whomOf(key: string): Whom {
  if (key === SEAT) return 'seat';
  const role = ROLES.find((one) => key === `${ROLE}${one}`);
  return role === undefined ? { person: key.slice(PERSON.length) } : { role };
}

export function StepFields({ draft, nth, change, vias, without, people }: Props) {
  const { t } = useWords();
  const { steps } = draft;
  const step = steps[nth];
  if (step === undefined) return null;
  const path = part('steps', nth);
  const put = (next: StepDraft, touched: string): void => change({ ...draft, steps: withAt(steps, nth, next) }, `${path}.${touched}`);
  const move = (by: -1 | 1): void => {
    const other = steps[nth + by];
    if (other === undefined) return;
    // The times stay where they are: what moves is who is told.
    const here = { ...other, after: step.after };
    const there = { ...step, after: other.after };
    change({ ...draft, steps: withAt(withAt(steps, nth, here), nth + by, there) });
  };
  const whoms = [
    { value: SEAT, label: t('policy.seat') },
    ...ROLES.map((role) => ({ value: `${ROLE}${role}`, label: t(`duty-role.${role}`) })),
    ...people.map((one) => ({ value: `${PERSON}${one.value}`, label: one.label })),
  ];
  const viaLabel = (name: string): string => {
    const title = vias.get(name) ?? name;
    return without.has(name) ? t('policy.via-without', { via: title }) : title;
  };
  const known = new Set(whoms.map(({ value }) => value));
  const own = keyOf(step.whom);
  return (
    <>
      <div className="row">
        <strong className="grow">{t('policy.step', { n: nth + 1 })}</strong>
        <Button onClick={() => move(-1)} disabled={nth === 0} aria-label={t('policy.earlier', { n: nth + 1 })}>
          <span aria-hidden="true">↑</span>
        </Button>
        <Button onClick={() => move(1)} disabled={nth === steps.length - 1} aria-label={t('policy.later', { n: nth + 1 })}>
          <span aria-hidden="true">↓</span>
        </Button>
        <Button onClick={() => change({ ...draft, steps: withoutAt(steps, nth) })} aria-label={t('policy.remove-step', { n: nth + 1 })}>
          {t('remove.button')}
        </Button>
      </div>
      <div className="written-line">
        <SecondsField
          label={t('policy.after')}
          path={`${path}.after`}
          value={step.after}
          change={(after) => put({ ...step, after }, 'after')}
        />
        <Field label={t('policy.whom')} path={`${path}.whom`}>
          {(attributes) => (
            <Select
              {...attributes}
              className="person-field"
              value={own}
              onChange={(key: string) => put({ ...step, whom: whomOf(key) }, 'whom')}
              showSearch={{ optionFilterProp: 'label' }}
              options={known.has(own) ? whoms : [...whoms, { value: own, label: own }]}
              data-testid={`${path}-whom`}
            />
          )}
        </Field>
        <div className="grow via-field">
          <Field label={t('policy.via')} path={`${path}.via`}>
            {(attributes) => (
              <Select
                {...attributes}
                className="wide-field"
                mode="multiple"
                value={[...step.via]}
                onChange={(via: string[]) => put({ ...step, via }, 'via')}
                optionFilterProp="label"
                options={[...new Set([...vias.keys(), ...step.via])].map((name) => ({ value: name, label: viaLabel(name) }))}
                data-testid={`${path}-via`}
              />
            )}
          </Field>
        </div>
      </div>
      <div className="written-line">
        <Field label={t('policy.needs')} path={`${path}.needs`}>
          {(attributes) => (
            <InputNumber<number>
              {...attributes}
              className="number-field"
              value={step.needs}
              precision={0}
              controls={false}
              inputMode="numeric"
              suffix={t('policy.needs-unit')}
              onChange={(needs) => put({ ...step, needs }, 'needs')}
              data-testid={`${path}-needs`}
            />
          )}
        </Field>
        <span className="row switch-line">
          <Switch
            checked={step.repeat !== null}
            onChange={(on) => put({ ...step, repeat: on ? { every: 60, times: 1 } : null }, 'repeat')}
            aria-label={t('policy.repeat')}
            data-testid={`${path}-repeat`}
          />
          {t('policy.repeat')}
        </span>
        {step.repeat === null ? null : (
          <RepeatFields value={step.repeat} path={`${path}.repeat`} change={(repeat) => put({ ...step, repeat }, 'repeat')} />
        )}
      </div>
    </>
  );
}
