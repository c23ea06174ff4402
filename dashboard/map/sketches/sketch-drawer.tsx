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
import { ReshapePanel } from './reshape-panel.tsx';
import { outlineOf, sizeOf } from './shape.ts';
import { SketchForm } from './sketch-form.tsx';
import './sketches.css';
import type { SketchDraft, Sketching } from './use-sketching.ts';

interface Props {
  readonly sketching: Sketching;
  /** The place of the point that was looked at, to which a new sketch belongs at first; null: the person's own. */
  readonly place: string | null;
  /** Null where there is no map. */
  readonly centre: (() => Degrees) | null;
  readonly show: ((spots: readonly Degrees[]) => void) | null;
  /** What stood at the moment that is played back: to be read alone. Null: it is now. */
  readonly past: readonly SketchView[] | null;
}

export function SketchDrawer({ sketching, place, centre, show, past }: Props) {
  const { t } = useWords();
  const may = useMay();
  const own = useOwnPlace();
  const { modal } = App.useApp();
  const title = useRef<HTMLHeadingElement>(null);
  const { problem, again, chosen } = sketching;
  const sketches = past ?? sketching.sketches;
  const draft = past === null ? sketching.draft : null;
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const leave = (way: () => void): void => {
    if (draft === null || !sketching.isUnsaved) {
      way();
      return;
    }
    void modal.confirm({
      title: t('written.leave'),
      okText: t('written.discard'),
      okButtonProps: { 'data-testid': 'sketch-discard' },
      cancelText: t('written.stay'),
      onOk: way,
    });
  };
  const cancel = (): void => leave(sketching.drop);
  return (
    <aside
      className="map-drawer sketch-drawer panel"
      data-form={draft !== null}
      aria-labelledby="sketch-drawer-title"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (draft === null) sketching.close();
        else cancel();
      }}
      data-testid="sketch-drawer"
    >
      <header className="map-drawer-head">
        <h2 id="sketch-drawer-title" ref={title} tabIndex={-1}>
          {titleOf(draft, t)}
        </h2>
        <Button onClick={() => leave(sketching.close)} data-testid="sketch-close">
          {t('map.close')}
        </Button>
      </header>
      <div className="map-drawer-body">
        {draft !== null && sketching.isFound ? (
          <p role="status" data-testid="sketch-kept">
            {t('written.kept')}
          </p>
        ) : null}
        {draft === null ? (
          <>
            {may('map.draw') && past === null ? (
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
            {sketches.length === 0 && problem === null ? (
              <Nothing title={t(past === null ? 'sketch.none' : 'sketch.none-then')}>
                {past === null ? t('sketch.none-detail') : null}
              </Nothing>
            ) : null}
            <ul className="sketch-list">
              {sketches.map((sketch) => (
                <Row
                  key={sketch.id}
                  sketch={sketch}
                  isChosen={sketch.id === chosen}
                  isPast={past !== null}
                  sketching={sketching}
                  show={show}
                />
              ))}
            </ul>
          </>
        ) : draft.by === 'shape' ? (
          <ReshapePanel draft={draft} sketching={sketching} cancel={cancel} />
        ) : (
          <SketchForm key={draft.begun} draft={draft} sketching={sketching} centre={centre} cancel={cancel} />
        )}
      </div>
    </aside>
  );
}

function titleOf(draft: SketchDraft | null, t: ReturnType<typeof useWords>['t']): string {
  if (draft === null) return t('sketch.title');
  if (draft.of === null) return t(`sketch.new-${draft.kind}`);
  return t(draft.by === 'shape' ? 'sketch.reshape' : 'sketch.edit-title');
}

interface RowProps extends Pick<Props, 'sketching' | 'show'> {
  readonly sketch: SketchView;
  readonly isChosen: boolean;
  readonly isPast: boolean;
}

function Row({ sketch, isChosen, isPast, sketching, show }: RowProps) {
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
        {may('map.draw') && !isPast ? (
          <>
            {show === null ? null : (
              <Button onClick={() => sketching.edit(sketch, 'shape')} data-testid="sketch-reshape">
                {t('sketch.reshape')}
              </Button>
            )}
            <Button onClick={() => sketching.edit(sketch, 'words')} data-testid="sketch-edit">
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
