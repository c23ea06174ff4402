// 值班表: the rosters by place and role, the calendar of each, and a way to write one.
import { App, Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import type { ChannelFamily, ChannelKind, ListedRoster, NotifyChannel } from '../../gateway/web/notify-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { Answered, Failed, FailedLine, Loading, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { contactTitles } from './contacts.ts';
import { DutyCalendar } from './duty-calendar.tsx';
import { RosterEditor } from './roster-editor.tsx';
import { placeName, type TabProps } from './tab.ts';

const HOUR_MS = 3_600_000;
/** Fewer rosters are found by the eye. */
const SEARCHED_FROM = 6;

export function RostersTab({ places, editing, edit }: TabProps) {
  const { t, say } = useWords();
  const rosters = useAnswer<{ items: ListedRoster[] }>('/rosters');
  const kinds = useAnswer<{ items: ChannelKind[]; families: ChannelFamily[] }>('/channel-kinds');
  const channels = useAnswer<{ items: NotifyChannel[] }>('/channels');
  const titles = contactTitles(kinds.value?.items ?? [], kinds.value?.families ?? [], channels.value?.items ?? [], t('contact.phone'), say);
  const [wanted, setWanted] = useState('');
  const [open, setOpen] = useState<string | null>(null);

  if (editing !== null) {
    const roster = rosters.value?.items.find(({ id }) => id === editing) ?? null;
    if (editing !== 'new' && roster === null && rosters.problem !== null) return <Failed problem={rosters.problem} again={rosters.again} />;
    if (editing !== 'new' && roster === null) return rosters.value === null ? <Loading /> : <Nothing title={t('roster.gone')} />;
    return (
      <RosterEditor
        key={editing}
        roster={roster}
        places={places}
        contacts={titles}
        close={() => edit(null)}
        onBehind={rosters.again}
        onSaved={(id) => {
          rosters.again();
          setOpen(id);
          edit(null);
        }}
      />
    );
  }
  return (
    <>
      <div className="row">
        <Button type="primary" onClick={() => edit('new')} data-testid="roster-new">
          {t('roster.new')}
        </Button>
        {(rosters.value?.items.length ?? 0) < SEARCHED_FROM ? null : (
          <Input
            className="filter search"
            allowClear
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
            placeholder={t('notify.search')}
            aria-label={t('notify.search')}
            data-testid="roster-search"
          />
        )}
      </div>
      <Answered answer={rosters}>
        {({ items }) => {
          if (items.length === 0) return <Nothing title={t('roster.none')}>{t('roster.none-detail')}</Nothing>;
          const labelOf = (one: ListedRoster): string => `${placeName(places, one.place)} ${t(`duty-role.${one.role}`)}`;
          const shown = items
            .filter((one) => `${labelOf(one)} ${one.people.map(({ name }) => name).join(' ')}`.includes(wanted.trim()))
            .sort((one, other) => Number(one.drill) - Number(other.drill) || labelOf(one).localeCompare(labelOf(other), 'zh-CN'));
          if (shown.length === 0) return <Nothing title={t('roster.none-found')} />;
          return (
            <ul className="stack">
              {shown.map((one) => (
                <RosterCard
                  key={one.id}
                  roster={one}
                  place={placeName(places, one.place)}
                  titles={titles}
                  isOpen={shown.length === 1 || open === one.id}
                  toggle={() => setOpen(open === one.id ? null : one.id)}
                  edit={() => edit(one.id)}
                  onRemoved={rosters.again}
                />
              ))}
            </ul>
          );
        }}
      </Answered>
    </>
  );
}

interface CardProps {
  readonly roster: ListedRoster;
  readonly place: string;
  readonly titles: ReadonlyMap<string, string>;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly edit: () => void;
  readonly onRemoved: () => void;
}

function RosterCard({ roster, place, titles, isOpen, toggle, edit, onRemoved }: CardProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const title = t(`duty-role.${roster.role}`);

  async function remove(): Promise<void> {
    setProblem(null);
    try {
      await send('DELETE', `/rosters/${encodeURIComponent(roster.id)}`);
      message.success(t('roster.removed', { roster: title }));
      onRemoved();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  }

  return (
    <li className="panel notify-card" data-drill={roster.drill} data-testid="roster" data-roster={roster.id}>
      <header className="row">
        <div className="grow">
          <h2>
            {title} {roster.drill ? <span className="chip drill">{t('roster.drill')}</span> : null}
          </h2>
          <p className="quiet">
            {place} · {t('roster.people-n', { n: roster.people.length })}
          </p>
        </div>
        {roster.drill ? null : roster.uncovered > 0 ? (
          <span className="chip gap-chip" data-testid="uncovered">
            {t('roster.uncovered', { hours: Math.round((10 * roster.uncovered) / HOUR_MS) / 10 })}
          </span>
        ) : (
          <span className="chip faint">{t('roster.covered')}</span>
        )}
        <div className="row">
          <Button onClick={toggle} aria-expanded={isOpen} aria-label={`${t('roster.show')} ${place} ${title}`} data-testid="roster-show">
            {t(isOpen ? 'roster.hide' : 'roster.show')}
          </Button>
          <Button onClick={edit} aria-label={`${t('button.edit')} ${place} ${title}`} data-testid="roster-edit">
            {t('button.edit')}
          </Button>
          <Popconfirm
            title={t('roster.remove-title', { roster: title })}
            description={t('roster.remove-detail')}
            okText={t('remove.button')}
            cancelText={t('button.cancel')}
            okButtonProps={{ 'data-testid': 'roster-remove-submit' }}
            onConfirm={remove}
          >
            <Button aria-label={`${t('remove.button')} ${place} ${title}`} data-testid="roster-remove">
              {t('remove.button')}
            </Button>
          </Popconfirm>
        </div>
      </header>
      <FailedLine problem={problem} />
      {isOpen ? (
        <>
          <DutyCalendar roster={roster} />
          <People roster={roster} titles={titles} />
        </>
      ) : null}
    </li>
  );
}

function People({ roster, titles }: { readonly roster: ListedRoster; readonly titles: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  return (
    <section>
      <h3>{t('roster.people')}</h3>
      <ul className="duty-people">
        {roster.people.map((one) => (
          <li key={one.id} data-testid="roster-person">
            <strong>{one.name}</strong>
            {Object.entries(one.contacts).map(([by, to]) => (
              <span key={by} className="contact">
                <span className="quiet">{titles.get(by) ?? by}</span> <span className="mono">{to}</span>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
