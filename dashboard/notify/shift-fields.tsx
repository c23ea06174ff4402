// The shifts of a roster as they are written: on which days of the week, from when to when, and who, in the order of telling.
import { Button, Select } from 'antd';
import { useWords } from '../language.ts';
import { WEEKDAYS } from './duty-days.ts';
import { FaultOf, Field } from './field.tsx';
import { ClockField, WeekdayBoxes } from './hours-fields.tsx';
import { type RosterDraft, type Shift, type ShiftSpan, type WrittenPerson, withAt, withoutAt } from './roster-draft.ts';
import { part } from './written.ts';

interface Props {
  readonly draft: RosterDraft;
  readonly change: (next: RosterDraft, touched?: string) => void;
}

export function ShiftFields({ draft, change }: Props) {
  const { t } = useWords();
  const { shifts, people } = draft;
  const put = (n: number, next: Shift, touched: string): void => change({ ...draft, shifts: withAt(shifts, n, next) }, touched);
  const more: Shift = { days: [...WEEKDAYS], from: shifts.at(-1)?.to ?? '00:00', to: shifts[0]?.from ?? '00:00', people: [] };
  return (
    <fieldset className="written-group">
      <legend>{t('roster.shifts')}</legend>
      <p className="quiet">{t('roster.shifts-detail')}</p>
      <FaultOf path="shifts" />
      <ul className="written-rows">
        {shifts.map((shift, n) => {
          const path = part('shifts', n);
          return (
            <li key={path} className="written-row">
              <WeekdayBoxes
                label={t('roster.days', { n: n + 1 })}
                chosen={shift.days}
                choose={(days) => put(n, { ...shift, days }, `${path}.days`)}
                testId={`shift-${n}`}
              />
              <FaultOf path={`${path}.days`} deep />
              <div className="written-line">
                <SpanFields span={shift} path={path} people={people} change={(span, touched) => put(n, { ...shift, ...span }, touched)} />
                <Button
                  onClick={() => change({ ...draft, shifts: withoutAt(shifts, n) })}
                  aria-label={`${t('remove.button')} ${shift.from}–${shift.to}`}
                >
                  {t('remove.button')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      <Button onClick={() => change({ ...draft, shifts: [...shifts, more] }, 'shifts')} data-testid="shift-add">
        {t('roster.add-shift')}
      </Button>
    </fieldset>
  );
}

interface SpanProps<S extends ShiftSpan> {
  readonly span: S;
  readonly path: string;
  readonly people: readonly WrittenPerson[];
  readonly change: (next: ShiftSpan, touched: string) => void;
}

/** From when to when, and who. */
export function SpanFields<S extends ShiftSpan>({ span, path, people, change }: SpanProps<S>) {
  const { t } = useWords();
  const { from, to, people: chosen } = span;
  const clock = (name: 'from' | 'to') => (
    <ClockField
      label={t(`roster.shift-${name}`)}
      path={`${path}.${name}`}
      value={name === 'from' ? from : to}
      change={(next) => change({ from, to, people: chosen, [name]: next }, `${path}.${name}`)}
    />
  );
  return (
    <>
      {clock('from')}
      {clock('to')}
      <div className="grow">
        <Field label={t('roster.shift-people')} path={`${path}.people`}>
          {(attributes) => (
            <Select
              {...attributes}
              className="wide-field"
              mode="multiple"
              value={chosen}
              onChange={(next: string[]) => change({ from, to, people: next }, `${path}.people`)}
              optionFilterProp="label"
              options={people.map((one, n) => ({ value: one.id, label: one.name === '' ? t('roster.unnamed', { n: n + 1 }) : one.name }))}
              data-testid={`${path}-people`}
            />
          )}
        </Field>
      </div>
    </>
  );
}
