// What a date changes of a roster, as it is written: a swap, a leave, a holiday with shifts of its own.
import { Button, Input, Select } from 'antd';
import { useWords } from '../language.ts';
import { Field } from './field.tsx';
import { type RosterChange, type RosterDraft, withAt, withoutAt } from './roster-draft.ts';
import { SpanFields } from './shift-fields.tsx';
import { part } from './written.ts';

interface Props {
  readonly draft: RosterDraft;
  readonly change: (next: RosterDraft, touched?: string) => void;
}

const NEW: Readonly<Record<RosterChange['is'], RosterChange>> = {
  swap: { is: 'swap', date: '', from: '', to: '' },
  leave: { is: 'leave', person: '', first: '', last: '' },
  holiday: { is: 'holiday', date: '', name: '', shifts: [] },
};
const KINDS = ['swap', 'leave', 'holiday'] as const;

export function ChangeFields({ draft, change }: Props) {
  const { t } = useWords();
  const { changes } = draft;
  return (
    <fieldset className="written-group">
      <legend>{t('roster.changes')}</legend>
      <p className="quiet">{t('roster.changes-detail')}</p>
      <ul className="written-rows">
        {changes.map((one, n) => {
          const path = part('changes', n);
          return (
            <li key={path} className="written-row" data-testid="roster-change">
              <div className="written-line">
                <strong className="change-kind">{t(`roster.${one.is}`)}</strong>
                <OneChange
                  change={one}
                  path={path}
                  draft={draft}
                  put={(next, touched) => change({ ...draft, changes: withAt(changes, n, next) }, `${path}.${touched}`)}
                />
                <Button
                  onClick={() => change({ ...draft, changes: withoutAt(changes, n) })}
                  aria-label={`${t('remove.button')} ${t(`roster.${one.is}`)} ${n + 1}`}
                >
                  {t('remove.button')}
                </Button>
              </div>
              {one.is === 'holiday' ? (
                <HolidayShifts
                  holiday={one}
                  path={path}
                  draft={draft}
                  put={(next, touched) => change({ ...draft, changes: withAt(changes, n, next) }, touched)}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className="row">
        {KINDS.map((kind) => (
          <Button
            key={kind}
            onClick={() => change({ ...draft, changes: [...changes, NEW[kind]] }, 'changes')}
            data-testid={`change-add-${kind}`}
          >
            {t(`roster.add-${kind}`)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

interface OneProps {
  readonly change: RosterChange;
  readonly path: string;
  readonly draft: RosterDraft;
  readonly put: (next: RosterChange, touched: string) => void;
}

function OneChange({ change, path, draft, put }: OneProps) {
  const { t } = useWords();
  const date = (name: string, label: string, value: string, next: (date: string) => RosterChange) => (
    <Field label={label} path={`${path}.${name}`}>
      {(attributes) => (
        <Input
          {...attributes}
          type="date"
          className="date-field"
          value={value}
          onChange={({ target }) => put(next(target.value), name)}
          data-testid={`${path}-${name}`}
        />
      )}
    </Field>
  );
  const who = (name: string, label: string, value: string, next: (person: string) => RosterChange) => (
    <Field label={label} path={`${path}.${name}`}>
      {(attributes) => (
        <Select
          {...attributes}
          className="person-field"
          value={value === '' ? null : value}
          onChange={(person: string) => put(next(person), name)}
          options={draft.people.map((one) => ({ value: one.id, label: one.name }))}
          data-testid={`${path}-${name}`}
        />
      )}
    </Field>
  );
  switch (change.is) {
    case 'swap':
      return (
        <>
          {date('date', t('roster.date'), change.date, (on) => ({ ...change, date: on }))}
          {who('from', t('roster.swap-from'), change.from, (from) => ({ ...change, from }))}
          {who('to', t('roster.swap-to'), change.to, (to) => ({ ...change, to }))}
        </>
      );
    case 'leave':
      return (
        <>
          {who('person', t('roster.who'), change.person, (person) => ({ ...change, person }))}
          {date('first', t('roster.first'), change.first, (first) => ({ ...change, first }))}
          {date('last', t('roster.last'), change.last, (last) => ({ ...change, last }))}
        </>
      );
    case 'holiday':
      return (
        <>
          {date('date', t('roster.date'), change.date, (on) => ({ ...change, date: on }))}
          <Field label={t('roster.holiday-name')} path={`${path}.name`}>
            {(attributes) => (
              <Input
                {...attributes}
                value={change.name}
                maxLength={80}
                autoComplete="off"
                onChange={({ target }) => put({ ...change, name: target.value }, 'name')}
                data-testid={`${path}-name`}
              />
            )}
          </Field>
        </>
      );
  }
}

interface HolidayProps {
  readonly holiday: Extract<RosterChange, { is: 'holiday' }>;
  readonly path: string;
  readonly draft: RosterDraft;
  readonly put: (next: RosterChange, touched: string) => void;
}

/** The shifts of that date instead of those of the week; without one nobody is on duty. */
function HolidayShifts({ holiday, path, draft, put }: HolidayProps) {
  const { t } = useWords();
  const { shifts } = holiday;
  return (
    <div className="holiday-shifts">
      {shifts.length === 0 ? <p className="gap-word">{t('roster.holiday-nobody')}</p> : null}
      {shifts.map((shift, n) => {
        const at = part(path, 'shifts', n);
        return (
          <div key={at} className="written-line">
            <SpanFields
              span={shift}
              path={at}
              people={draft.people}
              change={(next, touched) => put({ ...holiday, shifts: withAt(shifts, n, next) }, touched)}
            />
            <Button
              onClick={() => put({ ...holiday, shifts: withoutAt(shifts, n) }, path)}
              aria-label={`${t('remove.button')} ${holiday.name} ${shift.from}–${shift.to}`}
            >
              {t('remove.button')}
            </Button>
          </div>
        );
      })}
      <Button
        type="dashed"
        onClick={() => put({ ...holiday, shifts: [...shifts, { from: '00:00', to: '00:00', people: [] }] }, `${path}.shifts`)}
        data-testid={`${path}-add-shift`}
      >
        {t('roster.add-shift')}
      </Button>
    </div>
  );
}
