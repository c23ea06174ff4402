// A place below another, or a place under a new name or at other coordinates.
import { Form, Input, Select } from 'antd';
import type { Place, PlaceKind } from '../../gateway/web/contract.ts';
import { send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { kindsBelow } from './place-kinds.ts';
import { changedPosition, knownPosition, type Position, PositionFields } from './position-fields.tsx';

interface Props {
  readonly place: Place;
  readonly close: () => void;
  readonly onSaved: (place: Place) => void;
}

interface Fields extends Position {
  readonly kind: PlaceKind;
  readonly name: string;
}

/** A new place below `place`; the kinds that usually stand there come first. */
export function AddPlace({ place, close, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const { usual, others } = kindsBelow(place.kind);
  const choices = (kinds: readonly PlaceKind[]) => kinds.map((kind) => ({ value: kind, label: t(`place-kind.${kind}`) }));
  return (
    <Dialog
      title={t('place.add-below', { place: place.name })}
      close={close}
      problem={problem}
      okText={t('place.add')}
      confirmLoading={busy}
      okButtonProps={{ htmlType: 'submit', form: 'add-place', 'data-testid': 'place-submit' }}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        name="add-place"
        initialValues={{ kind: usual[0] }}
        onFinish={({ kind, name, ...position }) =>
          submit(async () => onSaved(await send<Place>('POST', '/places', { parent: place.id, kind, name, ...knownPosition(position) })))
        }
      >
        <Form.Item name="kind" label={t('estate.kind')}>
          <Select
            options={[
              { label: t('place.kinds-usual'), options: choices(usual) },
              { label: t('place.kinds-others'), options: choices(others) },
            ]}
            data-testid="place-kind"
          />
        </Form.Item>
        <NameField />
        <PositionFields />
      </Form>
    </Dialog>
  );
}

/** Another name, other coordinates; kind and parent stay. */
export function EditPlace({ place, close, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<Omit<Fields, 'kind'>>();
  const { busy, problem, submit } = useSubmit(form);
  return (
    <Dialog
      title={t('place.edit-title', { place: place.name })}
      close={close}
      problem={problem}
      okText={t('button.save')}
      confirmLoading={busy}
      okButtonProps={{ htmlType: 'submit', form: 'edit-place', 'data-testid': 'place-submit' }}
    >
      <Form<Omit<Fields, 'kind'>>
        form={form}
        layout="vertical"
        name="edit-place"
        initialValues={{ name: place.name, longitude: place.longitude, latitude: place.latitude }}
        onFinish={({ name, ...position }) =>
          submit(async () =>
            onSaved(await send<Place>('PATCH', `/places/${encodeURIComponent(place.id)}`, { name, ...changedPosition(position) })),
          )
        }
      >
        <NameField />
        <PositionFields />
      </Form>
    </Dialog>
  );
}

function NameField() {
  const { t } = useWords();
  return (
    <Form.Item
      name="name"
      label={t('device.name')}
      rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('device.name') }) }]}
    >
      <Input maxLength={80} autoComplete="off" data-testid="place-name" />
    </Form.Item>
  );
}
