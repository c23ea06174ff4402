// 预演: what an alarm there and then would do: whom it would be told to, when and by what, with the gaps in it.
import { Button, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import type { NotifyPolicy, NotifyPreview } from '../../gateway/web/notify-contract.ts';
import { useWords } from '../language.ts';
import { Answered, Nothing } from '../states.tsx';
import { dateTime, midnight, timeOfField } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';
import { TOLD_CLASSES } from './policy-draft.ts';
import { secondsText } from './policy-words.ts';
import { placeName, type TabProps } from './tab.ts';

const TWO_MS = 2 * 3_600_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What stands in the two fields, in the site's time. */
interface Local {
  readonly date: string;
  readonly clock: string;
}

function instantOf({ date, clock }: Local): number | null {
  return DATE.test(date) && CLOCK.test(clock) ? timeOfField(`${date}T${clock}`) : null;
}

function localOf(at: number): Local {
  const text = dateTime(at);
  return { date: text.slice(0, 10), clock: text.slice(11, 16) };
}

export function PreviewTab({ places }: TabProps) {
  const { t } = useWords();
  const now = useGatewayNow();
  const [place, setPlace] = useState<string | null>(places.find(({ value }) => value === 'root')?.value ?? places[0]?.value ?? null);
  const [alarmClass, setClass] = useState<NotifyPolicy['classes'][number]>('fire');
  const [local, setLocal] = useState<Local | null>(null);
  const [drill, setDrill] = useState(false);
  if (now === null) return null;
  const written = local ?? localOf(now);
  const at = instantOf(written);
  const today = midnight(now) + TWO_MS;
  const tonight = today > now ? today : midnight(now, 1) + TWO_MS;
  return (
    <>
      <section className="panel notify-card">
        <div className="written-grid">
          <div className="written-field">
            <label htmlFor="preview-place">{t('preview.place')}</label>
            <Select
              id="preview-place"
              value={place}
              onChange={setPlace}
              showSearch={{ optionFilterProp: 'label' }}
              options={[...places]}
              data-testid="preview-place"
            />
          </div>
          <div className="written-field">
            <label htmlFor="preview-class">{t('preview.class')}</label>
            <Select
              id="preview-class"
              value={alarmClass}
              onChange={setClass}
              options={TOLD_CLASSES.map((one) => ({ value: one, label: t(`class.${one}`) }))}
              data-testid="preview-class"
            />
          </div>
          <div className="preview-when">
            <div className="written-field">
              <label htmlFor="preview-date">{t('roster.date')}</label>
              <Input
                id="preview-date"
                type="date"
                className="date-field"
                value={written.date}
                onChange={({ target }) => setLocal({ ...written, date: target.value })}
                data-testid="preview-date"
              />
            </div>
            <div className="written-field">
              <label htmlFor="preview-clock">{t('preview.at')}</label>
              <Input
                id="preview-clock"
                className="clock-field"
                value={written.clock}
                maxLength={5}
                inputMode="numeric"
                autoComplete="off"
                status={CLOCK.test(written.clock) ? '' : 'error'}
                aria-invalid={!CLOCK.test(written.clock)}
                onChange={({ target }) => setLocal({ ...written, clock: target.value })}
                data-testid="preview-clock"
              />
            </div>
          </div>
        </div>
        <div className="row">
          <Button onClick={() => setLocal(null)}>{t('preview.now')}</Button>
          <Button onClick={() => setLocal(localOf(tonight))} data-testid="preview-tonight">
            {t('preview.tonight')}
          </Button>
          <span className="row switch-line">
            <Switch checked={drill} onChange={setDrill} aria-label={t('preview.drill')} data-testid="preview-drill" />
            {t('preview.drill')}
          </span>
        </div>
      </section>
      {place === null || at === null ? (
        <Nothing title={t('preview.choose')} />
      ) : (
        <Foreseen
          key={`${place} ${alarmClass} ${drill}`}
          place={place}
          placeTitle={placeName(places, place)}
          alarmClass={alarmClass}
          at={at}
          drill={drill}
        />
      )}
    </>
  );
}

interface ForeseenProps {
  readonly place: string;
  readonly placeTitle: string;
  readonly alarmClass: NotifyPolicy['classes'][number];
  readonly at: number;
  readonly drill: boolean;
}

function Foreseen({ place, placeTitle, alarmClass, at, drill }: ForeseenProps) {
  const { t, say } = useWords();
  const answer = useAnswer<NotifyPreview>('/policy-preview', { place, class: alarmClass, at, drill });
  return (
    <Answered answer={answer}>
      {({ policy, lines, after }) => {
        if (policy === null) return <Nothing title={t('preview.nobody', { class: t(`class.${alarmClass}`) })} />;
        const wrong = lines.filter(({ gap, unreached }) => gap || unreached.length > 0).length;
        return (
          <section className="panel notify-card" data-drill={drill} data-testid="preview">
            <header className="row">
              <h2 className="grow">
                {t('preview.title', { class: t(`class.${alarmClass}`), place: placeTitle, time: dateTime(at).slice(5, 16) })}
              </h2>
              {drill ? <span className="chip drill">{t('notify.drill')}</span> : null}
            </header>
            <p>
              <span className="quiet">{t('preview.by')}</span> {say(policy.title)}
            </p>
            {wrong > 0 ? (
              <p className="gap-word" role="status" data-testid="preview-wrong">
                {t('preview.wrong', { n: wrong })}
              </p>
            ) : (
              <p className="quiet" data-testid="preview-right">
                {t('preview.right')}
              </p>
            )}
            <ol className="preview-lines">
              {lines.map((line, n) => (
                <li
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place in the story
                  key={n}
                  className="preview-line"
                  data-gap={line.gap || line.unreached.length > 0}
                  data-testid="preview-line"
                >
                  <span className="numbers preview-time">
                    <strong>{dateTime(line.at).slice(11)}</strong>
                    <span className="quiet">{line.after === 0 ? t('policy.at-once') : `+${secondsText(line.after, t)}`}</span>
                  </span>
                  <span>
                    {line.gap ? <strong className="gap-word">{t('preview.gap')} </strong> : null}
                    {say(line.words)}
                    {line.unreached.length > 0 ? (
                      <strong className="gap-word preview-unreached">
                        {t('preview.unreached', { names: line.unreached.join(' · ') })}
                      </strong>
                    ) : null}
                  </span>
                </li>
              ))}
            </ol>
            {after.map((words) => (
              <p key={words.zh} className="quiet">
                {say(words)}
              </p>
            ))}
          </section>
        );
      }}
    </Answered>
  );
}
