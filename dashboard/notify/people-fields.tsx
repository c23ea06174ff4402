// The people of a roster as they are written: a name, and each way to reach them.
import { Button, Input, Select } from 'antd';
import { useWords } from '../language.ts';
import { PHONE } from './contacts.ts';
import { FaultOf, Field } from './field.tsx';
import { newPerson, type RosterDraft, type WrittenPerson, withAt, withoutAt, withoutPerson } from './roster-draft.ts';
import { part } from './written.ts';

interface Props {
  readonly draft: RosterDraft;
  readonly change: (next: RosterDraft, touched?: string) => void;
  readonly contacts: ReadonlyMap<string, string>;
}

export function PeopleFields({ draft, change, contacts }: Props) {
  const { t } = useWords();
  return (
    <fieldset className="written-group">
      <legend>{t('roster.people')}</legend>
      <FaultOf path="people" />
      <ul className="written-rows">
        {draft.people.map((person, n) => (
          <li key={person.id} className="written-row">
            <PersonFields
              person={person}
              path={part('people', n)}
              contacts={contacts}
              change={(next, touched) => change({ ...draft, people: withAt(draft.people, n, next) }, touched)}
              remove={() => change(withoutPerson(draft, person.id))}
            />
          </li>
        ))}
      </ul>
      <Button onClick={() => change({ ...draft, people: [...draft.people, newPerson()] }, 'people')} data-testid="person-add">
        {t('roster.add-person')}
      </Button>
    </fieldset>
  );
}

interface PersonProps {
  readonly person: WrittenPerson;
  readonly path: string;
  readonly contacts: ReadonlyMap<string, string>;
  readonly change: (next: WrittenPerson, touched: string) => void;
  readonly remove: () => void;
}

function PersonFields({ person, path, contacts, change, remove }: PersonProps) {
  const { t } = useWords();
  const rows = person.contacts;
  const isUsed = (by: string): boolean => rows.some((one) => one.by === by);
  const put = (next: WrittenPerson['contacts']): void => change({ ...person, contacts: next }, `${path}.contacts`);
  const free = [PHONE, ...contacts.keys()].find((by) => !isUsed(by));
  return (
    <>
      <div className="row written-line">
        <Field label={t('person.name')} path={`${path}.name`}>
          {(attributes) => (
            <Input
              {...attributes}
              value={person.name}
              maxLength={80}
              autoComplete="off"
              onChange={({ target }) => change({ ...person, name: target.value }, `${path}.name`)}
              data-testid="person-name"
            />
          )}
        </Field>
        <Button onClick={remove} aria-label={`${t('remove.button')} ${person.name}`}>
          {t('remove.button')}
        </Button>
      </div>
      <ul className="contact-rows" aria-label={t('roster.contacts')}>
        {rows.map((row, n) => (
          <li key={row.by} className="contact-row">
            <Select
              value={row.by}
              aria-label={t('roster.contact-by')}
              onChange={(by: string) => put(withAt(rows, n, { ...row, by }))}
              showSearch={{ optionFilterProp: 'label' }}
              options={[...new Set([row.by, ...contacts.keys()])]
                .filter((by) => by === row.by || !isUsed(by))
                .map((by) => ({ value: by, label: contacts.get(by) ?? by }))}
              data-testid="contact-by"
            />
            <Input
              value={row.to}
              maxLength={4_000}
              autoComplete="off"
              inputMode={row.by === PHONE ? 'tel' : 'text'}
              aria-label={`${person.name} ${contacts.get(row.by) ?? row.by}`}
              onChange={({ target }) => put(withAt(rows, n, { ...row, to: target.value }))}
              data-testid="contact-to"
            />
            <Button onClick={() => put(withoutAt(rows, n))} aria-label={`${t('remove.button')} ${contacts.get(row.by) ?? row.by}`}>
              <span aria-hidden="true">✕</span>
            </Button>
          </li>
        ))}
      </ul>
      <FaultOf path={`${path}.contacts`} deep />
      {free === undefined ? null : (
        <Button type="dashed" onClick={() => put([...rows, { by: free, to: '' }])} data-testid="contact-add">
          {t('roster.add-contact')}
        </Button>
      )}
    </>
  );
}
