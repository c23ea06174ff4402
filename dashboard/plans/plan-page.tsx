// A floor's plan as a page: the drawing with live symbols, the same as a list beside it, and its editor.
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { FloorPlan, PlanItem } from '../../gateway/web/plan-contract.ts';
import { send, sendFile } from '../api.ts';
import { useBeforeLeaving } from '../before-leaving.ts';
import { useSubmit } from '../form-problems.ts';
import { useKept } from '../kept-in-page.ts';
import { useWords } from '../language.ts';
import { WorstMark } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { CopyPlan } from './copy-plan.tsx';
import { DRAWING_MEBIBYTES } from './drawing-bytes.ts';
import { PlanView, type Spot, useWorst } from './plan-view.tsx';
import { ScaleTool } from './scale-tool.tsx';
import { TakeDown, TakenDown } from './take-down.tsx';
import { type Refusal, UploadDrawing } from './upload-drawing.tsx';

export default function PlanPage() {
  const { place = '' } = useParams();
  const may = useMay();
  const answer = useAnswer<FloorPlan>(`/places/${encodeURIComponent(place)}/plan`, {}, 30_000);
  if (!may('device.read')) return <Denied />;
  return (
    <Veil>
      <Answered answer={answer}>{(plan) => <Floor key={place} place={place} fetched={plan} again={answer.again} />}</Answered>
    </Veil>
  );
}

/** What a person has changed and not yet saved; it stands whatever others save meanwhile. */
interface Draft {
  readonly spots: Readonly<Record<string, Spot | null>>;
  readonly scale?: FloorPlan['scale'];
}

function hasChanges({ spots, scale }: Draft): boolean {
  return scale !== undefined || Object.keys(spots).length > 0;
}

/** What of it is not in what was sent, which is saved now; null: nothing. Each change is an object of its own. */
function changedSince(sent: Draft | null, now: Draft | null): Draft | null {
  if (now === null) return null;
  const spots = Object.fromEntries(
    Object.entries(now.spots).filter(([id, spot]) => sent === null || !(id in sent.spots) || sent.spots[id] !== spot),
  );
  const later: Draft = now.scale === undefined || now.scale === sent?.scale ? { spots } : { spots, scale: now.scale };
  return hasChanges(later) ? later : null;
}

