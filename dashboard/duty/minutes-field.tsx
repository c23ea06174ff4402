// The minutes within which somebody must press the button, as every form of a duty check asks for them: its field `minutes`.
import { Form, InputNumber } from 'antd';
import { DUTY_MINUTES } from '../../device-drivers/gb26875/settings.ts';
import { useWords } from '../language.ts';

export interface MinutesValue {
  readonly minutes: number;
}

export const USUAL_MINUTES: MinutesValue = { minutes: DUTY_MINUTES.usual };

/** Nobody is corrected silently: what is out of bounds stays in the field, with the bounds beside it. */
export function MinutesField({ testId }: { readonly testId: string }) {
  const { t } = useWords();
  const { lowest, highest } = DUTY_MINUTES;
  return (
    <Form.Item
      name="minutes"
      label={t('duty.minutes')}
      rules={[
        { required: true, message: t('field.missing', { field: t('duty.minutes') }) },
        { type: 'integer', min: lowest, max: highest, message: t('field.between', { lowest, highest, unit: t('duty.minutes-unit') }) },
      ]}
    >
      <InputNumber<number>
        className="wide-field"
        precision={0}
        controls={false}
        inputMode="numeric"
        suffix={t('duty.minutes-unit')}
        data-testid={testId}
      />
    </Form.Item>
  );
}
