// For how long a rule's condition must hold: a number, a time of the book, or one that places and devices set for this rule alone.
import { Select } from 'antd';
import { useId } from 'react';
import { useWords } from '../language.ts';
import { NumberField } from '../notify/number-field.tsx';
import { type Amount, EMPTY, OWN_HOLD, type ParameterChoice } from './rule-draft.ts';

const PATH = 'rule.holdFor';
const FIXED = 'fixed';

interface Props {
  /** Undefined: at once. */
  readonly value: Amount | undefined;
  readonly times: readonly ParameterChoice[];
  readonly change: (next: Amount | undefined) => void;
}

export function HoldField({ value = 0, times, change }: Props) {
  const { t, say } = useWords();
  const fromId = useId();
  const named = typeof value === 'object' && value !== null ? value : null;
  const isOwn = named?.parameter === OWN_HOLD;
  const seconds = named === null ? (value as number) : named.otherwise;
  const take = (from: string): void => {
    const chosen = times.find(({ name }) => name === from);
    if (chosen !== undefined) change({ parameter: chosen.name, otherwise: chosen.otherwise });
    else change(from === FIXED ? seconds : { parameter: OWN_HOLD, otherwise: seconds });
  };
  const put = (next: number | null): void => {
    if (isOwn) change({ parameter: OWN_HOLD, otherwise: next ?? EMPTY });
    else change(next === null || next === 0 ? undefined : next);
  };
  const unit = t('span.second-unit');
  return (
    <>
      <div className="written-field">
        <label htmlFor={fromId}>{t('own-rule.field-holdFor')}</label>
        <Select
          id={fromId}
          className="condition-kind"
          value={named === null ? FIXED : named.parameter}
          onChange={take}
          options={[
            { value: FIXED, label: t('condition.limit-number') },
            { value: OWN_HOLD, label: t('own-rule.hold-own') },
            ...times.map(({ name, title, otherwise }) => ({
              value: name,
              label: t('condition.limit-named', { name: say(title), value: otherwise, unit }),
            })),
          ]}
          popupMatchSelectWidth={false}
          data-testid="rule-hold-from"
        />
      </div>
      {named === null || isOwn ? (
        <NumberField
          label={t(isOwn ? 'own-rule.hold-default' : 'own-rule.hold')}
          path={PATH}
          value={seconds}
          change={put}
          unit={unit}
          isWhole
          {...(isOwn ? { hint: t('own-rule.hold-own-detail') } : {})}
        />
      ) : null}
    </>
  );
}
