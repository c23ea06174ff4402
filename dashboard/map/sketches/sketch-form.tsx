// One sketch as a form: what is pointed at on the map stands in it as coordinates, and what is typed in it stands on the map.
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useEffect } from 'react';
import type { Place } from '../../../gateway/web/contract.ts';
import type { ApiProblem, Page } from '../../api.ts';
import { useOwnPlace } from '../../estate/own-place.ts';
import { pathNames, placesBelow } from '../../estate/place-paths.ts';
import { useFields, useSubmit } from '../../form-problems.ts';
import { useWords } from '../../language.ts';
import { FailedLine } from '../../states.tsx';
import { useAnswer } from '../../use-answer.ts';
import { type Degrees, readDegrees, written } from '../coordinates.ts';
import { SKETCH_COLOURS } from './palette.ts';
import { saveSketch } from './save-sketch.ts';
import { FEWEST, MOST_SPOTS, RADIUS, sizeOf } from './shape.ts';
import type { SketchDraft, Sketching } from './use-sketching.ts';

interface Fields extends Pick<SketchDraft, 'label' | 'note' | 'colour' | 'place' | 'radius' | 'onScreens'> {
  /** A line each: longitude, latitude. */
  readonly spots: string;
}

interface Props {
  readonly draft: SketchDraft;
  readonly sketching: Sketching;
  /** The middle of the map; null where there is none. */
  readonly centre: (() => Degrees) | null;
  /** Asks first where something would be lost. */
  readonly cancel: () => void;
}

export function SketchForm({ draft, sketching, centre, cancel }: Props) {
  const { t } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const own = useOwnPlace();
  const places = useAnswer<Page<Place>>('/places').value?.items ?? [];
  const within = placesBelow(places, own);
  const { kind, spots, radius, of } = draft;
  const isMany = kind === 'line' || kind === 'area';
  const need = (field: string) => [{ required: true, whitespace: true, message: t('field.missing', { field }) }];

  useEffect(() => {
    const text = form.getFieldValue('spots') as string | undefined;
    if (!isSame(readSpots(text ?? ''), spots)) form.setFields([{ name: 'spots', value: spots.map(written).join('\n'), errors: [] }]);
  }, [form, spots]);
  useEffect(() => form.setFieldValue('radius', radius), [form, radius]);

  /** Another was faster: what that one saved is fetched, and is told as a whole. */
  const askAgain = ({ status }: ApiProblem): boolean => {
    if (status === 409) sketching.again();
    return false;
  };
  // What another saved is gone on from; what another took off is drawn anew.
  const way =
    of === null ? undefined : problem?.status === 409 ? sketching.renew : problem?.status === 404 ? sketching.drawAnew : undefined;
  const save = (fields: Fields): Promise<void> =>
    submit(async () => {
      sketching.saved(await saveSketch({ ...draft, ...fields, spots: readSpots(fields.spots) ?? [] }), draft);
    }, askAgain);

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      name="sketch"
      scrollToFirstError={{ focus: true }}
      initialValues={{ ...draft, spots: spots.map(written).join('\n') }}
      onValuesChange={({ spots: text, ...some }: Partial<Fields>) => {
        const read = text === undefined ? null : readSpots(text);
        sketching.change(read === null ? some : { ...some, spots: read });
      }}
      onFinish={save}
      data-testid="sketch-form"
    >
      <p className="quiet" role="status" data-testid="sketch-size">
        {t(`sketch.hint-${kind}`)}
        {sizeOf(draft) === '' ? null : <strong className="numbers"> {sizeOf(draft)}</strong>}
      </p>
      {centre === null ? null : (
        <div className="row sketch-spots">
          <Button onClick={() => sketching.add(centre())} data-testid="sketch-centre">
            {t(isMany ? 'map.tool-centre' : 'sketch.centre')}
          </Button>
          {isMany && spots.length > 0 ? <Button onClick={sketching.back}>{t('map.tool-back')}</Button> : null}
        </div>
      )}
      <Form.Item name="label" label={t('sketch.label')} rules={need(t('sketch.label'))}>
        <Input maxLength={40} placeholder={t(`sketch.example-${kind}`)} data-testid="sketch-label" />
      </Form.Item>
      {kind === 'circle' ? (
        <Form.Item
          name="radius"
          label={t('sketch.radius')}
          rules={[{ required: true, message: t('field.missing', { field: t('sketch.radius') }) }]}
        >
          <InputNumber<number> className="wide-field" min={RADIUS.least} max={RADIUS.most} precision={0} data-testid="sketch-radius" />
        </Form.Item>
      ) : null}
      <Form.Item name="colour" label={t('sketch.colour')}>
        <Select
          data-testid="sketch-colour"
          options={SKETCH_COLOURS.map((value) => ({
            value,
            label: (
              <>
                <span className="sketch-swatch" data-colour={value} aria-hidden="true" /> {t(`sketch.colour-${value}`)}
              </>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('sketch.note')}>
        <Input.TextArea maxLength={500} rows={2} data-testid="sketch-note" />
      </Form.Item>
      <Form.Item name="onScreens" valuePropName="checked" label={t('sketch.on-screens')} extra={t('sketch.on-screens-detail')}>
        <Switch data-testid="sketch-on-screens" />
      </Form.Item>
      <Form.Item name="place" label={t('sketch.place')} extra={t('sketch.place-detail')} rules={need(t('sketch.place'))}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={pathNames(places).filter(({ value }) => within.has(value))} />
      </Form.Item>
      <Form.Item
        name="spots"
        label={t(isMany ? 'sketch.spots' : 'sketch.spot')}
        extra={t(isMany ? 'sketch.spots-detail' : 'sketch.spot-detail')}
        rules={[
          {
            validator: (_, text: string | undefined) => {
              const read = readSpots(text ?? '');
              if (read === null) return Promise.reject(new Error(t('map.go-wrong')));
              if (read.length < FEWEST[kind]) return Promise.reject(new Error(t('sketch.too-few', { n: FEWEST[kind] })));
              const most = isMany ? MOST_SPOTS : 1;
              return read.length > most ? Promise.reject(new Error(t('sketch.too-many', { n: most }))) : Promise.resolve();
            },
          },
        ]}
      >
        <Input.TextArea className="mono" rows={isMany ? 4 : 1} data-testid="sketch-coordinates" />
      </Form.Item>
      <FailedLine problem={problem} {...(way === undefined ? {} : { again: way })} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} data-testid="sketch-save">
          {t('sketch.save')}
        </Button>
        <Button onClick={cancel}>{t('button.cancel')}</Button>
      </div>
    </Form>
  );
}

/** Null where a line is no spot. */
function readSpots(text: string): Degrees[] | null {
  const read = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [readDegrees(line)]));
  const spots = read.filter((spot) => spot !== null);
  return spots.length === read.length ? spots : null;
}

/** As far as they are written. */
function isSame(one: readonly Degrees[] | null, other: readonly Degrees[]): boolean {
  return one !== null && one.map(written).join('\n') === other.map(written).join('\n');
}
