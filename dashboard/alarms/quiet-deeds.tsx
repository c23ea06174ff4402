// Quieting an alarm without hiding it: the shelf for a while, and isolation 屏蔽 with a reason, an authority and an end.
import { Button, Input, InputNumber, Modal } from 'antd';
import { useId, useState } from 'react';
import type { AlarmCan, AlarmView } from '../../gateway/web/contract.ts';
import type { IsolationView } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { hindrance } from './can.ts';

type Act = (deed: keyof AlarmCan, body: unknown) => Promise<ApiProblem | null>;
type Shelf = '15' | '60' | '480';
const SHELVES: readonly Shelf[] = ['15', '60', '480'];
type Kind = IsolationView['kind'];
const KINDS: readonly Kind[] = ['isolated', 'out-of-service'];
/** The longest each may be, hours (the gateway's own bounds). */
const MOST_HOURS: Readonly<Record<Kind, number>> = { isolated: 24, 'out-of-service': 720 };
const REASON_LONGEST = 500;

export function QuietDeeds({
  alarm,
  act,
  onDone,
}: {
  readonly alarm: AlarmView;
  readonly act: Act;
  readonly onDone: (alarm: AlarmView) => void;
}) {
  const { t } = useWords();
  const may = useMay();
  const [open, setOpen] = useState<'shelve' | 'isolate' | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const canShelve = hindrance('shelve', alarm, may) === null;
  const canUnshelve = hindrance('unshelve', alarm, may) === null;
  const canIsolate = !alarm.closed && alarm.isolated === null && may('alarm.isolate');
  if (!canShelve && !canUnshelve && !canIsolate) return null;
  return (
    <div className="quiet-deeds">
      <FailedLine problem={problem} />
      {canShelve ? (
        <Button type="text" onClick={() => setOpen('shelve')} data-testid="shelve">
          {t('quiet.shelve')}
        </Button>
      ) : null}
      {canUnshelve ? (
        <Button type="text" onClick={() => act('unshelve', undefined).then(setProblem)} data-testid="unshelve">
          {t('quiet.unshelve')}
        </Button>
      ) : null}
      {canIsolate ? (
        <Button type="text" onClick={() => setOpen('isolate')} data-testid="isolate">
          {t('quiet.isolate')}
        </Button>
      ) : null}
      {open === 'shelve' ? <ShelveDialog act={act} close={() => setOpen(null)} /> : null}
      {open === 'isolate' ? <IsolateDialog alarm={alarm} close={() => setOpen(null)} done={() => onDone(alarm)} /> : null}
    </div>
  );
}

function ShelveDialog({ act, close }: { readonly act: Act; readonly close: () => void }) {
  const { t } = useWords();
  const [minutes, setMinutes] = useState<Shelf>('60');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit(): Promise<void> {
    setBusy(true);
    const answer = await act('shelve', { minutes: Number(minutes), reason: reason.trim(), oneShot: false });
    setBusy(false);
    setProblem(answer);
    if (answer === null) close();
  }
  return (
    <Modal
      open
      title={t('quiet.shelve')}
      onCancel={close}
      onOk={submit}
      okText={t('quiet.shelve')}
      cancelText={t('button.cancel')}
      confirmLoading={busy}
      okButtonProps={{ disabled: reason.trim() === '', 'data-testid': 'shelve-submit' }}
    >
      <div className="stack">
        <p className="quiet">{t('quiet.shelve-what')}</p>
        <Choices<Shelf>
          title={t('quiet.how-long')}
          testId="shelve-for"
          among={SHELVES.map((value) => ({ value, label: t(`quiet.shelve-${value}`) }))}
          chosen={minutes}
          choose={setMinutes}
          problem={null}
        />
        <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="shelve-reason" />
        <FailedLine problem={problem} />
      </div>
    </Modal>
  );
}

interface IsolateProps {
  readonly alarm: AlarmView;
  readonly close: () => void;
  readonly done: () => void;
}

function IsolateDialog({ alarm, close, done }: IsolateProps) {
  const { t } = useWords();
  const hoursId = useId();
  const [kind, setKind] = useState<Kind>('isolated');
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  const [hours, setHours] = useState<number | null>(2);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const body = { kind, device: alarm.device.id, reason: reason.trim(), authority: authority.trim(), hours };
      await send<IsolationView>('POST', '/isolations', body);
      done();
      close();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      title={t('quiet.isolate-title', { device: alarm.device.name })}
      onCancel={close}
      onOk={submit}
      okText={t('quiet.isolate')}
      cancelText={t('button.cancel')}
      confirmLoading={busy}
      okButtonProps={{ disabled: reason.trim() === '' || authority.trim() === '' || hours === null, 'data-testid': 'isolate-submit' }}
    >
      <div className="stack">
        <p className="quiet">{t('quiet.isolate-what')}</p>
        <Choices<Kind>
          title={t('isolation.kind')}
          testId="isolate-kind"
          among={KINDS.map((value) => ({ value, label: t(`isolation.${value}`) }))}
          chosen={kind}
          choose={setKind}
          problem={null}
        />
        <div className="stack">
          <label htmlFor={hoursId}>{t('quiet.hours', { most: MOST_HOURS[kind] })}</label>
          <InputNumber<number>
            id={hoursId}
            min={1}
            max={MOST_HOURS[kind]}
            precision={0}
            value={hours}
            onChange={setHours}
            controls={false}
            inputMode="numeric"
            suffix={t('quiet.hours-unit')}
            data-testid="isolate-hours"
          />
        </div>
        <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="isolate-reason" />
        <TextField title={t('isolation.authority')} value={authority} change={setAuthority} testId="isolate-authority" />
        <FailedLine problem={problem} />
      </div>
    </Modal>
  );
}

export function TextField({
  title,
  value,
  change,
  testId,
}: {
  readonly title: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly testId: string;
}) {
  const id = useId();
  return (
    <div className="stack">
      <label htmlFor={id}>{title}</label>
      <Input
        id={id}
        maxLength={REASON_LONGEST}
        value={value}
        onChange={(event) => change(event.target.value)}
        autoComplete="off"
        data-testid={testId}
      />
    </div>
  );
}
