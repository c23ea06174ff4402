// The people who may sign in: role and place of each. For the administrator.
import { Button, Drawer, Form, Input, Segmented, Select, Switch } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { isFoundBy } from '../../device-drivers/pinyin.ts';
import type { Person, Place, Role } from '../../gateway/web/contract.ts';
import { type ApiProblem, type Page, send } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { FormFoot } from '../dialog.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { SearchField } from '../estate/search-field.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { ApiTokens } from './api-tokens.tsx';
import { NamedCards } from './named-cards.tsx';
import { OrgTree } from './org-tree.tsx';
import { Leaves } from './person-leaves.tsx';
import { RolesTable } from './roles-table.tsx';
import './pages.css';

const VIEWS = ['list', 'title', 'roles'] as const;
type View = (typeof VIEWS)[number];
const ROLE_ORDER: readonly Role[] = ['administrator', 'operator', 'supervisor', 'manager', 'technician', 'auditor'];

export default function People() {
  const { t } = useWords();
  const may = useMay();
  const phone = usePhone();
  const answer = useAnswer<Page<Person>>(may('people.manage') ? '/people' : null);
  const places = useAnswer<Page<Place>>(may('people.manage') ? '/places' : null);
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const [view, setView] = useState<View>('list');
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  if (!may('people.manage')) return <Denied />;
  const placeName = (id: string): string => names.find((one) => one.value === id)?.label ?? id;

  // A list of them all says of each whose it is.
  const edit = (one: Person): ReactNode => (
    <Button onClick={() => setEditing(one)} aria-label={`${t('button.edit')} ${one.name}`}>
      {t('button.edit')}
    </Button>
  );
  const columns: readonly Column<Person>[] = [
    { key: 'name', title: t('person.name'), cell: (one) => one.name },
    { key: 'login', title: t('person.login'), cell: (one) => <span className="mono">{one.login}</span> },
    { key: 'role', title: t('person.role'), cell: (one) => t(`role.${one.role}`) },
    { key: 'place', title: t('person.place'), cell: (one) => placeName(one.place) },
    {
      key: 'state',
      title: t('person.state'),
      cell: (one) => (
        <span className={one.disabled ? 'chip hatched' : 'chip faint'}>{t(one.disabled ? 'person.disabled' : 'person.active')}</span>
      ),
    },
    { key: 'edit', title: t('button.edit'), isTitleHidden: true, cell: edit },
  ];
  return (
    <div className="page">
      <header>
        <h1>{t('way.people')}</h1>
        <Segmented<View>
          value={view}
          onChange={setView}
          aria-label={t('way.people')}
          options={VIEWS.map((value) => ({ value, label: t(`org.${value}`) }))}
          data-testid="people-view"
        />
        <span className="grow" />
        <Button type="primary" onClick={() => setEditing('new')} data-testid="person-new">
          {t('person.new')}
        </Button>
      </header>
      {view === 'list' ? (
        <div className="filters flush">
          <SearchField label={t('org.search')} value={typed} change={setTyped} testId="people-search" />
          <Select
            className="filter"
            aria-label={t('person.role')}
            value={role}
            onChange={setRole}
            options={[
              { value: '' as const, label: t('org.any-role') },
              ...ROLE_ORDER.map((value) => ({ value, label: t(`role.${value}`) })),
            ]}
          />
        </div>
      ) : null}
      {view === 'roles' ? (
        <RolesTable />
      ) : (
        <Answered answer={answer}>
          {({ items: everybody }) => {
            if (view === 'title') return <OrgTree places={places.value?.items ?? []} people={everybody} edit={setEditing} />;
            const items = everybody.filter((one) => (role === '' || one.role === role) && isFoundBy(typed, one.name, one.login));
            return items.length === 0 ? (
              <Nothing title={t(everybody.length === 0 ? 'person.none' : 'org.none')} />
            ) : phone ? (
              <NamedCards
                items={items}
                deed={edit}
                card={(one) => (
                  <>
                    <span>
                      {t(`role.${one.role}`)} · <span className="mono">{one.login}</span>{' '}
                      {one.disabled ? <span className="chip hatched">{t('person.disabled')}</span> : null}
                    </span>
                    <span className="quiet">{placeName(one.place)}</span>
                  </>
                )}
              />
            ) : (
              <DataTable<Person> label={t('way.people')} columns={columns} rows={items} keyOf={(one) => one.id} />
            );
          }}
        </Answered>
      )}
      {view === 'list' ? <ApiTokens places={names} /> : null}
      <Drawer
        open={editing !== null}
        onClose={() => setEditing(null)}
        size={phone ? '100%' : 480}
        destroyOnHidden
        title={editing === 'new' || editing === null ? t('person.new') : editing.name}
      >
        {editing === null ? null : (
          <PersonForm
            person={editing === 'new' ? null : editing}
            places={names}
            placesProblem={places.problem}
            onSaved={() => {
              setEditing(null);
              answer.again();
            }}
          />
        )}
      </Drawer>
    </div>
  );
}

interface Fields {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly place: string;
  readonly secret?: string;
  readonly disabled?: boolean;
}

interface FormProps {
  readonly person: Person | null;
  readonly places: readonly { readonly value: string; readonly label: string }[];
  readonly placesProblem: ApiProblem | null;
  readonly onSaved: () => void;
}

/** What is left empty of a secret stays as it is. */
function PersonForm({ person, places, placesProblem, onSaved }: FormProps) {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const save = ({ login, name, role, place, secret, disabled }: Fields): Promise<void> =>
    submit(async () => {
      const newSecret = secret === undefined || secret === '' ? {} : { secret };
      if (person === null) await send<Person>('POST', '/people', { login, name, role, place, ...newSecret });
      else {
        const body = { name, role, place, disabled: disabled ?? false, ...newSecret };
        await send<Person>('PATCH', `/people/${encodeURIComponent(person.id)}`, body);
      }
      onSaved();
    });

  const isEnding = Form.useWatch('disabled', form) === true;
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      name="person"
      autoComplete="off"
      onFinish={save}
      initialValues={person === null ? { role: 'operator' } : { ...person }}
    >
      <Form.Item name="login" label={t('person.login')} rules={[missing(t('person.login'))]}>
        <Input maxLength={64} disabled={person !== null} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('person.name')} rules={[missing(t('person.name'))]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={t('person.role')} rules={[missing(t('person.role'))]}>
        <Select options={ROLE_ORDER.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
      </Form.Item>
      <Form.Item name="place" label={t('person.place')} extra={t('person.place-detail')} rules={[missing(t('person.place'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} />
      </Form.Item>
      <Form.Item
        name="secret"
        label={person === null ? t('person.secret') : t('person.new-secret')}
        extra={person === null ? null : t('person.new-secret-detail')}
        rules={person === null ? [missing(t('person.secret'))] : []}
      >
        <Input.Password maxLength={256} autoComplete="new-password" />
      </Form.Item>
      {person === null ? null : (
        <Form.Item name="disabled" label={t('person.disabled')} valuePropName="checked">
          <Switch data-testid="person-disabled" />
        </Form.Item>
      )}
      {person !== null && isEnding && !person.disabled ? <Leaves person={person.id} /> : null}
      <FormFoot problem={problem ?? placesProblem}>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="person-save">
          {t('button.save')}
        </Button>
      </FormFoot>
    </Form>
  );
}
