// Planning a maintenance window 维护窗口 for a device or a place: what it becomes, when, how long, why and by whose leave.
import { App, Input, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import type { MaintenanceView } from '../../gateway/web/maintenance-contract.ts';
import { DeedDialog } from '../alarms/deed-dialog.tsx';
import { AuthorityField, TextField } from '../alarms/quiet-fields.tsx';
import { refusal, send } from '../api.ts';
import { useWords } from '../language.ts';
import { dateTime, fieldTime, timeOfField } from '../time.ts';
import { useLine } from '../use-live.ts';

type Kind = MaintenanceView['kind'];
/** The longest each may last, hours (the gateway's own bounds). */
const MOST_HOURS: Readonly<Record<Kind, number>> = { isolated: 24, 'out-of-service': 720, 'walk-test': 4 };
const HOUR_MS = 3_600_000;

interface Props {
  /** Id of a device or a place. */
  readonly scope: string;
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly close: () => void;
  readonly onPlanned?: () => void;
}

export function PlanMaintenance({ scope, name, kinds, close, onPlanned }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const { store } = useLine();
  const ids = { kind: useId(), from: useId(), hours: useId() };
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'isolated');
  const [from, setFrom] = useState(() => fieldTime(Math.ceil(((store.gatewayNow() ?? Date.now()) + HOUR_MS) / HOUR_MS) * HOUR_MS));
  const [hours, setHours] = useState<number | null>(2);
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  const begins = timeOfField(from);
  const isReady = Number.isFinite(begins) && hours !== null && reason.trim() !== '' && authority.trim() !== '';

  return (
    <DeedDialog
      title={t('maintenance.title', { name })}
      okText={t('maintenance.submit')}
      ready={isReady}
      testId="maintenance-submit"
      close={close}
      act={() =>
        refusal(
          send<MaintenanceView>('POST', '/maintenance', {
            kind,
            scope,
            reason: reason.trim(),
            authority: authority.trim(),
            begins,
            hours,
          }).then(() => {
            message.success(t('maintenance.done', { time: dateTime(begins) }));
            onPlanned?.();
          }),
        )
      }
    >
      <p className="quiet">{t('maintenance.what')}</p>
      <div className="labelled">
        <label htmlFor={ids.kind}>{t('maintenance.kind')}</label>
        <Select
          id={ids.kind}
          value={kind}
          onChange={(next) => {
            setKind(next);
            setHours((before) => (before === null ? null : Math.min(before, MOST_HOURS[next])));
          }}
          options={kinds.map((value) => ({ value, label: t(`maintenance.${value}`) }))}
          data-testid="maintenance-kind"
        />
      </div>
      <div className="labelled">
        <label htmlFor={ids.from}>{t('maintenance.from')}</label>
        <Input
          id={ids.from}
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          data-testid="maintenance-from"
        />
      </div>
      <div className="labelled">
        <label htmlFor={ids.hours}>{t('quiet.hours', { most: MOST_HOURS[kind] })}</label>
        <InputNumber<number>
          id={ids.hours}
          min={0.25}
          max={MOST_HOURS[kind]}
          value={hours}
          onChange={setHours}
          controls={false}
          inputMode="decimal"
          suffix={t('quiet.hours-unit')}
          data-testid="maintenance-hours"
        />
      </div>
      <TextField title={t('quiet.reason')} value={reason} change={setReason} testId="maintenance-reason" />
      <AuthorityField value={authority} change={setAuthority} testId="maintenance-authority" />
    </DeedDialog>
  );
}