function Floor({ place, fetched, again }: { readonly place: string; readonly fetched: FloorPlan; readonly again: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const [search] = useSearchParams();
  const [saved, setSaved] = useState<FloorPlan | null>(null);
  const [draft, setDraft, found] = useKept<Draft>(`plan ${place}`, hasChanges);
  const [chosen, setChosen] = useState<string | null>(search.get('device'));
  const [measured, setMeasured] = useState<readonly Spot[] | null>(null);
  const [isOpen, setOpen] = useState<'copy' | 'take-down' | null>(null);
  const phone = usePhone();
  const [refused, setRefused] = useState<Refusal | null>(null);
  const { busy, problem, submit } = useSubmit();
  const plan = saved !== null && saved.version > fetched.version ? saved : fetched;
  const items = plan.items.map((item): PlanItem => {
    const moved = draft?.spots[item.id];
    return moved === undefined ? item : { ...item, at: moved };
  });
  const scale = draft?.scale === undefined ? plan.scale : draft.scale;
  const put = (id: string, spot: Spot | null): void => {
    if (items.some((item) => item.id === id)) setDraft((before) => ({ ...before, spots: { ...before?.spots, [id]: spot } }));
  };
  const endEditing = (): void => {
    setDraft(null);
    setMeasured(null);
  };
  const upload = (file: File): Promise<void> =>
    submit(async () => {
      const body = { type: file.type || 'application/octet-stream', body: file };
      setSaved(await sendFile<FloorPlan>(`/places/${encodeURIComponent(place)}/plan/drawing`, { version: plan.version }, body));
      setDraft((before) => before ?? { spots: {} });
    });
  const restore = (): Promise<void> =>
    submit(async () =>
      setSaved(await send<FloorPlan>('POST', `/places/${encodeURIComponent(place)}/plan/restore`, { version: plan.version })),
    );
  const save = (): Promise<void> =>
    submit(async () => {
      const positions = items.flatMap(({ id, at }) => (at === null ? [] : [{ device: id, ...at }]));
      setSaved(await send<FloorPlan>('PUT', `/plans/${encodeURIComponent(place)}`, { version: plan.version, scale, positions }));
      // What was changed while it was on its way stays, as a change of what is saved now.
      setDraft((now) => changedSince(draft, now));
      setMeasured((now) => (now === measured ? null : now));
    });
  const isChanged = draft !== null && hasChanges(draft);
  useBeforeLeaving(() => isChanged);
  const canEdit = may('device.manage');
  const press = (spot: Spot): void => {
    if (measured !== null) setMeasured(measured.length >= 2 ? [spot] : [...measured, spot]);
    else if (draft !== null && chosen !== null && items.find(({ id }) => id === chosen)?.at === null) put(chosen, spot);
  };
  return (
    <div className="plan-page">
      <header className="plan-head">
        <h1>{plan.place.map(({ name }) => name).join(' › ')}</h1>
        <span className="grow" />
        <Link className="link big-link" to={`/estate?place=${encodeURIComponent(place)}`}>
          {t('floor-plan.devices')}
        </Link>
        {canEdit ? <UploadDrawing busy={busy} isFirst={plan.drawing === null} upload={upload} refuse={setRefused} /> : null}
        {canEdit && plan.drawing !== null && draft === null ? (
          <>
            <Button data-testid="copy-plan" onClick={() => setOpen('copy')}>
              {t('floor-plan.copy')}
            </Button>
            <Button data-testid="take-down" onClick={() => setOpen('take-down')}>
              {t('floor-plan.take-down')}
            </Button>
            <Button type="primary" data-testid="edit-plan" onClick={() => setDraft({ spots: {} })}>
              {t('floor-plan.edit')}
            </Button>
          </>
        ) : null}
        {draft === null ? null : (
          <>
            <Button onClick={() => setMeasured(measured === null ? [] : null)} aria-pressed={measured !== null}>
              {t('floor-plan.scale')}
            </Button>
            {isChanged ? (
              <Popconfirm
                title={t('floor-plan.discard-sure')}
                okText={t('floor-plan.discard')}
                cancelText={t('file.go-on')}
                okButtonProps={{ 'data-testid': 'discard-plan-sure' }}
                onConfirm={endEditing}
              >
                <Button data-testid="discard-plan">{t('floor-plan.discard')}</Button>
              </Popconfirm>
            ) : (
              <Button onClick={endEditing} data-testid="discard-plan">
                {t('floor-plan.discard')}
              </Button>
            )}
            <Button type="primary" data-testid="save-plan" loading={busy} onClick={() => void save()}>
              {t('floor-plan.save')}
            </Button>
          </>
        )}
      </header>
      <FailedLine problem={problem} {...(problem?.status === 409 ? { again } : {})} />
      {refused === null ? null : (
        <p className="problem-line" role="alert" data-testid="plan-refused">
          {t(refused, { size: DRAWING_MEBIBYTES })}
        </p>
      )}
      {draft !== null && draft === found ? (
        <p className="plan-hint" role="status" data-testid="plan-kept">
          {t('written.kept')}
        </p>
      ) : null}
      {draft === null ? null : (
        <p className="plan-hint quiet">
          {t(measured !== null ? 'floor-plan.scale-hint' : phone ? 'floor-plan.hint-touch' : 'floor-plan.hint')}
        </p>
      )}
      {measured !== null && measured.length === 2 ? (
        <ScaleTool
          spots={measured}
          set={(next) => {
            setDraft((before) => ({ spots: before?.spots ?? {}, scale: next }));
            setMeasured(null);
          }}
        />
      ) : null}
      <div className="plan-body">
        {plan.drawing === null && plan.removed !== null ? (
          <TakenDown removed={plan.removed} busy={busy} restore={canEdit ? () => void restore() : null} />
        ) : plan.drawing === null ? (
          <Nothing title={t('floor-plan.none')}>{canEdit ? t('floor-plan.none-detail', { size: DRAWING_MEBIBYTES }) : null}</Nothing>
        ) : (
          <PlanView
            place={place}
            plan={{ drawing: plan.drawing, scale }}
            items={items}
            focus={draft === null ? chosen : null}
            onChoose={setChosen}
            onSpot={press}
            marks={measured ?? []}
            {...(draft === null ? {} : { onMove: put, onDropDevice: put })}
          />
        )}
        <PlanList items={items} chosen={chosen} choose={setChosen} {...(draft === null || plan.drawing === null ? {} : { put })} />
      </div>
      {isOpen === 'copy' ? <CopyPlan place={place} plan={plan} close={() => setOpen(null)} /> : null}
      {isOpen === 'take-down' ? (
        <TakeDown
          place={place}
          version={plan.version}
          done={(taken) => {
            setSaved(taken);
            setOpen(null);
          }}
          close={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}

interface PlanListProps {
  readonly items: readonly PlanItem[];
  readonly chosen: string | null;
  readonly choose: (id: string) => void;
  readonly put?: (id: string, spot: Spot | null) => void;
}

/** The same as a list, what is nowhere on the plan first: it says all that the drawing shows. */
function PlanList({ items, chosen, choose, put }: PlanListProps) {
  const { t } = useWords();
  const worst = useWorst();
  const unplaced = items.filter(({ at }) => at === null);
  const placed = items.filter(({ at }) => at !== null);
  const row = (item: PlanItem) => {
    const is = worst.get(item.id) ?? null;
    return (
      <li key={item.id}>
        <button
          type="button"
          className="plan-row"
          data-testid="plan-row"
          data-device={item.id}
          aria-pressed={item.id === chosen}
          draggable={put !== undefined}
          onDragStart={(event) => event.dataTransfer.setData('text/plain', item.id)}
          onClick={() => choose(item.id)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || put === undefined || item.at !== null) return;
            event.preventDefault();
            choose(item.id);
            put(item.id, { x: 0.5, y: 0.5 });
          }}
        >
          <span className="grow">{item.name}</span>
          {is === 'test' ? (
            <span className="chip">{t('drill.word')}</span>
          ) : is === null && item.stale ? (
            t('floor-plan.stale')
          ) : (
            <WorstMark of={is} />
          )}
        </button>
      </li>
    );
  };
  return (
    <aside className="panel plan-list" aria-label={t('floor-plan.list')}>
      {unplaced.length === 0 ? null : (
        <>
          <h2>{t('floor-plan.unplaced', { n: unplaced.length })}</h2>
          <ul>{unplaced.map(row)}</ul>
        </>
      )}
      <h2>{t('floor-plan.placed', { n: placed.length })}</h2>
      <ul>{placed.map(row)}</ul>
    </aside>
  );
}
