// A roster as it is written: where and for which role, its people and how to reach them, the shifts of the week, and what a date changes.
import { Select } from 'antd';
import { useMemo } from 'react';
import type { DutyRoster } from '../../gateway/web/notify-contract.ts';
import { type FieldProblem, send } from '../api.ts';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { type SpokenWords, useWords } from '../language.ts';
import { ForField, PlaceField } from './bound-fields.tsx';
import { ChangeFields } from './change-fields.tsx';
import { Editor } from './editor.tsx';
import { Field } from './field.tsx';
import { PeopleFields } from './people-fields.tsx';
import { bodyOf, draftOf, ROLES, type RosterChange, type RosterDraft } from './roster-draft.ts';
import { ShiftFields } from './shift-fields.tsx';
import { isBehind, part, useWritten } from './written.ts';

interface Props {
  /** Null: a new one. */
  readonly roster: DutyRoster | null;
  readonly places: readonly PlaceChoice[];
  readonly contacts: ReadonlyMap<string, string>;
  readonly close: () => void;
  readonly onSaved: (id: string) => void;
  /** Somebody else was first: what stands now is to be asked for. */
  readonly onBehind: () => void;
}

export function RosterEditor({ roster, places, contacts, close, onSaved, onBehind }: Props) {
  const { t } = useWords();
  // Once for each version: a new one begins with a person whose id is drawn.
  const original = useMemo(() => draftOf(roster), [roster]);
  const written = useWritten<RosterDraft>(`roster ${roster?.id ?? 'new'}`, original, (draft) => missingIn(draft, t));
  const { value, change } = written;

  function save(): void {
    void written.save(async (draft) => {
      const saved =
        roster === null
          ? await send<DutyRoster>('POST', '/rosters', bodyOf(draft))
          : await send<DutyRoster>('PUT', `/rosters/${encodeURIComponent(roster.id)}`, bodyOf(draft));
      onSaved(saved.id);
    }, onBehind);
  }

  return (
    <Editor
      title={roster === null ? t('roster.new') : t('roster.edit')}
      written={written}
      save={save}
      close={close}
      isDrill={value.drill}
      isBehind={isBehind(roster, value)}
      keepMine={() => change({ ...value, version: roster?.version ?? 0 })}
    >
      <section className="written-grid">
        <PlaceField
          label={t('roster.place')}
          value={value.place}
          change={(place) => change({ ...value, place }, 'place')}
          places={places}
          testId="roster-place"
        />
        <Field label={t('roster.role')} path="role">
          {(attributes) => (
            <Select
              {...attributes}
              value={value.role}
              onChange={(role: DutyRoster['role']) => change({ ...value, role }, 'role')}
              options={ROLES.map((role) => ({ value: role, label: t(`duty-role.${role}`) }))}
              data-testid="roster-role"
            />
          )}
        </Field>
        <ForField
          title={t('roster.for')}
          isDrill={value.drill}
          change={(drill) => change({ ...value, drill }, 'drill')}
          testId="roster-for"
        />
      </section>
      {value.drill ? <p className="quiet">{t('roster.drill-detail')}</p> : null}
      <PeopleFields draft={value} change={change} contacts={contacts} />
      <ShiftFields draft={value} change={change} />
      <ChangeFields draft={value} change={change} />
    </Editor>
  );
}

/** What the gateway would refuse in the words of a machine. */
function missingIn(draft: RosterDraft, t: SpokenWords['t']): FieldProblem[] {
  const missing = (path: string, field: string): FieldProblem => ({ path: `body.${path}`, message: t('field.missing', { field }) });
  return [
    ...(draft.place === null ? [missing('place', t('roster.place'))] : []),
    ...(draft.role === null ? [missing('role', t('roster.role'))] : []),
    ...draft.people.flatMap(({ name }, n) => (name.trim() === '' ? [missing(part('people', n, 'name'), t('person.name'))] : [])),
    ...draft.changes.flatMap((change, n) =>
      blanksOf(change, t).flatMap(([path, value, title]) => (value.trim() === '' ? [missing(part('changes', n, path), title)] : [])),
    ),
  ];
}

/** What must stand in a change: where, what stands there, and what it is called. */
function blanksOf(change: RosterChange, t: SpokenWords['t']): readonly (readonly [string, string, string])[] {
  switch (change.is) {
    case 'holiday':
      return [
        ['date', change.date, t('roster.date')],
        ['name', change.name, t('roster.holiday-name')],
      ];
    case 'leave':
      return [
        ['person', change.person, t('roster.who')],
        ['first', change.first, t('roster.first')],
        ['last', change.last, t('roster.last')],
      ];
    case 'swap':
      return [
        ['date', change.date, t('roster.date')],
        ['from', change.from, t('roster.swap-from')],
        ['to', change.to, t('roster.swap-to')],
      ];
  }
}
