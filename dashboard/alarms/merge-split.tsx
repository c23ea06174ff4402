// Making one incident of several, or two of one, by hand, with a reason.
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { type ApiProblem, refusal, send } from '../api.ts';
import type { Look } from '../held.ts';
import { useWords } from '../language.ts';
import { dateTime } from '../time.ts';
import { useLive } from '../use-live.ts';
import { placeLine } from './alarm-words.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { TextField } from './quiet-fields.tsx';

/** Others offered at once: the latest; a person merges two or three, not fifty. */
const OFFERED = 12;

export function MergeSplit({ incident, fail }: { readonly incident: IncidentView; readonly fail: (problem: ApiProblem | null) => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState<'merge' | 'split' | null>(null);
  const isMergeable = useLive((view) => hasOther(view.incidents, incident));
  const incidents = useLive((view) => (open === 'merge' ? view.incidents : null));
  const alarms = useLive((view) => (open === 'split' ? view.alarms : null));
  const mergeable = [...(incidents?.values() ?? [])]
    .filter((one) => isOther(one, incident))
    .sort((one, other) => other.began - one.began)
    .slice(0, OFFERED);
  return (
    <>
      {isMergeable ? (
        <Button type="text" onClick={() => setOpen('merge')} data-testid="incident-merge">
          {t('incident.merge')}
        </Button>
      ) : null}
      {incident.count > 1 ? (
        <Button type="text" onClick={() => setOpen('split')} data-testid="incident-split">
          {t('incident.split')}
        </Button>
      ) : null}
      {open === 'merge' ? (
        <PickDialog
          title={t('incident.merge-title')}
          okText={t('incident.merge')}
          among={mergeable.map((one) => ({
            value: one.id,
            label: `${t(`class.${one.class}`)} · ${placeLine(one.place)}`,
            detail: `${dateTime(one.began)} · ${t('incident.points', { n: one.points })}`,
          }))}
          most={mergeable.length}
          close={() => setOpen(null)}
          submit={(from, reason) => ask(`/incidents/${encodeURIComponent(incident.id)}/merge`, { from, reason }, fail)}
        />
      ) : null}
      {open === 'split' ? (
        <PickDialog
          title={t('incident.split-title')}
          okText={t('incident.split')}
          what={incident.count > incident.alarms.length ? t('incident.split-first', { n: incident.alarms.length }) : undefined}
          among={incident.alarms.map((id) => lineOf(alarms?.get(id), id))}
          most={incident.count - 1}
          close={() => setOpen(null)}
          submit={(picked, reason) => ask(`/incidents/${encodeURIComponent(incident.id)}/split`, { alarms: picked, reason }, fail)}
        />
      ) : null}
    </>
  );
}

function isOther(one: IncidentView, incident: IncidentView): boolean {
  return !one.closed && one.id !== incident.id && one.drill === incident.drill;
}

/** Whether there is one to merge with: the first that is found will do. */
function hasOther(incidents: Look<IncidentView>, incident: IncidentView): boolean {
  for (const one of incidents.values()) if (isOther(one, incident)) return true;
  return false;
}

function lineOf(
  alarm: { readonly device: { readonly name: string }; readonly place: readonly { id: string; name: string; kind: string }[] } | undefined,
  id: string,
): Line {
  return alarm === undefined
    ? { value: id, label: id, detail: '' }
    : { value: id, label: alarm.device.name, detail: placeLine(alarm.place) };
}

function ask(path: string, body: unknown, fail: (problem: ApiProblem | null) => void): Promise<ApiProblem | null> {
  return refusal(send<IncidentView>('POST', path, body).then(() => fail(null)));
}

/** One that can be picked. */
interface Line {
  readonly value: string;
  readonly label: string;
  /** In a line of its own below. */
  readonly detail: string;
}

interface PickProps {
  readonly title: string;
  readonly okText: string;
  /** A word about what is listed. */
  readonly what?: string | undefined;
  readonly among: readonly Line[];
  /** No more than so many. */
  readonly most: number;
  readonly close: () => void;
  readonly submit: (picked: readonly string[], reason: string) => Promise<ApiProblem | null>;
}

function PickDialog({ title, okText, what, among, most, close, submit }: PickProps) {
  const { t } = useWords();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const options = among.map(({ value, label, detail }) => ({
    value,
    label: (
      <span className="pick-line">
        <span>{label}</span>
        <span className="quiet numbers">{detail}</span>
      </span>
    ),
  }));
  return (
    <DeedDialog
      title={title}
      okText={okText}
      ready={picked.length > 0 && picked.length <= most && reason.trim() !== ''}
      testId="pick-submit"
      close={close}
      act={() => submit(picked, reason.trim())}
    >
      {what === undefined ? null : <p className="quiet">{what}</p>}
      <Checkbox.Group className="pick" options={options} value={[...picked]} onChange={(values) => setPicked(values.map(String))} />
      <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="pick-reason" />
    </DeedDialog>
  );
}
