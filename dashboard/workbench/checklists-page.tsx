// The checklists of a place: what applies for each class of alarm, and a list of its own in place of it.
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { PlaceChecklists } from '../../gateway/web/work-contract.ts';
import type { AlarmClass } from '../alarm-classes.ts';
import { send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { fieldText, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { requestKey } from '../request-key.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { ChecklistVersionList } from './checklist-versions.tsx';
import './workbench.css';

type List = PlaceChecklists['lists'][number];
type ListStep = List['steps'][number];

/** The gateway's own bounds. */
const TITLE_LONGEST = 80;
const MOST_STEPS = 40;

export default function ChecklistsPage() {
  const { t } = useWords();
  const may = useMay();
  const { place = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const answer = useAnswer<PlaceChecklists>(may('alarm.read') ? `/places/${encodeURIComponent(place)}/checklists` : null);
  if (!may('alarm.read')) return <Denied />;
  return (
    <div className="page" data-testid="checklists">
      <Answered answer={answer}>
        {(all) => {
          const list = all.lists.find((one) => one.class === (search.get('class') ?? 'fire'));
          const chosen = list?.class ?? null;
          return (
            <>
              <header>
                <h1>
                  {t('lists.title')} · {all.place.name}
                </h1>
                <p className="quiet wide">{t('lists.what')}</p>
              </header>
              <Choices<AlarmClass>
                title={t('lists.class')}
                testId="list-class"
                among={all.lists.map(({ class: value }) => ({ value, label: t(`class.${value}`) }))}
                chosen={chosen}
                choose={(value) => setSearch({ class: value }, { replace: true })}
                problem={null}
              />
              {list === undefined ? null : (
                <>
                  <Editor
                    key={`${chosen} ${list.version}`}
                    place={all.place.id}
                    list={list}
                    again={answer.again}
                    mayEdit={may('unit.manage')}
                  />
                  {list.version === 0 ? null : <ChecklistVersionList key={list.version} place={all.place.id} of={list.class} />}
                </>
              )}
            </>
          );
        }}
      </Answered>
    </div>
  );
}

interface EditorProps {
  readonly place: string;
  readonly list: List;
  readonly mayEdit: boolean;
  readonly again: () => void;
}

function Editor({ place, list, mayEdit, again }: EditorProps) {
  const { t, say } = useWords();
  const { busy, problem, submit, forget } = useSubmit();
  const [steps, setSteps] = useState<readonly ListStep[]>(list.steps);
  const isOwn = list.from?.id === place;
  const path = `/places/${encodeURIComponent(place)}/checklists`;
  const save = (content: readonly ListStep[] | null) =>
    submit(async () => {
      await send<PlaceChecklists>('PUT', path, { class: list.class, version: list.version, steps: content });
      again();
    });
  const change = (nth: number, step: ListStep): void => setSteps(steps.map((one, at) => (at === nth ? step : one)));
  const move = (nth: number, by: -1 | 1): void => {
    const moved = [...steps];
    const [step] = moved.splice(nth, 1);
    if (step !== undefined) moved.splice(nth + by, 0, step);
    setSteps(moved);
  };
  const refused = (nth: number): string | undefined => {
    const field = problem?.fields.find(({ path: at }) => at.startsWith(`body.steps.${nth}.`));
    return field === undefined ? undefined : fieldText(field, say);
  };
  const ready = steps.length > 0 && steps.every(({ title }) => title.zh.trim() !== '');
  return (
    <section className="panel work-part">
      <p className="row">
        <strong>
          {list.from === null
            ? t('lists.built-in')
            : isOwn
              ? t('lists.own', { n: list.version })
              : t('work.list-of', { name: list.from.name })}
        </strong>
        {list.changed === null ? null : (
          <span className="quiet numbers">
            {list.changed.name} {dateTime(list.changed.at)}
          </span>
        )}
      </p>
      <ol className="stack">
        {steps.map((step, nth) => (
          <li key={step.id} className="list-step" data-testid="list-step">
            <Input
              aria-label={t('lists.zh', { n: nth + 1 })}
              placeholder={t('lists.zh', { n: nth + 1 })}
              maxLength={TITLE_LONGEST}
              disabled={!mayEdit}
              value={step.title.zh}
              onChange={({ target }) => change(nth, { ...step, title: { ...step.title, zh: target.value } })}
              data-testid="list-zh"
            />
            <Input
              aria-label={t('lists.en', { n: nth + 1 })}
              placeholder={t('lists.en', { n: nth + 1 })}
              maxLength={TITLE_LONGEST}
              disabled={!mayEdit}
              value={step.title.en}
              onChange={({ target }) => change(nth, { ...step, title: { ...step.title, en: target.value } })}
            />
            <InputNumber<number>
              aria-label={t('lists.due')}
              placeholder={t('lists.no-due')}
              min={10}
              max={86_400}
              precision={0}
              controls={false}
              suffix={t('lists.seconds')}
              disabled={!mayEdit}
              value={step.due}
              onChange={(due) => change(nth, { ...step, due })}
              data-testid="list-due"
            />
            <Select
              aria-label={t('lists.minute')}
              disabled={!mayEdit}
              value={step.minute ?? 0}
              options={[0, 1, 3, 5].map((value) => ({ value, label: value === 0 ? t('lists.no-minute') : t('work.minute', { n: value }) }))}
              onChange={(value) => change(nth, { ...step, minute: value === 1 || value === 3 || value === 5 ? value : null })}
            />
            {mayEdit ? (
              <span className="row">
                <Button disabled={nth === 0} onClick={() => move(nth, -1)} aria-label={t('lists.up')}>
                  ↑
                </Button>
                <Button disabled={nth === steps.length - 1} onClick={() => move(nth, 1)} aria-label={t('lists.down')}>
                  ↓
                </Button>
                <Button onClick={() => setSteps(steps.filter((one) => one.id !== step.id))} data-testid="list-remove">
                  {t('lists.remove')}
                </Button>
              </span>
            ) : null}
            {refused(nth) === undefined ? null : (
              <span role="alert" className="field-problem">
                {refused(nth)}
              </span>
            )}
          </li>
        ))}
      </ol>
      {mayEdit ? (
        <div className="row">
          <Button
            disabled={steps.length >= MOST_STEPS}
            onClick={() => setSteps([...steps, { id: requestKey(), title: { zh: '', en: '' }, due: null, minute: null }])}
            data-testid="list-add"
          >
            {t('lists.add')}
          </Button>
          <Button type="primary" disabled={!ready} loading={busy} onClick={() => save(steps.map(withBothTitles))} data-testid="list-save">
            {t('lists.save')}
          </Button>
          {isOwn ? (
            <Button onClick={() => save(null)} data-testid="list-give-up">
              {t('lists.give-up')}
            </Button>
          ) : null}
          {steps === list.steps ? null : (
            <Button
              type="text"
              onClick={() => {
                setSteps(list.steps);
                forget();
              }}
            >
              {t('lists.discard')}
            </Button>
          )}
          {problem?.code === 'changed-meanwhile' ? (
            <Button onClick={again} data-testid="list-reload">
              {t('lists.reload')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <FailedLine problem={problem} />
    </section>
  );
}

/** What was written in one language alone is shown in both. */
function withBothTitles(step: ListStep): ListStep {
  const [zh, en] = [step.title.zh.trim(), step.title.en.trim()];
  return { ...step, title: { zh, en: en === '' ? zh : en } };
}
