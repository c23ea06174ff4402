// Acknowledging several alarms at once: it says of which class how many, and afterwards what could not be done. Never a fire.
import { App, Button } from 'antd';
import { useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { AcknowledgedTogether } from '../../gateway/web/incident-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { send } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { ClassMark } from '../marks.tsx';
import { goesTogether } from './can.ts';

/** The gateway takes so many in one request. */
const AT_ONCE = 500;
/** Of those that were refused so many are named. */
const NAMED = 12;

interface Props {
  /** What the person saw when it was asked for; what came later is not among them. */
  readonly alarms: readonly AlarmView[];
  readonly close: () => void;
}

interface Answered {
  readonly ids: ReadonlySet<string>;
  readonly done: number;
  readonly refused: AcknowledgedTogether['refused'];
}

export default function AcknowledgeTogether({ alarms, close }: Props) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const [refused, setRefused] = useState<AcknowledgedTogether['refused'] | null>(null);
  /** What the gateway has answered so far: where it could not be reached in between, the rest alone is asked for again. */
  const [answered, setAnswered] = useState<Answered>({ ids: new Set(), done: 0, refused: [] });
  const { busy, problem, submit } = useSubmit();
  const able = alarms.filter((one) => goesTogether(one) && !answered.ids.has(one.id));
  const others = alarms.filter((one) => one.attention === 'new' && !one.closed && !goesTogether(one)).length;
  const counts = CLASS_ORDER.flatMap((of) => {
    const n = able.filter((one) => one.class === of).length;
    return n === 0 ? [] : [{ of, n }];
  });

  const acknowledge = (): Promise<void> =>
    submit(async () => {
      const left = able.map(({ id }) => id);
      let so = answered;
      while (left.length > 0) {
        const ids = left.splice(0, AT_ONCE);
        const answer = await send<AcknowledgedTogether>('POST', '/alarms/acknowledge', { ids });
        so = {
          ids: new Set([...so.ids, ...ids]),
          done: so.done + answer.acknowledged.length,
          refused: [...so.refused, ...answer.refused],
        };
        setAnswered(so);
      }
      if (so.done > 0) void message.success(t('together.done', { n: so.done }));
      if (so.refused.length === 0) close();
      else setRefused(so.refused);
    });

  return (
    <Dialog
      title={t('together.title')}
      close={close}
      problem={problem}
      onOk={acknowledge}
      okText={t('together.ok', { n: able.length })}
      confirmLoading={busy}
      okButtonProps={{ disabled: able.length === 0, autoFocus: true, 'data-testid': 'together-submit' }}
      buttons={
        refused === null ? undefined : (
          <Button type="primary" autoFocus onClick={close} data-testid="together-close">
            {t('import.close')}
          </Button>
        )
      }
    >
      <div className="stack">
        {refused !== null ? (
          <div data-testid="together-refused">
            <p>
              <strong>{t('together.refused', { n: refused.length })}</strong>
            </p>
            <ul>
              {refused.slice(0, NAMED).map(({ id, name, words }) => (
                <li key={id}>
                  {name ?? id} · {say(words)}
                </li>
              ))}
            </ul>
            {refused.length > NAMED ? <p className="quiet">{t('together.more', { n: refused.length - NAMED })}</p> : null}
          </div>
        ) : able.length === 0 ? (
          <p data-testid="together-none">{t('together.none')}</p>
        ) : (
          <ul className="together-counts" data-testid="together-counts">
            {counts.map(({ of, n }) => (
              <li key={of} className="row">
                <ClassMark of={of} /> <strong className="numbers">{t('flood.count', { n })}</strong>
              </li>
            ))}
          </ul>
        )}
        {others === 0 ? null : <p className="quiet">{t('together.others', { n: others })}</p>}
      </div>
    </Dialog>
  );
}
