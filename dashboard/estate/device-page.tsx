// One device: its last values, the last 24 hours, what it can be told, and the frames it sent.
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { DeviceRow, DeviceView, PointValue } from '../../gateway/web/contract.ts';
import { Elapsed } from '../alarms/alarm-row.tsx';
import { placeLine } from '../alarms/alarm-words.ts';
import { CallDevice } from '../duty/call-device.tsx';
import { PlanMaintenance } from '../isolations/plan-maintenance.tsx';
import { ScopeLimits } from '../judgement/scope-limits.tsx';
import { useWords } from '../language.ts';
import { readingKey } from '../live-view.ts';
import { AlarmMark, shownAs, WorstMark } from '../marks.tsx';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing, Veil } from '../states.tsx';
import { span } from '../time.ts';
import { LinkCard } from '../transmission/link-card.tsx';
import { PartStanding } from '../transmission/part-standing.tsx';
import { TransmissionSections } from '../transmission/transmission-sections.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLive, useWatch } from '../use-live.ts';
import { CommandPanel } from './command-panel.tsx';
import { DeviceChain } from './device-chain.tsx';
import { DeviceCheck } from './device-check.tsx';
import { DeviceFrames } from './device-frames.tsx';
import { HeardChip, LastHeard } from './device-state.tsx';
import { DeviceTools } from './device-tools.tsx';
import './estate.css';
import { OldAlarms } from './old-alarms.tsx';
import { PointCard } from './point-card.tsx';
import { Trends } from './trends.tsx';

/** A device is isolated or out of service; what is tested is a place. */
const DEVICE_KINDS = ['isolated', 'out-of-service'] as const;

export default function DevicePage() {
  const { id = '' } = useParams();
  const may = useMay();
  const ids = useMemo(() => [id], [id]);
  useWatch(ids);
  const answer = useAnswer<DeviceView>(may('device.read') ? `/devices/${encodeURIComponent(id)}` : null);
  const row = useLive((view) => view.devices.get(id));
  if (!may('device.read')) return <Denied />;
  return (
    <Veil>
      <div className="page">
        <Answered answer={answer}>
          {(device) => <Device key={device.id} device={device} row={row ?? device} again={answer.again} />}
        </Answered>
      </div>
    </Veil>
  );
}

interface DeviceProps {
  readonly device: DeviceView;
  readonly row: DeviceRow;
  readonly again: () => void;
}

/** Its state comes from the live row; its name and place from what was fetched, which is asked for anew after a change. */
function Device({ device, row, again }: DeviceProps) {
  const { t, say } = useWords();
  const may = useMay();
  const phone = usePhone();
  const [isPlanning, setPlanning] = useState(false);
  return (
    <>
      <header className="device-head">
        <Link className="link big-link" to="/estate">
          ‹ {t('way.estate')}
        </Link>
        <h1>{device.name}</h1>
        {device.replacedBy === undefined ? (
          <>
            <WorstMark of={row.worst} />
            <HeardChip device={row} />
            <span>
              <span className="quiet">{t('device.last-heard')}</span> <LastHeard at={row.lastHeard} />
            </span>
          </>
        ) : null}
        <span className="row device-deeds">
          <Link className="link big-link" to={`/labels?search=${encodeURIComponent(device.id)}`} data-testid="device-label">
            {t('labels.one')}
          </Link>
          {phone && may('test.run') ? (
            <Link
              className="link big-link"
              to={`/walk-test?place=${encodeURIComponent(device.place.at(-1)?.id ?? '')}`}
              data-testid="test-here"
            >
              {t('way.walk-test')}
            </Link>
          ) : null}
          {device.station !== null && may('duty.check') ? <CallDevice device={device} /> : null}
          {may('alarm.isolate') && device.replacedBy === undefined ? (
            <Button onClick={() => setPlanning(true)} data-testid="plan-maintenance">
              {t('maintenance.button')}
            </Button>
          ) : null}
          {isPlanning ? (
            <PlanMaintenance scope={device.id} name={device.name} kinds={DEVICE_KINDS} close={() => setPlanning(false)} />
          ) : null}
          {may('device.manage') && device.replacedBy === undefined ? <DeviceTools device={device} again={again} /> : null}
        </span>
        <p className="device-what">
          <strong>{placeLine(device.place)}</strong>
          <span className="quiet">
            {say(device.title)} ·{' '}
            {phone ? null : (
              <>
                {device.vendor} · <span className="mono">{device.model}</span> ·{' '}
              </>
            )}
            <span className="mono">{device.id}</span>
            {device.serial === undefined ? null : (
              <>
                {' '}
                · {t('device.serial')} <span className="mono">{device.serial}</span>
              </>
            )}
            {phone ? '' : ` · ${t('device.reports-every', { span: span(device.reportsEvery * 1_000) })}`}
          </span>
        </p>
      </header>
      <DeviceChain device={device} />
      <DeviceAlarms device={device.id} />
      {device.part === null ? null : <PartStanding part={device.part} />}
      {device.station === null || device.replacedBy !== undefined ? (
        <DeviceState device={device} row={row} />
      ) : (
        <>
          <DeviceCheck device={device} row={row} />
          <LinkCard device={device} />
          <TransmissionSections device={device} again={again} state={<DeviceState device={device} row={row} />} />
        </>
      )}
    </>
  );
}

