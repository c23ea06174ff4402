// The limits of a device or a place: what counts and who says so, what was before, and setting another with a reason.
import { App, Button } from 'antd';
import { useState } from 'react';
import type { LimitVersionView, LimitView } from '../../gateway/web/rule-contract.ts';
import { send } from '../api.ts';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { Editor } from '../notify/editor.tsx';
import { NumberField } from '../notify/number-field.tsx';
import { TextField } from '../notify/text-field.tsx';
import { useWritten } from '../notify/written.ts';
import { useMay } from '../session.tsx';
import { Answered, Nothing } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useJudgement } from './use-judgement.ts';
import '../notify/notify.css';
import './rules.css';

type Source = LimitView['now'];

interface LimitsProps {
  /** Id of a place or a device. */
  readonly scope: string;
  /** Only limits of these quantities; left out: all, and times. */
  readonly quantities?: readonly string[];
  /** Only the one of this name. */
  readonly only?: string;
}

export function Limits({ scope, quantities, only }: LimitsProps) {
  const { t } = useWords();
  const answer = useAnswer<{ items: LimitView[] }>('/limits', { scope });
  useJudgement(answer.again);
  return (
    <Answered answer={answer}>
      {({ items: all }) => {
        const items = all.filter(
          ({ name, quantity }) =>
            (only === undefined || only === name) && (quantities === undefined || (quantity !== null && quantities.includes(quantity))),
        );
        return items.length === 0 ? (
          <Nothing title={t('limit.none')} />
        ) : (
          <ul className="limits">
            {items.map((limit) => (
              <Limit key={limit.name} scope={scope} limit={limit} again={answer.again} />
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

/** One limit may be that of sixty rules: so many are named. */
const MOST_NAMED = 4;

interface LimitProps {
  readonly scope: string;
  readonly limit: LimitView;
  readonly again: () => void;
}

function Limit({ scope, limit, again }: LimitProps) {
  const { t, say, list } = useWords();
  const may = useMay();
  const [open, setOpen] = useState<'edit' | 'versions' | null>(null);
  const [start, setStart] = useState<number | null>(null);
  const amount = useAmount(limit);
  const source = useSource();
  const { now, changed, waiting, rules } = limit;
  const [first] = rules;
  const edit = (value: number | null): void => {
    setStart(value);
    setOpen('edit');
  };
  return (
    <li className="panel limit" data-testid={`limit-${limit.name}`}>
      <div className="row">
        {first === undefined ? null : <ClassMark of={first.class} />}
        <strong>{say(limit.title)}</strong>
      </div>
      {rules.length === 0 ? null : (
        <p className="quiet">
          {t('limit.used-by', {
            rules: list(rules.map(({ title }) => say(title)).slice(0, MOST_NAMED)),
          })}
          {rules.length > MOST_NAMED ? t('limit.used-by-more', { n: rules.length - MOST_NAMED }) : ''}
        </p>
      )}
      <p className="row">
        <strong className="limit-now numbers" data-testid={`limit-${limit.name}-now`}>
          {amount(now.value)}
        </strong>
        <span className={now.source === 'own' ? 'chip loud' : 'chip'}>{source(now)}</span>
        {now.source === 'own' ? (
          <span className="quiet numbers">
            {t('limit.above', { value: amount(limit.above.value) })} · {source(limit.above)}
          </span>
        ) : null}
      </p>
      {changed === null ? null : (
        <p className="quiet">
          {t('limit.changed', { name: changed.name, at: dateTime(changed.at) })}
          {changed.since === changed.at ? '' : ` · ${t('limit.since', { at: dateTime(changed.since) })}`}
          {changed.before === null ? '' : ` · ${t('limit.before', { value: amount(changed.before) })}`}
          {changed.reason === null ? '' : ` · ${changed.reason}`}
          {changed.agreed === null ? '' : ` · ${t('waiting.agreed-by', { name: changed.agreed.name, reason: changed.agreed.reason })}`}
        </p>
      )}
      {waiting === null ? null : (
        <p className="limit-waits" data-testid={`limit-${limit.name}-waits`}>
          {t('limit.waits', { name: waiting.name, value: waiting.value === null ? t('limit.not-own') : amount(waiting.value) })}{' '}
          {waiting.reason}
        </p>
      )}
      <p className="row">
        {may('parameter.manage') && waiting === null ? (
          <Button onClick={() => edit(now.value)} data-testid={`limit-${limit.name}-edit`}>
            {t('limit.set')}
          </Button>
        ) : null}
        {limit.version > 0 ? (
          <Button onClick={() => setOpen(open === 'versions' ? null : 'versions')} data-testid={`limit-${limit.name}-versions`}>
            {t('limit.versions', { n: limit.version })}
          </Button>
        ) : null}
      </p>
      {open === 'edit' ? (
        <div ref={intoSight}>
          <LimitEditor
            key={start ?? 'none'}
            scope={scope}
            limit={limit}
            start={start}
            close={() => setOpen(null)}
            onSaved={() => {
              setOpen(null);
              again();
            }}
            again={again}
          />
        </div>
      ) : null}
      {open === 'versions' ? <LimitVersions scope={scope} limit={limit} {...(may('parameter.manage') ? { setBack: edit } : {})} /> : null}
    </li>
  );
}

interface Draft {
  /** Null: not set here. */
  readonly value: number | null;
  readonly reason: string;
}

function LimitEditor({
  scope,
  limit,
  start,
  close,
  onSaved,
  again,
}: LimitProps & { readonly start: number | null; readonly close: () => void; readonly onSaved: () => void }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const written = useWritten<Draft>(`limit ${scope} ${limit.name}`, { value: start, reason: '' });
  const { value, change } = written;
  const amount = useAmount(limit);

  function saveAs(next: number | null): void {
    void written.save(async ({ reason }) => {
      try {
        const { name, version } = limit;
        const answer = await send<object>('PUT', '/parameters', { scope, name, value: next, version, reason });
        if (answer !== null) message.success(t('limit.saved'));
        onSaved();
      } catch (thrown) {
        // What somebody else saved meanwhile is shown beside what was typed, which stays.
        again();
        throw thrown;
      }
    });
  }

  return (
    <Editor title={t('limit.set-what', { title: say(limit.title) })} written={written} save={() => saveAs(value.value)} close={close}>
      <div className="written-grid">
        <NumberField
          label={t('limit.value')}
          path="value"
          value={value.value}
          change={(next) => change({ ...value, value: next }, 'value')}
          unit={limit.unit}
          hint={t('limit.between', { lowest: amount(limit.lowest), highest: amount(limit.highest) })}
          testId="limit-value"
        />
        <TextField
          label={t('limit.reason')}
          path="reason"
          value={value.reason}
          maxLength={200}
          change={(reason) => change({ ...value, reason }, 'reason')}
          testId="limit-reason"
        />
      </div>
      {limit.now.source === 'own' ? (
        <Button onClick={() => saveAs(null)} disabled={written.busy} data-testid="limit-take-away">
          {t('limit.take-away', { value: amount(limit.above.value) })}
        </Button>
      ) : null}
    </Editor>
  );
}

function LimitVersions({
  scope,
  limit,
  setBack,
}: {
  readonly scope: string;
  readonly limit: LimitView;
  readonly setBack?: (value: number | null) => void;
}) {
  const { t } = useWords();
  const amount = useAmount(limit);
  const answer = useAnswer<{ items: LimitVersionView[] }>('/limit-versions', { scope, name: limit.name });
  return (
    <Answered answer={answer}>
      {({ items }) => (
        <ol className="rule-versions">
          {items.map((one, nth) => (
            <li key={one.version} data-testid="limit-version">
              <p className="row">
                <strong className="numbers">v{one.version}</strong>
                <strong className="numbers">{one.value === null ? t('limit.not-own') : amount(one.value)}</strong>
                <span>{one.name}</span>
                {one.since === one.at ? null : <span className="quiet numbers">{dateTime(one.at)}</span>}
                <span className="quiet numbers">{t('limit.since', { at: dateTime(one.since) })}</span>
                {one.agreed === null ? null : (
                  <span className="chip">{t('waiting.agreed-by', { name: one.agreed.name, reason: one.agreed.reason })}</span>
                )}
                {setBack === undefined || nth === 0 || one.value === null ? null : (
                  <Button size="small" onClick={() => setBack(one.value)} data-testid="limit-set-back">
                    {t('limit.set-back')}
                  </Button>
                )}
              </p>
              <p className="quiet">{one.reason ?? ''}</p>
            </li>
          ))}
        </ol>
      )}
    </Answered>
  );
}

function useAmount({ unit, decimals }: Pick<LimitView, 'unit' | 'decimals'>): (value: number) => string {
  return (value) => `${unit === 's' ? value : value.toFixed(decimals)} ${unit}`.trim();
}

function useSource(): (of: Source) => string {
  const { t } = useWords();
  return ({ source, place }) =>
    source === 'place' && place !== null ? t('limit.from-place', { place: place.name }) : t(`limit.from-${source}` as 'limit.from-own');
}
