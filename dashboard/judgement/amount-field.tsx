// A number of a condition: fixed, set for places by the rule itself, or one of the limits that the book lets them set.
import { Select } from 'antd';
import { useWords } from '../language.ts';
import { NumberField } from '../notify/number-field.tsx';
import { type Amount, EMPTY, type OwnLimit, type ParameterChoice } from './rule-draft.ts';

/** The limits of the rule itself. */
export interface OwnChoices {
  /** Those of its condition, which the end of its alarm can follow. */
  readonly limits: readonly OwnLimit[];
  /** What another would be called; null: here none begins. */
  readonly next: string | null;
}

interface Props {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly parameters: readonly ParameterChoice[];
  readonly own: OwnChoices;
  readonly value: Amount;
  readonly change: (next: Amount) => void;
}

const FIXED = 'fixed';

export function AmountField({ path, label, unit, parameters, own, value, change }: Props) {
  const { t, say } = useWords();
  const named = typeof value === 'object' && value !== null ? value : null;
  const followed = own.limits.find(({ parameter }) => parameter === named?.parameter);
  const isOwn = named?.parameter.startsWith('.') === true;
  // One that is set for places keeps its name while it is written.
  const begun = own.next === null ? null : isOwn ? (named?.parameter ?? own.next) : own.next;
  const fixed = named === null ? (value as number) : named.otherwise;
  const take = (from: string): void => {
    const ofBook = parameters.find(({ name }) => name === from);
    const ofRule = own.limits.find(({ parameter }) => parameter === from);
    if (ofBook) change({ parameter: ofBook.name, otherwise: ofBook.otherwise });
    else if (ofRule) change({ parameter: from, otherwise: ofRule.otherwise, plus: 0 });
    else if (from === FIXED) change(isOwn ? fixed + (named?.plus ?? 0) : EMPTY);
    else change({ parameter: from, otherwise: named === null ? fixed : EMPTY });
  };
  const choices = [
    ...(begun === null ? [] : [{ value: begun, label: t('own-rule.hold-own') }]),
    ...own.limits.map(({ parameter, is, otherwise }) => ({
      value: parameter,
      label: t('condition.limit-follows', { is: t(`condition.${is}`), value: otherwise ?? '—', unit }),
    })),
    ...parameters.map(({ name, title, otherwise }) => ({
      value: name,
      label: t('condition.limit-named', { name: say(title), value: otherwise, unit }),
    })),
  ];
  return (
    <>
      {choices.length === 0 ? null : (
        <Select
          className="condition-kind"
          aria-label={t('condition.limit-from')}
          value={named?.parameter ?? FIXED}
          onChange={take}
          options={[{ value: FIXED, label: t('condition.limit-number') }, ...choices]}
          popupMatchSelectWidth={false}
          data-testid={`${path}-from`}
        />
      )}
      {named === null ? (
        <NumberField label={label} path={path} value={value as number} change={(next) => change(next ?? EMPTY)} unit={unit} />
      ) : null}
      {named !== null && followed !== undefined ? (
        <NumberField
          label={t('condition.limit-plus')}
          path={path}
          value={named.plus ?? 0}
          change={(next) => change({ ...named, plus: next ?? EMPTY })}
          unit={unit}
          hint={t('condition.limit-plus-detail')}
        />
      ) : null}
      {named !== null && isOwn && followed === undefined ? (
        <NumberField
          label={t('condition.limit-default')}
          path={path}
          value={named.otherwise}
          change={(next) => change({ ...named, otherwise: next ?? EMPTY })}
          unit={unit}
          hint={t('own-rule.hold-own-detail')}
        />
      ) : null}
    </>
  );
}
