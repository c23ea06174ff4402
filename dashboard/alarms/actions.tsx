// What a person does with an alarm: acknowledge, judge, reset; shelve and isolate below. A button that can not be pressed says why.
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { AlarmCan } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, refusal, send } from '../api.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { useMay, useSession } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { useLine, useLive } from '../use-live.ts';
import { alarmTitle } from './alarm-words.ts';
import { hindrance } from './can.ts';
import { JudgeDialog } from './judge-dialog.tsx';
import { QuietDeeds } from './quiet-deeds.tsx';

/** The three deeds. `onDone` hears the alarm as it stands after one of them. */
export function AlarmActions({ alarm, onDone }: { readonly alarm: AlarmView; readonly onDone: (alarm: AlarmView) => void }) {
  const words = useWords();
  const { t } = words;
  const may = useMay();
  const { store } = useLine();
  const [busy, setBusy] = useState<keyof AlarmCan | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [judging, setJudging] = useState(false);

  async function act(deed: keyof AlarmCan, body: unknown): Promise<ApiProblem | null> {
    setBusy(deed);
    setProblem(null);
    const asked = send<AlarmView>('POST', `/alarms/${encodeURIComponent(alarm.id)}/${deed}`, body);
    const refused = await refusal(
      asked.then((after) => {
        store.learn(after);
        onDone(after);
      }),
    );
    setBusy(null);
    return refused;
  }

  const incident = useLive((view) => view.incidents.get(alarm.incident));
  const { standing } = useSession();
  const taken = incident?.taken ?? null;
  const isOthers = taken !== null && standing.is === 'signed-in' && taken.by !== standing.session.person.id;
  const isProposed = incident !== undefined && incident.proposed !== null && incident.state !== 'false-alarm';
  const around = { isOthers, isProposed };
  const why = {
    acknowledge: hindrance('acknowledge', alarm, may),
    judge: hindrance('judge', alarm, may, around),
    reset: hindrance('reset', alarm, may, around),
  };
  useKeys(['a', 'A'], why.acknowledge === null ? () => void act('acknowledge', {}).then(setProblem) : null);
  return (
    <div className="deeds">
      <FailedLine problem={problem} />
      {alarm.closed ? (
        <p className="quiet">{t('hindrance.closed')}</p>
      ) : (
        <div className="deed-row">
          <Deed why={why.acknowledge}>
            <Button
              block
              size="large"
              type={why.acknowledge === null ? 'primary' : 'default'}
              data-testid="acknowledge"
              disabled={why.acknowledge !== null}
              loading={busy === 'acknowledge'}
              onClick={() => act('acknowledge', {}).then(setProblem)}
            >
              {t('deed.acknowledge')}
            </Button>
          </Deed>
          <Deed why={why.judge}>
            <Button block size="large" data-testid="judge" disabled={why.judge !== null} onClick={() => setJudging(true)}>
              {t('deed.judge')}
            </Button>
          </Deed>
          <Deed why={why.reset}>
            <Button
              block
              size="large"
              data-testid="reset"
              disabled={why.reset !== null}
              loading={busy === 'reset'}
              onClick={() => act('reset', {}).then(setProblem)}
            >
              {t('deed.reset')}
            </Button>
          </Deed>
        </div>
      )}
      <QuietDeeds alarm={alarm} act={act} onDone={onDone} />
      <JudgeDialog
        title={[t('deed.judge'), t(`class.${alarm.class}`), alarmTitle(alarm, words), alarm.device.name].join(' · ')}
        classOf={alarm.class}
        open={judging}
        close={() => setJudging(false)}
        judge={(body) => act('judge', body)}
      />
    </div>
  );
}

function Deed({ why, children }: { readonly why: ReturnType<typeof hindrance>; readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="deed">
      {children}
      {why === null ? null : <span className="quiet deed-why">{t(why)}</span>}
    </div>
  );
}
