// What is drawn on the map, in words, over it: each with who drew it, a way to it, and the form for whoever may draw.
import { App, Button, Popconfirm } from 'antd';
import { useEffect, useRef } from 'react';
import type { SketchView } from '../../../gateway/web/sketch-contract.ts';
import { asProblem, send } from '../../api.ts';
import { useOwnPlace } from '../../estate/own-place.ts';
import { useWords } from '../../language.ts';
import { useMay } from '../../session.tsx';
import { FailedLine, Nothing } from '../../states.tsx';
import { dateTime } from '../../time.ts';
import type { Degrees } from '../coordinates.ts';
import '../drawer.css';
import { SKETCH_KINDS } from './palette.ts';
import { outlineOf, sizeOf } from './shape.ts';
import { SketchForm } from './sketch-form.tsx';
import './sketches.css';
import type { Sketching } from './use-sketching.ts';

interface Props {
  readonly sketching: Sketching;
  /** The place of the point that was looked at, to which a new sketch belongs at first; null: the person's own. */
  readonly place: string | null;
  /** Null where there is no map. */
  readonly centre: (() => Degrees) | null;
  readonly show: ((spots: readonly Degrees[]) => void) | null;
}

export function SketchDrawer({ sketching, place, centre, show }: Props) {
  const { t } = useWords();
  const may = useMay();
  const own = useOwnPlace();
  const title = useRef<HTMLHeadingElement>(null);
  const { draft, sketches, problem, again, chosen } = sketching;
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      className="map-drawer sketch-drawer panel"
      data-form={draft !== null}
      aria-labelledby="sketch-drawer-title"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (draft === null) sketching.close();
        else sketching.drop();
      }}
      data-testid="sketch-drawer"
    >
      <header className="map-drawer-head">
        <h2 id="sketch-drawer-title" ref={title} tabIndex={-1}>
          {draft === null ? t('sketch.title') : t(draft.of === null ? `sketch.new-${draft.kind}` : 'sketch.edit-title')}
        </h2>
        <Button onClick={sketching.close} data-testid="sketch-close">
          {t('map.close')}
        </Button>
      </header>
      <div className="map-drawer-body">
        {draft === null ? (
          <>
            {may('map.draw') ? (
              <fieldset className="beside">
                <legend className="hidden-text">{t('sketch.new')}</legend>
                {SKETCH_KINDS.map((kind) => (
                  <Button key={kind} onClick={() => sketching.begin(kind, place ?? own)} data-testid={`sketch-new-${kind}`}>
                    {t(`sketch.new-${kind}`)}
                  </Button>
                ))}
              </fieldset>
            ) : null}
            <FailedLine problem={problem} again={again} />
            {sketches.length === 0 && problem === null ? <Nothing title={t('sketch.none')}>{t('sketch.none-detail')}</Nothing> : null}
            <ul className="sketch-list">
              {sketches.map((sketch) => (
                <Row key={sketch.id} sketch={sketch} isChosen={sketch.id === chosen} sketching={sketching} show={show} />
              ))}
            </ul>
          </>
        ) : (
          <SketchForm
            key={draft.of?.id ?? draft.kind}
            draft={draft}
            sketching={sketching}
            centre={centre}
            onSaved={({ id }) => {
              sketching.drop();
              sketching.open(id);
              again();
            }}
          />
        )}
      </div>
    </aside>
  );
}

interface RowProps extends Pick<Props, 'sketching' | 'show'> {
  readonly sketch: SketchView;
  readonly isChosen: boolean;
}

function Row({ sketch, isChosen, sketching, show }: RowProps) {
  const { t, say } = useWords();
  const may = useMay();
  const { message } = App.useApp();
  const row = useRef<HTMLLIElement>(null);
  const { id, kind, label, note, colour, radius, changed, place } = sketch;
  const spots = sketch.spots.map(({ longitude, latitude }): Degrees => [longitude, latitude]);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  async function remove(): Promise<void> {
    try {
      await send('DELETE', `/map/sketches/${encodeURIComponent(id)}`);
    } catch (thrown) {
      message.error(say(asProblem(thrown).words));
    }
    sketching.again();
  }
  return (
    <li ref={row} className="sketch-row" data-chosen={isChosen} data-testid="sketch-row">
      <div className="row">
        <span className="sketch-swatch" data-colour={colour} title={t(`sketch.colour-${colour}`)} />
        <strong className="grow">{label}</strong>
        <span className="quiet numbers">
          {t(`sketch.kind-${kind}`)} {sizeOf({ kind, spots, radius })}
        </span>
      </div>
      {note === '' ? null : <p className="sketch-note">{note}</p>}
      <p className="quiet sketch-who">
        {place.map(({ name }) => name).join(' › ')}
        <br />
        {changed.name} · <span className="numbers">{dateTime(changed.at)}</span>
      </p>
      <div className="row">
        {show === null ? null : (
          <Button onClick={() => show(outlineOf({ kind, spots, radius }))} data-testid="sketch-show">
            {t('sketch.show')}
          </Button>
        )}
        {may('map.draw') ? (
          <>
            <Button onClick={() => sketching.edit(sketch)} data-testid="sketch-edit">
              {t('sketch.edit')}
            </Button>
            <Popconfirm
              title={t('sketch.remove-sure', { name: label })}
              onConfirm={remove}
              okText={t('sketch.remove')}
              cancelText={t('button.cancel')}
            >
              <Button data-testid="sketch-remove">{t('sketch.remove')}</Button>
            </Popconfirm>
          </>
        ) : null}
      </div>
    </li>
  );
}
