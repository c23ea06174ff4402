// Beginning a walk test: where, for how long, and whether call points are pressed too.
import { Button, Checkbox, Select } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { WalkTestView } from '../../gateway/web/walk-test-contract.ts';
import { type Page, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { useOwnPlace } from '../estate/own-place.ts';
import { pathNames, placesBelow } from '../estate/place-paths.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';

/** Minutes: the usual half hour, and four hours at most. */
const MINUTES = ['15', '30', '60', '120', '240'] as const;
type Minutes = (typeof MINUTES)[number];
/** A building at most. */
const KINDS: ReadonlySet<string> = new Set(['building', 'floor', 'zone', 'checkpoint', 'post', 'water']);

export function BeginWalkTest({ onBegun }: { readonly onBegun: () => void }) {
  const { t } = useWords();
  const id = useId();
  const own = useOwnPlace();
  const places = useAnswer<Page<Place>>('/places');
  // A device leads here with where it stands.
  const [search] = useSearchParams();
  const [given, setPlace] = useState<string | null>(search.get('place'));
  const [minutes, setMinutes] = useState<Minutes>('30');
  const [callPoints, setCallPoints] = useState(false);
  const { busy, problem, submit } = useSubmit();
  const choices = useMemo(() => {
    const all = places.value?.items ?? [];
    const below = placesBelow(all, own);
    const kinds = new Map(all.map((one) => [one.id, one.kind]));
    return pathNames(all).filter(({ value }) => KINDS.has(kinds.get(value) ?? '') && (below.size === 0 || below.has(value)));
  }, [places.value, own]);

  const place = choices.some(({ value }) => value === given) ? given : null;
  const begin = (): Promise<void> =>
    submit(async () => {
      await send<WalkTestView>('POST', '/walk-tests', { place, minutes: Number(minutes), callPoints });
      setPlace(null);
      onBegun();
    });
  const spoken = (one: Minutes): string =>
    Number(one) < 60 ? t('walk-test.minutes-n', { n: Number(one) }) : t('walk-test.hours-n', { n: Number(one) / 60 });
  return (
    <section className="panel walk-test stack" data-testid="walk-test-begin">
      <h2>{t('walk-test.begin-title')}</h2>
      <label htmlFor={id}>{t('walk-test.place')}</label>
      <Select<string>
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('walk-test.place-choose')}
        options={[...choices]}
        value={place}
        onChange={setPlace}
        data-testid="walk-test-place"
      />
      <Choices
        title={t('walk-test.minutes')}
        among={MINUTES.map((value) => ({ value, label: spoken(value) }))}
        chosen={minutes}
        choose={setMinutes}
        problem={null}
        testId="walk-test-minutes"
      />
      <Checkbox checked={callPoints} onChange={({ target }) => setCallPoints(target.checked)}>
        {t('walk-test.call-points')} <span className="quiet">{t('walk-test.call-points-what')}</span>
      </Checkbox>
      <FailedLine problem={problem} />
      <Button type="primary" size="large" disabled={place === null} loading={busy} onClick={begin} data-testid="walk-test-start">
        {t('walk-test.begin')}
      </Button>
    </section>
  );
}
