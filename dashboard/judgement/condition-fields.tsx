// Conditions as a sentence with blanks: 当 [低于] [0.14] MPa; joined by 且 or 或.
import { Button, Checkbox, Select } from 'antd';
import { useWords } from '../language.ts';
import { FaultOf, Field } from '../notify/field.tsx';
import { FromToFields } from '../notify/hours-fields.tsx';
import { NumberField } from '../notify/number-field.tsx';
import { part as pathTo } from '../notify/written.ts';
import { knownQuantity, unitOf } from '../values.ts';
import { AmountField, type OwnChoices } from './amount-field.tsx';
import {
  type Amount,
  EMPTY,
  type Joined,
  kindsFor,
  newPart,
  newSingle,
  type ParameterChoice,
  type Part,
  type PartKind,
  pathOf,
  type Single,
  singleOf,
  WRAPPING_KINDS,
  withSingle,
} from './rule-draft.ts';

interface Around {
  readonly quantity: string;
  /** Limits of the quantity, and times, that places and devices set for themselves. */
  readonly parameters: readonly ParameterChoice[];
  readonly times: readonly ParameterChoice[];
  /** Limits that the rule itself sets for places. */
  readonly own: OwnChoices;
}

interface JoinedProps extends Around {
  readonly of: 'raiseWhen' | 'clearWhen';
  readonly value: Joined;
  readonly change: (next: Joined) => void;
  /** The hours of the rule are asked beside them. */
  readonly hasHours?: boolean;
}

export function JoinedConditions({ of, value, change, hasHours = false, ...around }: JoinedProps) {
  const { t } = useWords();
  const { parts, join } = value;
  const put = (nth: number, next: Part): void => change({ ...value, parts: parts.map((part, at) => (at === nth ? next : part)) });
  return (
    <div className="conditions">
      <FaultOf path={pathTo('rule', of)} />
      {parts.map((part, nth) => (
        // Without an id of its own, a condition is known by its place.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is changed at its end, or as a whole
        <div key={nth} className="written-line condition" data-testid={`${of}-${nth}`}>
          {nth === 0 ? null : (
            <Select
              className="condition-join"
              aria-label={t('condition.join')}
              value={join}
              onChange={(next: Joined['join']) => change({ ...value, join: next })}
              options={[
                { value: 'all', label: t('condition.all') },
                { value: 'any', label: t('condition.any') },
              ]}
            />
          )}
          <PartFields
            path={pathOf(of, nth, value, hasHours)}
            testId={`${of}-${nth}`}
            value={part}
            change={(next) => put(nth, next)}
            {...around}
          />
          {parts.length === 1 ? null : (
            <Button onClick={() => change({ ...value, parts: parts.filter((_, at) => at !== nth) })} aria-label={t('condition.remove')}>
              ✕
            </Button>
          )}
        </div>
      ))}
      {parts.length >= 10 ? null : (
        <Button
          onClick={() => change({ ...value, parts: [...parts, newSingle(kindsFor(around.quantity)[0] ?? 'state')] })}
          data-testid={`${of}-add`}
        >
          {t('condition.add')}
        </Button>
      )}
    </div>
  );
}

interface PartProps extends Around {
  readonly path: string;
  readonly testId: string;
  readonly value: Part;
  readonly change: (next: Part) => void;
}

function PartFields({ path, testId, value, change, ...around }: PartProps) {
  const { t } = useWords();
  const single = singleOf(value);
  const isWrapped = single !== value;
  const label = (kind: PartKind) => ({ value: kind, label: t(`condition.${kind}`) });
  const count = (at: string, of: 'times' | 'points', n: number, put: (next: number) => void) => (
    <NumberField label={t(`condition.${of}`)} path={at} value={n} change={(next) => put(next ?? EMPTY)} isWhole />
  );
  return (
    <div className="written-line condition-fields">
      <Select<PartKind>
        className="condition-kind"
        aria-label={t('condition.kind')}
        value={value.is}
        onChange={(is) => change(newPart(is, single))}
        options={[...kindsFor(around.quantity, isWrapped ? undefined : single.is), ...WRAPPING_KINDS].map(label)}
        popupMatchSelectWidth={false}
        data-testid={`${testId}-kind`}
      />
      {value.is === 'repeated' ? count(`${path}.times`, 'times', value.times, (times) => change({ ...value, times })) : null}
      {value.is === 'together' ? count(`${path}.points`, 'points', value.points, (points) => change({ ...value, points })) : null}
      {value.is === 'repeated' || value.is === 'together' ? (
        <Within path={path} value={value.within} change={(within) => change({ ...value, within })} />
      ) : null}
      {isWrapped ? (
        <Select<Single['is']>
          className="condition-kind"
          aria-label={t('condition.kind')}
          value={single.is}
          onChange={(is) => change(withSingle(value, newSingle(is)))}
          options={kindsFor(around.quantity, single.is).map(label)}
          popupMatchSelectWidth={false}
        />
      ) : null}
      <SingleFields path={isWrapped ? `${path}.of` : path} value={single} change={(next) => change(withSingle(value, next))} {...around} />
    </div>
  );
}

