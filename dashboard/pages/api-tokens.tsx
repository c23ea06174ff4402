// Machines that may read: their tokens, made with a scope, a place and an end, shown once, and revoked.
import { Button, Form, Input, InputNumber, Select } from 'antd';
import type { ApiTokenView, MadeApiToken } from '../../gateway/web/api-token-contract.ts';
import { type Page, send } from '../api.ts';
import type { Column } from '../data-table.tsx';
import { FormFoot } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useLine } from '../use-live.ts';
import { GivenOut } from './given-out.tsx';

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
  const answer = useAnswer<Page<ApiTokenView>>('/api-tokens');
  const now = useLine().store.gatewayNow() ?? Date.now();
  const placeName = (id: string): string => places.find((one) => one.value === id)?.label ?? id;
  const state = (one: ApiTokenView) => {
    const is = stateOf(one, now);
    return <span className={is === 'working' ? 'chip faint' : 'chip hatched'}>{t(`token.${is}`)}</span>;
  };
  const used = ({ usedAt, usedFrom }: ApiTokenView): string =>
    usedAt === null ? t('token.never') : `${dateTime(usedAt)} · ${usedFrom ?? ''}`;

  const columns: readonly Column<ApiTokenView>[] = [
    { key: 'name', title: t('token.name'), cell: (one) => one.name },
    { key: 'scope', title: t('token.scope'), cell: (one) => t(`token.scope.${one.reads}`) },
    { key: 'place', title: t('token.place'), cell: (one) => placeName(one.place) },
    { key: 'used', title: t('token.used'), cell: (one) => <span className="numbers">{used(one)}</span> },
    { key: 'ends', title: t('token.expires'), cell: (one) => <span className="numbers">{dateTime(one.expiresAt)}</span> },
    { key: 'state', title: t('token.state'), cell: state },
  ];
  return (
    <section className="stack" data-testid="api-tokens">
      <GivenOut<ApiTokenView>
        of="token"
        path="/api-tokens"
        answer={answer}
        columns={columns}
        isWorking={(one) => stateOf(one, now) === 'working'}
        label={t('token.title')}
        made={t('token.made')}
        head={(make) => (
          <div className="row">
            <h2>{t('token.title')}</h2>
            <span className="grow" />
            <Button onClick={make} data-testid="token-new">
              {t('token.new')}
            </Button>
          </div>
        )}
        card={(one) => (
          <>
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
          </>
        )}
        form={(onMade) => <TokenForm places={places} onMade={(made) => onMade(made.secret)} />}
      />
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
  const form = useFields<Fields>();
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
      <FormFoot problem={problem}>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="token-make">
          {t('token.make')}
        </Button>
      </FormFoot>
    </Form>
  );
}
