// The fields of a device that a person gives: name, place, position.
import { Form, Input, Select } from 'antd';
import { useWords } from '../language.ts';
import type { PlaceChoice } from './place-paths.ts';
import { type Position, PositionFields } from './position-fields.tsx';

export interface DeviceFieldValues extends Position {
  readonly name: string;
  readonly place: string;
}

export function DeviceFields({ places }: { readonly places: readonly PlaceChoice[] }) {
  const { t } = useWords();
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  return (
    <>
      <Form.Item name="name" label={t('device.name')} rules={[{ ...missing(t('device.name')), whitespace: true }]}>
        <Input maxLength={80} autoComplete="off" data-testid="device-name" />
      </Form.Item>
      <Form.Item name="place" label={t('device.place')} rules={[missing(t('device.place'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} data-testid="device-place" />
      </Form.Item>
      <PositionFields />
    </>
  );
}
