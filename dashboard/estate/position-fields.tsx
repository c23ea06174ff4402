// Where a place or a device stands on the map: two numbers, both or none.
import { Form, InputNumber } from 'antd';
import { useWords } from '../language.ts';

/** As a form holds it: null or undefined where nothing was written. */
export interface Position {
  readonly longitude?: number | null | undefined;
  readonly latitude?: number | null | undefined;
}

/** For something new: left out where it is not known. */
export function knownPosition({ longitude, latitude }: Position): { longitude?: number; latitude?: number } {
  return typeof longitude === 'number' && typeof latitude === 'number' ? { longitude, latitude } : {};
}

/** For something that is there already: null takes the position away. */
export function changedPosition({ longitude, latitude }: Position): { longitude: number | null; latitude: number | null } {
  return { longitude: longitude ?? null, latitude: latitude ?? null };
}

/** Degrees, WGS-84. */
const FURTHEST = { longitude: 180, latitude: 90 } as const;

export function PositionFields() {
  const { t } = useWords();
  return (
    <>
      <p className="quiet position-hint">{t('position.detail')}</p>
      <div className="position-fields">
        <OneOf name="longitude" other="latitude" />
        <OneOf name="latitude" other="longitude" />
      </div>
    </>
  );
}

function OneOf({ name, other }: { readonly name: keyof typeof FURTHEST; readonly other: keyof typeof FURTHEST }) {
  const { t } = useWords();
  const furthest = FURTHEST[name];
  const label = t(`position.${name}`);
  return (
    <Form.Item
      name={name}
      label={label}
      dependencies={[other]}
      rules={[
        {
          type: 'number',
          min: -furthest,
          max: furthest,
          message: t('field.between', { lowest: -furthest, highest: furthest, unit: '°' }),
        },
        ({ getFieldValue }) => ({
          validator: (_, value: number | null | undefined) =>
            typeof getFieldValue(other) === 'number' && typeof value !== 'number'
              ? Promise.reject(new Error(t('field.missing', { field: label })))
              : Promise.resolve(),
        }),
      ]}
    >
      <InputNumber<number> className="wide-field" controls={false} inputMode="decimal" data-testid={`position-${name}`} />
    </Form.Item>
  );
}
