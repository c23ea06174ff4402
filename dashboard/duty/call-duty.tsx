// Calling control rooms now: one, those of some places, all, or so many at random.
import { App, Button, Form, InputNumber, Select, Tree } from 'antd';
import { useMemo, useState } from 'react';
import type { DutyCheck } from '../../gateway/web/duty-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { useOwnPlace } from '../estate/own-place.ts';
import { useWords } from '../language.ts';
import { FailedLine, Loading, Nothing } from '../states.tsx';
import { type DutyPlace, dutyPlaces, stationsIn } from './duty-order.ts';
import { useStations } from './use-stations.ts';

type Whom = 'one' | 'places' | 'all' | 'sample';
const WHOM: readonly Whom[] = ['one', 'places', 'all', 'sample'];
/** The gateway's bounds: one byte of minutes on the wire, and an hour is long enough to walk round a building. */
const MOST_MINUTES = 60;
const USUAL_MINUTES = 3;
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
  const [minutes, setMinutes] = useState<number | null>(USUAL_MINUTES);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  const devices = whom === 'one' ? (one === null ? [] : [one]) : whom === 'places' ? stationsIn(stations, new Set(picked)) : [];
  const count = whom === 'all' ? stations.length : whom === 'sample' ? Math.min(sample ?? 0, stations.length) : devices.length;

  async function call(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const target = whom === 'all' ? { place: own } : whom === 'sample' ? { place: own, sample } : { devices };
    try {
      onCalled(await send<DutyCheck>('POST', '/duty-checks', { ...target, minutes }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }

  if (loading) return <Loading />;
  if (stations.length === 0 && loadProblem === null) return <Nothing title={t('duty.no-stations')}>{t('duty.no-stations-detail')}</Nothing>;
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
      <div className="row duty-numbers">
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
        <Form.Item label={t('duty.minutes')} layout="vertical" htmlFor="duty-minutes">
          <InputNumber<number>
            id="duty-minutes"
            min={1}
            max={MOST_MINUTES}
            precision={0}
            controls={false}
            inputMode="numeric"
            value={minutes}
            onChange={setMinutes}
            suffix={t('duty.minutes-unit')}
            data-testid="duty-minutes"
          />
        </Form.Item>
        <Button
          type="primary"
          loading={busy}
          disabled={count === 0 || minutes === null}
          onClick={() => {
            // All of them at once rings in every control room of the district.
            if (whom !== 'all') call();
            else
              modal.confirm({
                title: t('duty.all-title', { n: count }),
                content: t('duty.all-detail'),
                okText: t('duty.call-n', { n: count }),
                cancelText: t('button.cancel'),
                onOk: call,
              });
          }}
          data-testid="duty-call"
        >
          {t('duty.call-n', { n: count })}
        </Button>
      </div>
      <FailedLine problem={problem} />
    </section>
  );
}

/** Down to the first place that branches. */
function openAtFirst(places: readonly DutyPlace[]): string[] {
  return places.flatMap((place) => [place.key, ...(place.children.length === 1 ? openAtFirst(place.children) : [])]);
}
