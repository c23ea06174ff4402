// Asking a device whether it is there and well: sent, answered, refused or unanswered, each with its time. Only where its wire knows the question.
import { Button } from 'antd';
import type { CommandSpecView, CommandView, DeviceRow, DeviceView } from '../../gateway/web/contract.ts';
import { send } from '../api.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { clockOrDate, span } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import './device-check.css';
import { LastHeard } from './device-state.tsx';
import { useCommands } from './use-commands.ts';

interface Props {
  readonly device: DeviceView;
  readonly row: DeviceRow;
}

const UNDER_WAY: ReadonlySet<CommandView['state']> = new Set(['waiting', 'sent', 'delivered']);

export function DeviceCheck({ device, row }: Props) {
  const { t } = useWords();
  // What stands behind a transmission device is asked through it, on its own page; a network is nobody.
  if (device.part !== null || device.kind === 'carrier') return null;
  const spec = device.commands.find(({ proves }) => proves);
  if (spec === undefined)
    return (
      <p className="quiet" data-testid="device-check" data-state="none">
        {row.lastHeard === null ? (
          t('check.none-never')
        ) : (
          <>
            {t('check.none')} <LastHeard at={row.lastHeard} />
          </>
        )}
      </p>
    );
  return <Asking device={device} row={row} spec={spec} />;
}

function Asking({ device, row, spec }: Props & { readonly spec: CommandSpecView }) {
  const { t, say } = useWords();
  const may = useMay();
  const { commands, add } = useCommands(device.id);
  const { busy, problem, submit } = useSubmit();
  const last = commands.find(({ command }) => command === spec.id);
  const isUnderWay = last !== undefined && UNDER_WAY.has(last.state);
  const check = (): Promise<void> =>
    submit(async () =>
      add(await send<CommandView>('POST', `/devices/${encodeURIComponent(device.id)}/commands`, { command: spec.id, arguments: {} })),
    );
  return (
    <section className="panel device-check" aria-label={t('check.title')} data-testid="device-check" data-state={last?.state ?? 'never'}>
      <div className="row">
        <Button disabled={!may('device.command') || isUnderWay} loading={busy} onClick={check} data-testid="check-begin">
          {t('check.begin', { command: say(spec.title) })}
        </Button>
        <Outcome last={last} />
      </div>
      {may('device.command') ? null : <p className="quiet">{t('hindrance.no-permission')}</p>}
      {row.online === false && !isUnderWay ? <p className="quiet">{t('check.offline', { n: spec.expiresAfter })}</p> : null}
      <FailedLine problem={problem} />
    </section>
  );
}

function Outcome({ last }: { readonly last: CommandView | undefined }) {
  const { t, say, term } = useWords();
  const now = useGatewayNow();
  if (last === undefined) return <span className="quiet">{t('check.none-before')}</span>;
  const unhappy = last.state === 'failed' || last.state === 'expired';
  const took = span(last.changedAt - last.at);
  return (
    <span className="row" role="status">
      <strong className={unhappy ? 'chip solid' : 'chip loud'}>{t(`check.${last.state}`, { time: took })}</strong>
      {last.reason === null ? null : <span>{term('command-reason', last.reason)}</span>}
      {last.result.map((line) => (
        <span key={line.en}>{say(line)}</span>
      ))}
      <span className="quiet numbers">
        {clockOrDate(last.at, now)} {last.name}
      </span>
    </span>
  );
}
