// Machines that may read: their tokens, made with a scope, a place and an end, shown once, and revoked.
import { Button, Drawer, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { ApiTokenView, MadeApiToken } from '../../gateway/web/api-token-contract.ts';
import { type Page, send } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { SecretOnce } from '../secret-once.tsx';
import { Answered, FailedLine, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useLine } from '../use-live.ts';

interface Props {
  /** Place id → its way from the root. */
  readonly places: readonly { readonly value: string; readonly label: string }[];
}

type State = 'working' | 'revoked' | 'expired';

/** `now`: by the gateway's clock. */
function stateOf({ revokedAt, expiresAt }: ApiTokenView, now: number): State {
  return revokedAt !== null ? 'revoked' : expiresAt <= now ? 'expired' : 'working';
}

export function ApiTokens({ places }: Props) {
  const { t } = useWords();
  const phone = usePhone();
  const answer = useAnswer<Page<ApiTokenView>>('/api-tokens');
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiTokenView | null>(null);
  const now = useLine().store.gatewayNow() ?? Date.now();
  const placeName = (id: string): string => places.find((one) => one.value === id)?.label ?? id;
  const state = (one: ApiTokenView) => {
    const is = stateOf(one, now);
    return <span className={is === 'working' ? 'chip faint' : 'chip hatched'}>{t(`token.${is}`)}</span>;
  };
  const used = ({ usedAt, usedFrom }: ApiTokenView): string =>
    usedAt === null ? t('token.never') : `${dateTime(usedAt)} · ${usedFrom ?? ''}`;
  const revoke = (one: ApiTokenView) =>
    stateOf(one, now) === 'working' ? (
      <Button onClick={() => setRevoking(one)} aria-label={t('token.revoke-one', { name: one.name })} data-testid="token-revoke">
        {t('token.revoke')}
      </Button>
    ) : null;

  const columns: readonly Column<ApiTokenView>[] = [
    { key: 'name', title: t('token.name'), cell: (one) => one.name },
    { key: 'scope', title: t('token.scope'), cell: (one) => t(`token.scope.${one.reads}`) },
    { key: 'place', title: t('token.place'), cell: (one) => placeName(one.place) },
    { key: 'used', title: t('token.used'), cell: (one) => <span className="numbers">{used(one)}</span> },
    { key: 'ends', title: t('token.expires'), cell: (one) => <span className="numbers">{dateTime(one.expiresAt)}</span> },
    { key: 'state', title: t('token.state'), cell: state },
    { key: 'revoke', title: '', cell: revoke },
  ];
  return (
    <section className="stack" data-testid="api-tokens">
      <div className="row">
        <h2>{t('token.title')}</h2>
        <span className="grow" />
        <Button onClick={() => setMaking(true)} data-testid="token-new">
          {t('token.new')}
        </Button>
      </div>
      <p className="quiet wide">{t('token.what')}</p>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('token.none')} />
          ) : phone ? (
            <ul className="panel cards">
              {items.map((one) => (
                <li key={one.id} className="person-card">
                  <div className="row">
                    <strong className="grow">{one.name}</strong>
                    {revoke(one)}
                  </div>
                  <span>
                    {t(`token.scope.${one.reads}`)} {state(one)}
                  </span>
                  <span className="quiet">{placeName(one.place)}</span>
                  <span className="quiet numbers">
                    {one.usedAt === null ? null : t('token.used')} {used(one)}
                  </span>
                  <span className="quiet numbers">
                    {t('token.expires')} {dateTime(one.expiresAt)}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <DataTable<ApiTokenView> label={t('token.title')} columns={columns} rows={items} keyOf={(one) => one.id} />
          )
        }
      </Answered>
      <Drawer open={making} onClose={() => setMaking(false)} size={phone ? '100%' : 480} destroyOnHidden title={t('token.new')}>
        <TokenForm
          places={places}
          onMade={(made) => {
            setMaking(false);
            setSecret(made.secret);
            answer.again();
          }}
        />
      </Drawer>
      <SecretOnce secret={secret} title={t('token.made')} said={t('token.once')} close={() => setSecret(null)} />
      {revoking === null ? null : (
        <Revocation
          token={revoking}
          close={() => {
            setRevoking(null);
            answer.again();
          }}
        />
      )}
    </section>
  );
}

interface Fields {
  readonly name: string;
  readonly reads: ApiTokenView['reads'];
  readonly place: string;
  readonly days: number;
}

function TokenForm({ places, onMade }: Props & { readonly onMade: (made: MadeApiToken) => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const make = (fields: Fields): Promise<void> => submit(async () => onMade(await send<MadeApiToken>('POST', '/api-tokens', fields)));
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      name="api-token"
      autoComplete="off"
      onFinish={make}
      initialValues={{ reads: 'alarms', days: 90 }}
    >
      <Form.Item name="name" label={t('token.name')} extra={t('token.name-detail')} rules={[missing(t('token.name'))]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="reads" label={t('token.scope')}>
        <Select options={(['alarms', 'auditor'] as const).map((value) => ({ value, label: t(`token.scope.${value}`) }))} />
      </Form.Item>
      <Form.Item name="place" label={t('token.place')} extra={t('token.place-detail')} rules={[missing(t('token.place'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} />
      </Form.Item>
      <Form.Item name="days" label={t('token.days')} extra={t('token.days-detail')} rules={[missing(t('token.days'))]}>
        <InputNumber min={1} max={366} precision={0} />
      </Form.Item>
      <FailedLine problem={problem} />
      <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="token-make">
        {t('token.make')}
      </Button>
    </Form>
  );
}

function Revocation({ token, close }: { readonly token: ApiTokenView; readonly close: () => void }) {
  const { t } = useWords();
  const { busy, problem, submit } = useSubmit();
  const revoke = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('DELETE', `/api-tokens/${encodeURIComponent(token.id)}`);
      close();
    });
  return (
    <Modal
      open
      title={t('token.revoke-one', { name: token.name })}
      onCancel={close}
      onOk={revoke}
      confirmLoading={busy}
      okText={t('token.revoke')}
      okButtonProps={{ danger: true }}
      cancelText={t('button.cancel')}
    >
      <p>{t('token.revoke-detail')}</p>
      <FailedLine problem={problem} />
    </Modal>
  );
}
