// Calling control rooms now: one, those of some places, all, or so many at random.
import { App, Button, Form, InputNumber, Select, Tree } from 'antd';
import { useMemo, useState } from 'react';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { useOwnPlace } from '../estate/own-place.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine, Loading, Nothing, ToEstate } from '../states.tsx';
import { type DutyPlace, dutyPlaces, stationsIn } from './duty-order.ts';
import { MinutesField, type MinutesValue, USUAL_MINUTES } from './minutes-field.tsx';
import { useStations } from './use-stations.ts';

type Whom = 'one' | 'places' | 'all' | 'sample';
const WHOM: readonly Whom[] = ['one', 'places', 'all', 'sample'];
/** Seven rows of the tree are in sight; it draws no others. */
const TREE_HEIGHT = 308;

export function CallDuty({ onCalled }: { readonly onCalled: (check: DutyCheck) => void }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const own = useOwnPlace();
  const { stations, loading, problem: loadProblem } = useStations();
  const places = useMemo(() => dutyPlaces(stations), [stations]);
  const [whom, setWhom] = useState<Whom>('all');
  const [one, setOne] = useState<string | null>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [sample, setSample] = useState<number | null>(5);
  const { busy, problem, submit } = useSubmit();

  const devices = whom === 'one' ? (one === null ? [] : [one]) : whom === 'places' ? stationsIn(stations, new Set(picked)) : [];
  const count = whom === 'all' ? stations.length : whom === 'sample' ? Math.min(sample ?? 0, stations.length) : devices.length;

  const call = ({ minutes }: MinutesValue): Promise<void> =>
    submit(async () => {
      const target = whom === 'all' ? { place: own } : whom === 'sample' ? { place: own, sample } : { devices };
      onCalled(await send<DutyCheck>('POST', '/duty-checks', { ...target, minutes }));
    });

  function begin(value: MinutesValue): void {
    // All of them at once rings in every control room of the district.
    if (whom !== 'all') call(value);
    else
      modal.confirm({
        title: t('duty.all-title', { n: count }),
        content: t('duty.all-detail'),
        okText: t('duty.call-n', { n: count }),
        cancelText: t('button.cancel'),
        onOk: () => call(value),
      });
  }

  if (loading) return <Loading />;
  if (stations.length === 0 && loadProblem === null)
    return (
      <Nothing title={t('duty.no-stations')}>
        {t('duty.no-stations-detail')}
        <ToEstate />
      </Nothing>
    );
  return (
    <section className="panel duty-call" aria-label={t('duty.call')}>
      <FailedLine problem={loadProblem} />
      <Choices<Whom>
        title={t('duty.whom')}
        among={WHOM.map((value) => ({ value, label: t(`duty.whom-${value}`) }))}
        chosen={whom}
        choose={setWhom}
        problem={null}
        testId="duty-whom"
      />
      {whom === 'one' ? (
        <Form.Item label={t('duty.room')} layout="vertical" htmlFor="duty-one">
          <Select<string>
            id="duty-one"
            showSearch={{ optionFilterProp: 'label' }}
            value={one}
            onChange={setOne}
            placeholder={t('duty.room-choose')}
            options={stations.map((row) => ({ value: row.id, label: `${row.name} · ${placeLine(row.place)}` }))}
            data-testid="duty-one"
          />
        </Form.Item>
      ) : null}
      {whom === 'places' ? (
        <div className="duty-tree">
          <Tree<DutyPlace>
            className="place-tree"
            aria-label={t('duty.whom-places')}
            data-testid="duty-places"
            treeData={[...places]}
            checkable
            selectable={false}
            blockNode
            height={TREE_HEIGHT}
            itemHeight={44}
            defaultExpandedKeys={openAtFirst(places)}
            checkedKeys={[...picked]}
            onCheck={(keys) => setPicked((Array.isArray(keys) ? keys : keys.checked).map(String))}
            titleRender={(node) => (
              <span className="place-node" data-place={node.key}>
                <span className="place-name">{node.title}</span>
                <span className="quiet numbers">{node.count}</span>
              </span>
            )}
          />
        </div>
      ) : null}
      <Form<MinutesValue>
        name="duty"
        layout="vertical"
        requiredMark={false}
        className="row duty-numbers"
        initialValues={USUAL_MINUTES}
        onFinish={begin}
      >
        {whom === 'sample' ? (
          <Form.Item label={t('duty.sample')} layout="vertical" htmlFor="duty-sample">
            <InputNumber<number>
              id="duty-sample"
              min={1}
              max={Math.max(1, stations.length)}
              precision={0}
              controls={false}
              inputMode="numeric"
              value={sample}
              onChange={setSample}
              suffix={t('duty.of', { n: stations.length })}
              data-testid="duty-sample"
            />
          </Form.Item>
        ) : null}
        <MinutesField testId="duty-minutes" />
        <Button type="primary" loading={busy} disabled={count === 0} htmlType="submit" data-testid="duty-call">
          {t('duty.call-n', { n: count })}
        </Button>
      </Form>
      <FailedLine problem={problem} />
    </section>
  );
}

/** Down to the first place that branches. */
function openAtFirst(places: readonly DutyPlace[]): string[] {
  return places.flatMap((place) => [place.key, ...(place.children.length === 1 ? openAtFirst(place.children) : [])]);
}
