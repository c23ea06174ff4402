// Changing the shape of a sketch, in words: how large it is, what can be done with the corner that is held, and what another did meanwhile.
import { Button } from 'antd';
import { useSubmit } from '../../form-problems.ts';
import { useWords } from '../../language.ts';
import { FailedLine } from '../../states.tsx';
import { written } from '../coordinates.ts';
import { heldAt, mayLose, withCorner, withoutCorner } from './reshape.ts';
import './reshape.css';
import { saveSketch } from './save-sketch.ts';
import { MOST_SPOTS, sizeOf } from './shape.ts';
import type { SketchDraft, Sketching } from './use-sketching.ts';

interface Props {
  readonly draft: SketchDraft;
  readonly sketching: Sketching;
  /** Asks first where something would be lost. */
  readonly cancel: () => void;
}

export function ReshapePanel({ draft, sketching, cancel }: Props) {
  const { t } = useWords();
  const { busy, problem, submit, forget } = useSubmit();
  const { kind, spots, label, steps, of, handle: held } = draft;
  const isMany = kind === 'line' || kind === 'area';
  const corner = typeof held === 'number' && held < spots.length ? held : null;
  const spot = held === null ? null : heldAt(draft, held);
  const theirs = sketching.sketches.find(({ id }) => id === of?.id);
  const isNewer = of !== null && theirs !== undefined && theirs.version > of.version;
  const isGone = of !== null && theirs === undefined;
  const save = (): Promise<void> =>
    submit(
      async () => sketching.saved(await saveSketch(draft), draft),
      ({ status }) => {
        // Another was faster: what that one did is fetched, and stands here in words with a choice.
        if (status === 409 || status === 404) sketching.again();
        return false;
      },
    );
  return (
    <div className="reshape-panel" data-testid="reshape-panel">
      <p>
        <strong>{label}</strong> <span className="quiet">{t(`sketch.reshape-hint-${isMany ? 'many' : kind}`)}</span>
      </p>
      {isNewer ? (
        <div className="reshape-word" role="alert" data-testid="reshape-newer">
          <span>{t('sketch.newer', { who: theirs.changed.name, version: theirs.version })}</span>
          <div className="row">
            <Button
              onClick={() => {
                forget();
                sketching.renew();
              }}
              data-testid="reshape-mine"
            >
              {t('sketch.newer-mine')}
            </Button>
            <Button
              onClick={() => {
                forget();
                sketching.edit(theirs, 'shape');
              }}
              data-testid="reshape-theirs"
            >
              {t('sketch.newer-theirs')}
            </Button>
          </div>
        </div>
      ) : null}
      {isGone ? (
        <div className="reshape-word" role="alert" data-testid="reshape-gone">
          <span>{t('sketch.gone')}</span>
          <Button
            onClick={() => {
              forget();
              sketching.drawAnew();
            }}
          >
            {t('sketch.gone-anew')}
          </Button>
        </div>
      ) : null}
      <p role="status" className="numbers" data-testid="reshape-size">
        <strong>{sizeOf(draft)}</strong>{' '}
        <span className="quiet">
          {corner === null || !isMany ? '' : t('sketch.handle-corner', { n: corner + 1, all: spots.length })}{' '}
          {spot === null || held === 'rim' ? '' : written(spot)}
        </span>
      </p>
      <div className="row">
        <Button disabled={steps.length === 0} onClick={sketching.undo} data-testid="reshape-undo">
          {t('sketch.undo', { n: steps.length })}
        </Button>
        {isMany ? (
          <>
            <Button
              disabled={corner === null || spots.length >= MOST_SPOTS}
              onClick={() => corner !== null && sketching.reshape(withCorner(draft, corner), true)}
              data-testid="reshape-add"
            >
              {t('sketch.corner-add')}
            </Button>
            <Button
              disabled={corner === null || !mayLose(draft)}
              onClick={() => corner !== null && sketching.reshape(withoutCorner(draft, corner), true)}
              data-testid="reshape-remove"
            >
              {t('sketch.corner-remove')}
            </Button>
          </>
        ) : null}
      </div>
      {/* A choice above says the same. */}
      <FailedLine problem={isNewer || isGone ? null : problem} />
      <div className="row">
        <Button
          type="primary"
          loading={busy}
          disabled={isNewer || isGone || (of !== null && steps.length === 0)}
          onClick={save}
          data-testid="reshape-save"
        >
          {t('sketch.save')}
        </Button>
        <Button onClick={cancel} data-testid="reshape-cancel">
          {t('button.cancel')}
        </Button>
      </div>
      <p className="quiet">{t('sketch.reshape-unsaved')}</p>
      <p className="quiet reshape-keys">{t(isMany ? 'sketch.reshape-keys-many' : 'sketch.reshape-keys')}</p>
    </div>
  );
}
