// Quieting an alarm without hiding it: the shelf for a while, and isolation 屏蔽 with a reason, an authority and an end.
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { AlarmCan, IsolationView } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, refusal, send } from '../api.ts';
import { Choices } from '../choices.tsx';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { hindrance } from './can.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { AuthorityField, HoursField, TextField } from './quiet-fields.tsx';

type Act = (deed: keyof AlarmCan, body: unknown) => Promise<ApiProblem | null>;
type Shelf = '15' | '60' | '480';
const SHELVES: readonly Shelf[] = ['15', '60', '480'];
type Kind = IsolationView['kind'];
const KINDS: readonly Kind[] = ['isolated', 'out-of-service'];

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
  /** How long the shelf of a point that chatters was asked for; null: the dialog as it always is. */
  const [chatter, setChatter] = useState<Shelf | null>(null);
  const shelve = (minutes: Shelf | null): void => {
    setChatter(minutes);
    setOpen('shelve');
  };
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const canShelve = hindrance('shelve', alarm, may) === null;
  const canUnshelve = hindrance('unshelve', alarm, may) === null;
  const canIsolate = !alarm.closed && alarm.isolated === null && may('alarm.isolate');
  if (!canShelve && !canUnshelve && !canIsolate) return null;
  return (
    <div className="quiet-deeds">
      <FailedLine problem={problem} />
      {canShelve && alarm.chattersSince !== null ? (
        <div className="chatter-offer" data-testid="chatter-offer">
          <span>{t('quiet.chatter-offer')}</span>
          {SHELVES.map((minutes) => (
            <Button key={minutes} onClick={() => shelve(minutes)} data-testid={`chatter-${minutes}`}>
              {t(`quiet.shelve-${minutes}`)}
            </Button>
          ))}
        </div>
      ) : null}
      {canShelve ? (
        <Button type="text" onClick={() => shelve(null)} data-testid="shelve">
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
      {open === 'shelve' ? <ShelveDialog alarm={alarm} act={act} chatter={chatter} close={() => setOpen(null)} /> : null}
      {open === 'isolate' ? <IsolateDialog alarm={alarm} close={() => setOpen(null)} done={() => onDone(alarm)} /> : null}
    </div>
  );
}

interface ShelveProps {
  readonly alarm: AlarmView;
  readonly act: Act;
  /** Filled in for a point that chatters: for so long, and why. */
  readonly chatter: Shelf | null;
  readonly close: () => void;
}

function ShelveDialog({ alarm, act, chatter, close }: ShelveProps) {
  const { t } = useWords();
  const [minutes, setMinutes] = useState<Shelf>(chatter ?? '60');
  const [oneShot, setOneShot] = useState(false);
  const [reason, setReason] = useState(chatter === null ? '' : t('quiet.chatter'));
  // What is restored already has no end to wait for; one that ends meanwhile is refused rather than shelved for longer than was meant.
  const canEnd = alarm.condition === 'active';
  return (
    <DeedDialog
      title={t('quiet.shelve')}
      okText={t('quiet.shelve')}
      ready={reason.trim() !== ''}
      testId="shelve-submit"
      close={close}
      act={() => act('shelve', { minutes: Number(minutes), reason: reason.trim(), oneShot })}
    >
      <p className="quiet">{t('quiet.shelve-what')}</p>
      <Choices<Shelf>
        title={t('quiet.how-long')}
        testId="shelve-for"
        among={SHELVES.map((value) => ({ value, label: t(`quiet.shelve-${value}`) }))}
        chosen={minutes}
        choose={setMinutes}
        problem={null}
      />
      {canEnd || oneShot ? (
        <Checkbox checked={oneShot} onChange={({ target }) => setOneShot(target.checked)} data-testid="shelve-once">
          {t('quiet.shelve-once')}
        </Checkbox>
      ) : null}
      <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="shelve-reason" />
    </DeedDialog>
  );
}

interface IsolateProps {
  readonly alarm: AlarmView;
  readonly close: () => void;
  readonly done: () => void;
}

function IsolateDialog({ alarm, close, done }: IsolateProps) {
  const { t } = useWords();
  const [kind, setKind] = useState<Kind>('isolated');
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  const [hours, setHours] = useState<number | null>(2);
  const body = { kind, scope: alarm.device.id, reason: reason.trim(), authority: authority.trim(), hours };
  return (
    <DeedDialog
      title={t('quiet.isolate-title', { device: alarm.device.name })}
      okText={t('quiet.isolate')}
      ready={body.reason !== '' && body.authority !== '' && hours !== null}
      testId="isolate-submit"
      close={close}
      act={() => refusal(send<IsolationView>('POST', '/isolations', body).then(done))}
    >
      <p className="quiet">{t('quiet.isolate-what')}</p>
      <Choices<Kind>
        title={t('isolation.kind')}
        testId="isolate-kind"
        among={KINDS.map((value) => ({ value, label: t(`isolation.${value}`) }))}
        chosen={kind}
        choose={setKind}
        problem={null}
      />
      <HoursField kind={kind} value={hours} change={setHours} testId="isolate-hours" />
      <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="isolate-reason" />
      <AuthorityField value={authority} change={setAuthority} testId="isolate-authority" />
    </DeedDialog>
  );
}