/** Its values, what it can be told, its curves and frames; the commands of a transmission device have a tab of their own. */
function DeviceState({ device, row }: Omit<DeviceProps, 'again'>) {
  const { t } = useWords();
  const may = useMay();
  const values = useValues(device);
  const left = device.chain?.find(({ id }) => id === device.id)?.replaced;
  if (left && device.replacedBy !== undefined)
    return (
      <>
        <OldAlarms device={device} />
        {may('history.read') ? <Trends device={device} values={values} until={left.at} /> : null}
        {may('frame.read') ? <DeviceFrames device={device.id} /> : null}
      </>
    );
  return (
    <>
      {values.length === 0 ? (
        <Nothing title={t('device.no-values')}>{t('device.no-values-detail')}</Nothing>
      ) : (
        <section className="points" aria-label={t('device.values')}>
          {values.map((value) => (
            <PointCard key={value.point} value={value} silent={row.stale || row.online === false} />
          ))}
        </section>
      )}
      {device.station === null ? <DeviceCheck device={device} row={row} /> : null}
      <ScopeLimits scope={device.id} />
      {device.commands.length > 0 && device.station === null ? <CommandPanel device={device} /> : null}
      {may('history.read') ? <Trends device={device} values={values} /> : null}
      {may('frame.read') ? <DeviceFrames device={device.id} /> : null}
    </>
  );
}

/** The values as fetched, each replaced by a younger one that came live. */
function useValues(device: DeviceView): readonly PointValue[] {
  const readings = useLive((view) => view.readings);
  return useMemo(
    () =>
      device.values.map((value) => {
        const live = readings.get(readingKey(device.id, value.point));
        return live !== undefined && live.receivedAt >= value.receivedAt ? live : value;
      }),
    [device, readings],
  );
}

function DeviceAlarms({ device }: { readonly device: string }) {
  const { t, say } = useWords();
  const open = useLive((view) => view.open);
  const ours = useMemo(() => open.filter((one) => one.device.id === device), [open, device]);
  if (ours.length === 0) return null;
  return (
    <ul className="device-alarms" aria-label={t('device.open-alarms')}>
      {ours.map((alarm) => (
        <li key={alarm.id}>
          <Link className="other" data-class={shownAs(alarm)} to={`/alarms/${encodeURIComponent(alarm.id)}`}>
            <AlarmMark of={alarm} />
            <span className="grow">{say(alarm.title)}</span>
            <Elapsed from={alarm.occurredAt} to={alarm.closedAt} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
