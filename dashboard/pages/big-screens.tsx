// The big screens: made with a name, a place and a language; the link is shown once; each can be revoked at once.
import { Button, Drawer, Form, Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import type { BigScreenView, MadeBigScreen } from '../../gateway/web/wall-contract.ts';
import { type Page, send } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { SecretOnce } from '../secret-once.tsx';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import './pages.css';

/** In the language's own words, as on the switch of the page. */
const LANGUAGES = [
  { value: 'zh', label: '中文' },
  { value: 'en', label: 'English' },
] as const;

export default function BigScreens() {
  const { t } = useWords();
  const may = useMay();
  const phone = usePhone();
  const answer = useAnswer<Page<BigScreenView>>(may('screen.manage') ? '/big-screens' : null);
  const places = useAnswer<Page<Place>>(may('screen.manage') ? '/places' : null);
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  const [making, setMaking] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<BigScreenView | null>(null);
  if (!may('screen.manage')) return <Denied />;

  const placeName = (id: string): string => names.find((one) => one.value === id)?.label ?? id;
  const seen = ({ seenAt, seenFrom }: BigScreenView): string =>
    seenAt === null ? t('screens.never') : `${dateTime(seenAt)} · ${seenFrom ?? ''}`;
  const state = ({ revokedAt, showing }: BigScreenView) => (
    <span className={revokedAt === null ? 'chip faint' : 'chip hatched'}>
      {revokedAt !== null ? t('screens.revoked') : showing > 0 ? t('screens.showing', { n: showing }) : t('screens.dark')}
    </span>
  );
  const revoke = (one: BigScreenView) =>
    one.revokedAt === null ? (
      <Button onClick={() => setRevoking(one)} aria-label={t('screens.revoke-one', { name: one.name })} data-testid="screen-revoke">
        {t('screens.revoke')}
      </Button>
    ) : null;
  const columns: readonly Column<BigScreenView>[] = [
    { key: 'name', title: t('screens.name'), cell: (one) => one.name },
    { key: 'place', title: t('screens.place'), cell: (one) => placeName(one.place) },
    { key: 'language', title: t('screens.language'), cell: (one) => LANGUAGES.find(({ value }) => value === one.language)?.label },
    { key: 'network', title: t('screens.network'), cell: (one) => <span className="mono">{one.network ?? t('screens.any-network')}</span> },
    { key: 'made', title: t('screens.made'), cell: (one) => <span className="numbers">{`${dateTime(one.madeAt)} · ${one.madeBy}`}</span> },
    { key: 'seen', title: t('screens.seen'), cell: (one) => <span className="numbers">{seen(one)}</span> },
    { key: 'state', title: t('screens.state'), cell: state },
    { key: 'revoke', title: '', cell: revoke },
  ];
  return (
    <div className="page">
      <header>
        <h1>{t('way.big-screens')}</h1>
        <span className="grow" />
        <Button type="primary" onClick={() => setMaking(true)} data-testid="screen-new">
          {t('screens.new')}
        </Button>
      </header>
      <p className="quiet wide">{t('screens.what')}</p>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('screens.none')} />
          ) : phone ? (
            <ul className="panel cards">
              {items.map((one) => (
                <li key={one.id} className="person-card">
                  <div className="row">
                    <strong className="grow">{one.name}</strong>
                    {revoke(one)}
                  </div>
                  <span>{state(one)}</span>
                  <span className="quiet">{placeName(one.place)}</span>
                  <span className="quiet mono">{one.network ?? t('screens.any-network')}</span>
                  <span className="quiet numbers">
                    {t('screens.seen')} {seen(one)}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <DataTable<BigScreenView> label={t('way.big-screens')} columns={columns} rows={items} keyOf={(one) => one.id} />
          )
        }
      </Answered>
      <Drawer open={making} onClose={() => setMaking(false)} size={phone ? '100%' : 480} destroyOnHidden title={t('screens.new')}>
        <ScreenForm
          places={names}
          onMade={({ screen, token }) => {
            setMaking(false);
            setLink(`${window.location.origin}/screen/${screen.id}#token=${token}`);
            answer.again();
          }}
        />
      </Drawer>
      <SecretOnce secret={link} title={t('screens.link')} said={t('screens.once')} close={() => setLink(null)} />
      {revoking === null ? null : (
        <Revocation
          screen={revoking}
          close={() => {
            setRevoking(null);
            answer.again();
          }}
        />
      )}
    </div>
  );
}

interface Fields {
  readonly name: string;
  readonly place: string;
  readonly language: 'zh' | 'en';
  readonly network?: string;
}

interface FormProps {
  /** Place id → its way from the root. */
  readonly places: readonly { readonly value: string; readonly label: string }[];
  readonly onMade: (made: MadeBigScreen) => void;
}

function ScreenForm({ places, onMade }: FormProps) {
  const { t, language } = useWords();
  const [form] = Form.useForm<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const make = ({ network = '', ...fields }: Fields): Promise<void> => {
    const bound = network.trim();
    return submit(async () =>
      onMade(await send<MadeBigScreen>('POST', '/big-screens', { ...fields, network: bound === '' ? null : bound })),
    );
  };
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  return (
    <Form<Fields> form={form} layout="vertical" name="big-screen" autoComplete="off" onFinish={make} initialValues={{ language }}>
      <Form.Item name="name" label={t('screens.name')} extra={t('screens.name-detail')} rules={[missing(t('screens.name'))]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="place" label={t('screens.place')} extra={t('screens.place-detail')} rules={[missing(t('screens.place'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} />
      </Form.Item>
      <Form.Item name="language" label={t('screens.language')}>
        <Select options={[...LANGUAGES]} />
      </Form.Item>
      <Form.Item name="network" label={t('screens.network')} extra={t('screens.network-detail')}>
        <Input maxLength={64} autoComplete="off" className="mono" />
      </Form.Item>
      <FailedLine problem={problem} />
      <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="screen-make">
        {t('screens.make')}
      </Button>
    </Form>
  );
}

function Revocation({ screen, close }: { readonly screen: BigScreenView; readonly close: () => void }) {
  const { t } = useWords();
  const { busy, problem, submit } = useSubmit();
  const revoke = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('DELETE', `/big-screens/${encodeURIComponent(screen.id)}`);
      close();
    });
  return (
    <Modal
      open
      title={t('screens.revoke-one', { name: screen.name })}
      onCancel={close}
      onOk={revoke}
      confirmLoading={busy}
      okText={t('screens.revoke')}
      okButtonProps={{ danger: true }}
      cancelText={t('button.cancel')}
    >
      <p>{t('screens.revoke-detail')}</p>
      <FailedLine problem={problem} />
    </Modal>
  );
}
