// The alarms that are closed: what was, by class, place and drill, page by page.
import { Button, Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { AlarmView, Place } from '../../gateway/web/contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import type { Page } from '../api.ts';
import { Paged, usePages } from '../estate/pager.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { useWords } from '../language.ts';
import { useWide } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Denied, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { AlarmCard } from './alarm-card.tsx';
import { AlarmRow } from './alarm-row.tsx';
import './alarms.css';

const ROWS = 50;

export default function ClosedAlarms() {
  const { t } = useWords();
  const { id } = useParams();
  const may = useMay();
  const wide = useWide();
  const go = useNavigate();
  const [search] = useSearchParams();
  if (!may('alarm.read')) return <Denied />;
  const kept = search.toString() === '' ? '' : `?${search.toString()}`;
  if (!wide && id !== undefined) {
    return (
      <div className="lone">
        <Button type="text" onClick={() => go(`/closed${kept}`)}>
          ‹ {t('way.closed')}
        </Button>
        <section className="board-card panel">
          <AlarmCard key={id} id={id} />
        </section>
      </div>
    );
  }
  return (
    <div className={wide ? 'board' : 'closed-alone'}>
      <ClosedList chosen={id ?? null} kept={kept} />
      {wide ? (
        <section className="board-card panel">
          {id === undefined ? <Nothing title={t('closed.choose')} /> : <AlarmCard key={id} id={id} />}
        </section>
      ) : null}
    </div>
  );
}

function ClosedList({ chosen, kept }: { readonly chosen: string | null; readonly kept: string }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const places = useAnswer<Page<Place>>('/places');
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  const filter = { class: search.get('class') ?? '', place: search.get('place') ?? '', drill: search.get('drill') ?? '' };
  const pages = usePages(JSON.stringify(filter));
  const answer = useAnswer<Page<AlarmView>>('/alarms', { open: false, ...filter, after: pages.after, limit: ROWS });
  const filtered = filter.class !== '' || filter.place !== '' || filter.drill !== '';

  function set(name: keyof typeof filter, value: string): void {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  }

  return (
    <section className="board-list panel">
      <header className="filters">
        <h1>{t('way.closed')}</h1>
        <Select
          className="filter"
          aria-label={t('closed.class')}
          value={filter.class}
          onChange={(value) => set('class', value)}
          options={[
            { value: '', label: t('closed.any-class') },
            ...CLASS_ORDER.map((each) => ({ value: each as string, label: t(`class.${each}`) })),
          ]}
        />
        <Select
          className="filter"
          aria-label={t('drill.word')}
          value={filter.drill}
          onChange={(value) => set('drill', value)}
          options={[
            { value: '', label: t('closed.drill-any') },
            { value: 'false', label: t('closed.drill-no') },
            { value: 'true', label: t('closed.drill-only') },
          ]}
        />
        <Select
          className="filter search"
          aria-label={t('device.place')}
          showSearch={{ optionFilterProp: 'label' }}
          value={filter.place}
          onChange={(value) => set('place', value)}
          options={[{ value: '', label: t('estate.everywhere') }, ...names]}
        />
      </header>
      <div className="closed-rows">
        <Paged answer={answer} pages={pages}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing title={filtered ? t('closed.none-of-these') : t('closed.none')}>
                {filtered ? <Button onClick={() => setSearch(new URLSearchParams())}>{t('list.clear')}</Button> : null}
              </Nothing>
            ) : (
              <ul>
                {items.map((alarm) => (
                  <li key={alarm.id} className="closed-row">
                    <AlarmRow alarm={alarm} to={`/closed/${encodeURIComponent(alarm.id)}${kept}`} chosen={alarm.id === chosen} />
                  </li>
                ))}
              </ul>
            )
          }
        </Paged>
      </div>
    </section>
  );
}
