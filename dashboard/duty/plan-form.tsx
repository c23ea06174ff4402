// A plan of duty checks, new or changed: where, at what time of the day or within which hours, and how long to wait.
import { Form, Input, InputNumber, Select } from 'antd';
import type { DutyPlan } from '../../gateway/web/duty-contract.ts';
import { type ApiProblem, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { Dialog } from '../dialog.tsx';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { MinutesField, USUAL_MINUTES } from './minutes-field.tsx';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
type Kind = DutyPlan['kind'];

interface Fields {
  readonly name: string;
  readonly place: string;
  readonly kind: Kind;
  readonly from: string;
  readonly to?: string | null;
  readonly times: number;
  readonly minutes: number;
}

const NEW: Partial<Fields> = { kind: 'random', from: '22:00', to: '06:00', times: 2, ...USUAL_MINUTES };

interface Props {
  /** Null: a new one. */
  readonly plan: DutyPlan | null;
  /** Its version as it stands now, which may be another's. */
  readonly newest: number;
  readonly places: readonly PlaceChoice[];
  readonly placesProblem: ApiProblem | null;
  readonly close: () => void;
  /** Somebody else was first: what they saved is asked for. */
  readonly onBehind: () => void;
  readonly onSaved: () => void;
}

export function PlanForm({ plan, newest, places, placesProblem, close, onBehind, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const isBehind = problem?.code === 'changed-meanwhile';
  const kind = Form.useWatch('kind', form) ?? plan?.kind ?? 'random';
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  const times = {
    type: 'integer' as const,
    min: 1,
    max: 12,
    message: t('field.between', { lowest: 1, highest: 12, unit: t('plan.times-unit') }),
  };

  function save({ to, ...values }: Fields): Promise<void> {
    return submit(async () => {
      const isRandom = values.kind === 'random';
      // It is switched on and off in the list.
      const body = { ...values, times: isRandom ? values.times : 1, to: isRandom ? to : null, enabled: plan?.enabled ?? true };
      if (plan === null) await send<DutyPlan>('POST', '/duty-plans', body);
      else {
        try {
          // Whoever has heard that somebody else was first saves over what stands now.
          await send<DutyPlan>('PUT', `/duty-plans/${encodeURIComponent(plan.id)}`, { ...body, version: isBehind ? newest : plan.version });
        } catch (thrown) {
          onBehind();
          throw thrown;
        }
      }
      onSaved();
    });
  }

  return (
    <Dialog
      title={plan === null ? t('plan.new') : t('plan.edit-title', { plan: plan.name })}
      close={close}
      problem={problem ?? placesProblem}
      refusalDetail={isBehind ? t('plan.meanwhile') : null}
      okText={t('button.save')}
      confirmLoading={busy}
      okButtonProps={{ htmlType: 'submit', form: 'duty-plan', 'data-testid': 'plan-save' }}
    >
      <Form<Fields> form={form} layout="vertical" name="duty-plan" initialValues={plan ?? NEW} onFinish={save}>
        <Form.Item name="name" label={t('plan.name')} rules={[{ ...missing(t('plan.name')), whitespace: true }]}>
          <Input maxLength={80} autoComplete="off" data-testid="plan-name" />
        </Form.Item>
        <Form.Item name="place" label={t('plan.place')} extra={t('plan.place-detail')} rules={[missing(t('plan.place'))]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} data-testid="plan-place" />
        </Form.Item>
        <Form.Item name="kind" hidden>
          <Input />
        </Form.Item>
        <Choices<Kind>
          title={t('plan.kind')}
          among={[
            { value: 'random', label: t('plan.random') },
            { value: 'daily', label: t('plan.daily') },
          ]}
          chosen={kind}
          choose={(value) => form.setFieldValue('kind', value)}
          problem={null}
          testId="plan-kind"
        />
        <p className="quiet plan-hint">{t(kind === 'random' ? 'plan.random-detail' : 'plan.daily-detail')}</p>
        <div className="position-fields">
          <ClockField name="from" label={t(kind === 'random' ? 'plan.from' : 'plan.time')} />
          {kind === 'random' ? <ClockField name="to" label={t('plan.to')} /> : null}
          {kind === 'random' ? (
            <Form.Item name="times" label={t('plan.times')} rules={[missing(t('plan.times')), times]}>
              <InputNumber<number>
                className="wide-field"
                precision={0}
                controls={false}
                inputMode="numeric"
                suffix={t('plan.times-unit')}
                data-testid="plan-times"
              />
            </Form.Item>
          ) : null}
          <MinutesField testId="plan-minutes" />
        </div>
      </Form>
    </Dialog>
  );
}

function ClockField({ name, label }: { readonly name: 'from' | 'to'; readonly label: string }) {
  const { t } = useWords();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[
        { required: true, message: t('field.missing', { field: label }) },
        { pattern: CLOCK, message: t('plan.clock-form') },
      ]}
    >
      <Input maxLength={5} inputMode="numeric" placeholder="21:30" autoComplete="off" data-testid={`plan-${name}`} />
    </Form.Item>
  );
}
