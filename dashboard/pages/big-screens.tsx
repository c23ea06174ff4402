// The big screens: made with a name, a place and a language; the link is shown once; each can be revoked at once.
import { Button, Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import type { BigScreenView, MadeBigScreen } from '../../gateway/web/wall-contract.ts';
import { type Page, send } from '../api.ts';
import type { Column } from '../data-table.tsx';
import { FormFoot } from '../dialog.tsx';
import { pathNames } from '../estate/place-paths.ts';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Denied } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { GivenOut } from './given-out.tsx';
import './pages.css';

/** In the language's own words, as on the switch of the page. */
const LANGUAGES = [
  { value: 'zh', label: '中文' },
  { value: 'en', label: 'English' },
] as const;

export default function BigScreens() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer<Page<BigScreenView>>(may('screen.manage') ? '/big-screens' : null);
  const places = useAnswer<Page<Place>>(may('screen.manage') ? '/places' : null);
  const names = useMemo(() => pathNames(places.value?.items ?? []), [places.value]);
  if (!may('screen.manage')) return <Denied />;

  const placeName = (id: string): string => names.find((one) => one.value === id)?.label ?? id;
  const seen = ({ seenAt, seenFrom }: BigScreenView): string =>
    seenAt === null ? t('screens.never') : `${dateTime(seenAt)} · ${seenFrom ?? ''}`;
  const state = ({ revokedAt, showing }: BigScreenView) => (
    <span className={revokedAt === null ? 'chip faint' : 'chip hatched'}>
      {revokedAt !== null ? t('screens.revoked') : showing > 0 ? t('screens.showing', { n: showing }) : t('screens.dark')}
    </span>
  );
  const columns: readonly Column<BigScreenView>[] = [
    { key: 'name', title: t('screens.name'), cell: (one) => one.name },
    { key: 'place', title: t('screens.place'), cell: (one) => placeName(one.place) },
    { key: 'language', title: t('screens.language'), cell: (one) => LANGUAGES.find(({ value }) => value === one.language)?.label },
    { key: 'network', title: t('screens.network'), cell: (one) => <span className="mono">{one.network ?? t('screens.any-network')}</span> },
    { key: 'made', title: t('screens.made'), cell: (one) => <span className="numbers">{`${dateTime(one.madeAt)} · ${one.madeBy}`}</span> },
    { key: 'seen', title: t('screens.seen'), cell: (one) => <span className="numbers">{seen(one)}</span> },
    { key: 'state', title: t('screens.state'), cell: state },
  ];
  return (
    <div className="page">
      <GivenOut<BigScreenView>
        of="screens"
        path="/big-screens"
        answer={answer}
        columns={columns}
        isWorking={(one) => one.revokedAt === null}
        label={t('way.big-screens')}
        made={t('screens.link')}
        head={(make) => (
          <header>
            <h1>{t('way.big-screens')}</h1>
            <span className="grow" />
            <Button type="primary" onClick={make} data-testid="screen-new">
              {t('screens.new')}
            </Button>
          </header>
        )}
        card={(one) => (
          <>
            <span>{state(one)}</span>
            <span className="quiet">{placeName(one.place)}</span>
            <span className="quiet">
              {t('screens.network')} <span className="mono">{one.network ?? t('screens.any-network')}</span>
            </span>
            <span className="quiet numbers">
              {one.seenAt === null ? null : t('screens.seen')} {seen(one)}
            </span>
          </>
        )}
        form={(onMade) => (
          <ScreenForm
            places={names}
            onMade={({ screen, token }) => onMade(`${window.location.origin}/screen/${screen.id}#token=${token}`)}
          />
        )}
      />
    </div>
  );
}

interface Fields {
  readonly name: string;
  readonly place: string;
  readonly language: 'zh' | 'en';
  readonly network?: string;
}

interface FormProps {
  /** Place id → its way from the root. */
  readonly places: readonly { readonly value: string; readonly label: string }[];
  readonly onMade: (made: MadeBigScreen) => void;
}

function ScreenForm({ places, onMade }: FormProps) {
  const { t, language } = useWords();
  const form = useFields<Fields>();
  const { busy, problem, submit } = useSubmit(form);
  const make = ({ network = '', ...fields }: Fields): Promise<void> => {
    const bound = network.trim();
    return submit(async () =>
      onMade(await send<MadeBigScreen>('POST', '/big-screens', { ...fields, network: bound === '' ? null : bound })),
    );
  };
  const missing = (field: string) => ({ required: true, message: t('field.missing', { field }) });
  return (
    <Form<Fields> form={form} layout="vertical" name="big-screen" autoComplete="off" onFinish={make} initialValues={{ language }}>
      <Form.Item name="name" label={t('screens.name')} extra={t('screens.name-detail')} rules={[missing(t('screens.name'))]}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="place" label={t('screens.place')} extra={t('screens.place-detail')} rules={[missing(t('screens.place'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={[...places]} />
      </Form.Item>
      <Form.Item name="language" label={t('screens.language')}>
        <Select options={[...LANGUAGES]} />
      </Form.Item>
      <Form.Item name="network" label={t('screens.network')} extra={t('screens.network-detail')}>
        <Input maxLength={64} autoComplete="off" className="mono" />
      </Form.Item>
      <FormFoot problem={problem}>
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="screen-make">
          {t('screens.make')}
        </Button>
      </FormFoot>
    </Form>
  );
}