interface SingleProps extends Around {
  readonly path: string;
  readonly value: Single;
  readonly change: (next: Single) => void;
}

function SingleFields({ path, value, change, quantity, parameters, times, own }: SingleProps) {
  const { t } = useWords();
  const unit = unitOf(quantity);
  const amount = (
    of: 'limit' | 'by' | 'longer',
    given: Amount,
    put: (next: Amount) => void,
    inUnit: string,
    choices: readonly ParameterChoice[],
  ) => (
    <AmountField
      path={`${path}.${of}`}
      label={t(`condition.${of}`)}
      unit={inUnit}
      parameters={choices}
      own={{ ...own, limits: own.limits.filter((one) => sortOf(one.is) === of) }}
      value={given}
      change={put}
    />
  );
  switch (value.is) {
    case 'above':
    case 'below':
      return amount('limit', value.limit, (limit) => change({ ...value, limit }), unit, parameters);
    case 'rising':
    case 'falling':
      return (
        <>
          {amount('by', value.by, (by) => change({ ...value, by }), unit, [])}
          <Within path={path} value={value.within} change={(within) => change({ ...value, within })} />
        </>
      );
    case 'silent':
      return amount('longer', value.longer, (longer) => change({ ...value, longer }), t('span.second-unit'), times);
    case 'state':
      return <States path={`${path}.among`} quantity={quantity} value={value.among} change={(among) => change({ ...value, among })} />;
    case 'quality':
      return (
        <Field label={t('condition.quality')} path={`${path}.among`} isLabelHidden>
          {({ id }) => (
            <Checkbox.Group
              {...{ id }}
              value={value.among}
              onChange={(among) => change({ ...value, among })}
              options={(['good', 'doubtful', 'bad'] as const).map((one) => ({ value: one, label: t(`condition.quality-${one}`) }))}
            />
          )}
        </Field>
      );
    default:
      return <FromToFields path={path} value={value} change={(next) => change({ ...value, ...next })} />;
  }
}

/** Which field of a condition its limit is: what is set for one is of no use for another. */
function sortOf(is: Single['is']): 'limit' | 'by' | 'longer' {
  if (is === 'rising' || is === 'falling') return 'by';
  return is === 'silent' ? 'longer' : 'limit';
}

function States({
  path,
  quantity,
  value,
  change,
}: {
  readonly path: string;
  readonly quantity: string;
  readonly value: readonly (string | boolean)[];
  readonly change: (next: (string | boolean)[]) => void;
}) {
  const { t, say } = useWords();
  const known = knownQuantity(quantity);
  const options =
    known?.kind === 'flag'
      ? [
          { value: 'true', label: say(known.on) },
          { value: 'false', label: say(known.off) },
        ]
      : known?.kind === 'state'
        ? Object.entries(known.states).map(([state, words]) => ({ value: state, label: say(words) }))
        : [];
  const isFlag = known?.kind === 'flag';
  return (
    <Field label={t('condition.states')} path={path} isLabelHidden>
      {({ id }) => (
        <Checkbox.Group
          {...{ id }}
          value={value.map(String)}
          onChange={(among) => change(isFlag ? among.map((one) => one === 'true') : among.map(String))}
          options={options}
        />
      )}
    </Field>
  );
}

function Within({ path, value, change }: { readonly path: string; readonly value: number; readonly change: (next: number) => void }) {
  const { t } = useWords();
  return (
    <NumberField
      label={t('condition.within')}
      path={`${path}.within`}
      value={value}
      change={(next) => change(next ?? EMPTY)}
      unit={t('span.second-unit')}
    />
  );
}
