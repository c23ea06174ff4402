// One layer as a form: what its kind does not need is not asked for.
import { Button, Form, Input, InputNumber, Select } from 'antd';
import type { Place } from '../../gateway/web/contract.ts';
import type { MapFile, MapLayer } from '../../gateway/web/map-contract.ts';
import { type Page, send } from '../api.ts';
import { useOwnPlace } from '../estate/own-place.ts';
import { placesBelow } from '../estate/place-paths.ts';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { readDegrees, SYSTEM_NAMES, written } from './coordinates.ts';

const KINDS = ['pmtiles', 'xyz', 'image', 'tianditu', 'custom'] as const;
const TIANDITU = ['vec', 'img', 'ter'] as const;
const SYSTEMS = ['wgs84', 'gcj02', 'bd09'] as const;
const CORNERS = [0, 1, 2, 3] as const;
const LEVELS = { lowest: 0, highest: 22 } as const;

interface Fields extends Omit<MapLayer, 'corners' | 'hasKey'> {
  readonly key?: string;
  /** Each as a person writes it. */
  readonly corners?: readonly string[];
}

const FRESH: Partial<Fields> = { kind: 'pmtiles', coordinates: 'wgs84', lowest: 0, highest: 18, tianditu: 'vec' };

interface Props {
  /** Null: a new one. */
  readonly layer: MapLayer | null;
  readonly close: () => void;
  readonly onSaved: () => void;
}

export function LayerForm({ layer, close, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const own = useOwnPlace();
  const places = useAnswer<Page<Place>>('/places').value?.items ?? [];
  const files = useAnswer<Page<MapFile>>('/map/files').value?.items ?? [];
  const kind = Form.useWatch('kind', form) ?? layer?.kind ?? 'pmtiles';
  const within = placesBelow(places, own);
  const isFile = kind === 'pmtiles' || kind === 'xyz' || kind === 'image';
  const need = (field: string) => [{ required: true, message: t('field.missing', { field }) }];

  async function save({ id, key, corners, ...rest }: Fields): Promise<void> {
    const body = {
      ...rest,
      ...(key ? { key } : {}),
      ...(corners === undefined ? {} : { corners: corners.map(cornerOf) }),
    };
    await (layer === null
      ? send('POST', '/map/layers', { id, ...body })
      : send('PUT', `/map/layers/${encodeURIComponent(layer.id)}`, body));
    onSaved();
  }

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      className="panel layer-form"
      initialValues={layer === null ? { ...FRESH, place: own } : { ...layer, corners: layer.corners?.map(cornerText) }}
      onFinish={(fields) => submit(() => save(fields))}
      data-testid="layer-form"
    >
      {layer === null ? (
        <Form.Item name="id" label={t('layers.id')} extra={t('layers.id-help')} rules={need(t('layers.id'))}>
          <Input data-testid="layer-id" maxLength={40} />
        </Form.Item>
      ) : null}
      <Form.Item name="name" label={t('layers.name')} rules={need(t('layers.name'))}>
        <Input data-testid="layer-name" maxLength={40} />
      </Form.Item>
      <Form.Item name="place" label={t('layers.place')} rules={need(t('layers.place'))}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={places.filter(({ id }) => within.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('layers.kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`layers.kind-${value}`) }))} data-testid="layer-kind" />
      </Form.Item>
      {isFile ? (
        <Form.Item name="file" label={t('layers.file')} rules={need(t('layers.file'))}>
          <Select
            options={files.filter((file) => file.kind === kind).map(({ name }) => ({ value: name, label: name }))}
            notFoundContent={t('layers.file-none')}
            data-testid="layer-file"
          />
        </Form.Item>
      ) : null}
      {kind === 'custom' ? (
        <Form.Item name="url" label={t('layers.url')} extra={t('layers.url-help')} rules={need(t('layers.url'))}>
          <Input data-testid="layer-url" placeholder="https://tiles.example.org/{z}/{x}/{y}.png" />
        </Form.Item>
      ) : null}
      {kind === 'tianditu' ? (
        <>
          <Form.Item name="tianditu" label={t('layers.tianditu')} rules={need(t('layers.tianditu'))}>
            <Select options={TIANDITU.map((value) => ({ value, label: t(`layers.tianditu-${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="key"
            label={t('layers.key')}
            extra={layer?.hasKey ? t('layers.key-kept') : t('layers.key-help')}
            rules={layer?.hasKey ? [] : need(t('layers.key'))}
          >
            <Input.Password autoComplete="off" data-testid="layer-key" />
          </Form.Item>
        </>
      ) : null}
      {kind === 'image' ? (
        <fieldset className="corners">
          <legend>{t('layers.corners')}</legend>
          {CORNERS.map((corner) => (
            <Form.Item
              key={corner}
              name={['corners', corner]}
              label={t(`layers.corner-${corner}`)}
              rules={[
                {
                  validator: (_, text: string | undefined) =>
                    readDegrees(text ?? '') === null ? Promise.reject(new Error(t('map.go-wrong'))) : Promise.resolve(),
                },
              ]}
            >
              <Input placeholder="104.7000, 35.9000" data-testid={`layer-corner-${corner}`} />
            </Form.Item>
          ))}
        </fieldset>
      ) : null}
      <Form.Item name="coordinates" label={t('layers.coordinates')}>
        <Select options={SYSTEMS.map((value) => ({ value, label: SYSTEM_NAMES[value] }))} />
      </Form.Item>
      <Form.Item name="approval" label={t('layers.approval')}>
        <Input data-testid="layer-approval" maxLength={60} placeholder={t('layers.approval-example')} />
      </Form.Item>
      <Form.Item name="attribution" label={t('layers.attribution')}>
        <Input maxLength={200} />
      </Form.Item>
      {kind === 'image' || kind === 'pmtiles' ? null : (
        <div className="position-fields">
          {(['lowest', 'highest'] as const).map((name) => (
            <Form.Item key={name} name={name} label={t(`layers.${name}`)} rules={need(t(`layers.${name}`))}>
              <InputNumber<number> className="wide-field" min={LEVELS.lowest} max={LEVELS.highest} precision={0} />
            </Form.Item>
          ))}
        </div>
      )}
      <FailedLine problem={problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} data-testid="layer-save">
          {t('layers.save')}
        </Button>
        <Button onClick={close}>{t('button.cancel')}</Button>
      </div>
    </Form>
  );
}

function cornerText({ longitude, latitude }: { readonly longitude: number; readonly latitude: number }): string {
  return written([longitude, latitude]);
}

/** What the form let through is a spot. */
function cornerOf(text: string): { longitude: number; latitude: number } {
  const [longitude, latitude] = readDegrees(text) ?? [0, 0];
  return { longitude, latitude };
}
