// What a device can be told to do, as forms made from its command specifications, and what became of each command.
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { CommandSpecView, CommandView } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem, type Page, send } from '../api.ts';
import { putProblem } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, FailedLine } from '../states.tsx';
import { clockOrDate } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow, useLive } from '../use-live.ts';

type Argument = CommandSpecView['arguments'][number];
type Values = Record<string, string | number | null | undefined>;

/** Commands of a device shown at most; older ones stand in the audit. */
const SHOWN = 30;

export function CommandPanel({ device, specs }: { readonly device: string; readonly specs: readonly CommandSpecView[] }) {
  const { t } = useWords();
  const may = useMay();
  const given = useAnswer<Page<CommandView>>(`/devices/${encodeURIComponent(device)}/commands`);
  const live = useLive((view) => view.commands);
  const [ours, setOurs] = useState<readonly CommandView[]>([]);
  const commands = useMemo(() => {
    const all = new Map<string, CommandView>();
    for (const one of [...(given.value?.items ?? []), ...ours, ...live.values()]) {
      const held = all.get(one.id);
      if (one.device === device && (held === undefined || held.changedAt <= one.changedAt)) all.set(one.id, one);
    }
    return [...all.values()].sort((one, other) => other.at - one.at).slice(0, SHOWN);
  }, [given.value, ours, live, device]);
  return (
    <section className="stack" aria-label={t('command.title')}>
      <h2>{t('command.title')}</h2>
      {may('device.command') ? null : <p className="quiet">{t('hindrance.no-permission')}</p>}
      <div className="commands">
        {specs.map((spec) => (
          <CommandForm
            key={spec.id}
            device={device}
            spec={spec}
            allowed={may('device.command')}
            onGiven={(command) => setOurs((before) => [command, ...before].slice(0, SHOWN))}
          />
        ))}
      </div>
      <Answered answer={given}>{() => <CommandList commands={commands} specs={specs} />}</Answered>
    </section>
  );
}

interface FormProps {
  readonly device: string;
  readonly spec: CommandSpecView;
  readonly allowed: boolean;
  readonly onGiven: (command: CommandView) => void;
}

function CommandForm({ device, spec, allowed, onGiven }: FormProps) {
  const { t, say } = useWords();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit(values: Values): Promise<void> {
    setBusy(true);
    setProblem(null);
    const given: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(values)) if (value !== null && value !== undefined) given[name] = value;
    try {
      onGiven(await send<CommandView>('POST', `/devices/${encodeURIComponent(device)}/commands`, { command: spec.id, arguments: given }));
    } catch (thrown) {
      const said = asProblem(thrown);
      setProblem(putProblem(form, said, say, 'body.arguments.') ? null : said);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="panel command"
      name={`command-${spec.id}`}
      disabled={!allowed}
      initialValues={Object.fromEntries(spec.arguments.map((one) => [one.id, one.otherwise]))}
      onFinish={submit}
    >
      <h3>{say(spec.title)}</h3>
      {spec.arguments.map((argument) => (
        <ArgumentField key={argument.id} command={spec.id} argument={argument} />
      ))}
      <FailedLine problem={problem} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} data-testid={`command-${spec.id}`}>
          {t('command.send', { command: say(spec.title) })}
        </Button>
        <span className="quiet">{t('command.expires', { n: spec.expiresAfter })}</span>
      </div>
    </Form>
  );
}

function ArgumentField({ command, argument }: { readonly command: string; readonly argument: Argument }) {
  const { t, say } = useWords();
  const title = say(argument.title);
  const testId = `command-${command}-${argument.id}`;
  const required = { required: argument.otherwise === undefined, message: t('field.missing', { field: title }) };
  if (argument.type === 'number') {
    const { lowest, highest } = argument;
    return (
      <Form.Item
        name={argument.id}
        label={title}
        rules={[required]}
        extra={lowest === undefined || highest === undefined ? null : t('field.between', { lowest, highest, unit: argument.unit ?? '' })}
      >
        <InputNumber
          className="wide-field"
          {...(lowest === undefined ? {} : { min: lowest })}
          {...(highest === undefined ? {} : { max: highest })}
          {...(argument.unit === undefined ? {} : { suffix: argument.unit })}
          data-testid={testId}
        />
      </Form.Item>
    );
  }
  if (argument.type === 'choice') {
    const among = Object.entries(argument.among ?? {});
    return (
      <Form.Item name={argument.id} label={title} rules={[required]}>
        <Select options={among.map(([value, words]) => ({ value, label: say(words) }))} data-testid={testId} />
      </Form.Item>
    );
  }
  return (
    <Form.Item name={argument.id} label={title} rules={[required]}>
      <Input.TextArea
        rows={3}
        {...(argument.longest === undefined ? {} : { maxLength: argument.longest, showCount: true })}
        data-testid={testId}
      />
    </Form.Item>
  );
}

const GLYPHS: Readonly<Record<CommandView['state'], string>> = {
  waiting: '○',
  sent: '◔',
  delivered: '◑',
  done: '●',
  failed: '✕',
  expired: '–',
};

function CommandList({ commands, specs }: { readonly commands: readonly CommandView[]; readonly specs: readonly CommandSpecView[] }) {
  const { t, say } = useWords();
  const now = useGatewayNow();
  if (commands.length === 0) return <p className="quiet">{t('command.none')}</p>;
  return (
    <ol className="command-list panel">
      {commands.map((command) => {
        const spec = specs.find((one) => one.id === command.command);
        const unhappy = command.state === 'failed' || command.state === 'expired';
        return (
          <li key={command.id} data-testid="command-row" data-command-id={command.id} data-state={command.state}>
            <time className="numbers nowrap">{clockOrDate(command.at, now)}</time>
            <span className={unhappy ? 'chip solid' : 'chip loud'}>
              <i className="glyph" aria-hidden="true">
                {GLYPHS[command.state]}
              </i>
              {t(`command-state.${command.state}`)}
            </span>
            {command.drill ? <span className="chip drill">{t('drill.word')}</span> : null}
            <span className="grow">
              <strong>{spec === undefined ? command.command : say(spec.title)}</strong> {Object.values(command.arguments).join(' · ')}{' '}
              {command.reason === null ? null : <span className="quiet">{command.reason}</span>}
            </span>
            <span className="quiet">{command.name}</span>
          </li>
        );
      })}
    </ol>
  );
}
