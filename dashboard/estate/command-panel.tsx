// What a device can be told to do, as forms made from its command specifications, and what became of each command.
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { CommandSpecView, CommandView, DeviceView } from '../../gateway/web/contract.ts';
import { send } from '../api.ts';
import { useFields, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, FailedLine } from '../states.tsx';
import { span } from '../time.ts';
import { CommandList } from './command-list.tsx';
import { GraveCommand } from './grave-command.tsx';
import { useCommands } from './use-commands.ts';

type Argument = CommandSpecView['arguments'][number];
type Values = Record<string, string | number | null | undefined>;

/** Commands of a device shown at most; older ones stand in the audit. */
const SHOWN = 30;
/** So many forms stand beside each other; of more, one is chosen, and what became of it stands in sight. */
const FEW = 6;

/** Grave commands are shown only to who may give them; the one that proves a device has a button of its own above. */
export function CommandPanel({ device }: { readonly device: DeviceView }) {
  const { t, say } = useWords();
  const may = useMay();
  const { given, commands, add } = useCommands(device.id);
  const specs = device.commands.filter((spec) => (!spec.grave || may('device.initialise')) && (!spec.proves || device.station !== null));
  const isMany = specs.length > FEW;
  const [chosen, setChosen] = useState(specs[0]?.id);
  const shown = isMany ? specs.filter((spec) => spec.id === chosen) : specs;
  return (
    <section className="stack" aria-label={t('command.title')}>
      <h2>{t('command.title')}</h2>
      {may('device.command') ? null : <p className="quiet">{t('hindrance.no-permission')}</p>}
      <div className={isMany ? 'command-room' : 'stack'}>
        <div className={isMany ? 'stack' : 'commands'}>
          {isMany ? (
            <Select
              className="wide-field"
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={t('command.choose')}
              value={chosen}
              onChange={setChosen}
              options={specs.map((spec) => ({ value: spec.id, label: say(spec.title) }))}
              data-testid="command-choose"
            />
          ) : null}
          {shown.map((spec) => (
            <CommandForm
              key={spec.id}
              device={device}
              spec={spec}
              allowed={may(spec.grave ? 'device.initialise' : 'device.command')}
              onGiven={add}
            />
          ))}
        </div>
        <Answered answer={given}>{() => <CommandList commands={commands.slice(0, SHOWN)} specs={device.commands} />}</Answered>
      </div>
    </section>
  );
}

interface FormProps {
  readonly device: DeviceView;
  readonly spec: CommandSpecView;
  readonly allowed: boolean;
  readonly onGiven: (command: CommandView) => void;
}

function CommandForm({ device, spec, allowed, onGiven }: FormProps) {
  const { t, say } = useWords();
  const form = useFields<Values>();
  const { busy, problem, submit, forget } = useSubmit(form, 'body.arguments.');
  /** What a grave command would be given with, while its reason is asked for. */
  const [grave, setGrave] = useState<Values | null>(null);

  const give = (values: Values, reason?: string): Promise<void> =>
    submit(async () => {
      const given: Record<string, string | number> = {};
      for (const [name, value] of Object.entries(values)) if (value !== null && value !== undefined) given[name] = value;
      const body = { command: spec.id, arguments: given, ...(reason === undefined ? {} : { reason }) };
      onGiven(await send<CommandView>('POST', `/devices/${encodeURIComponent(device.id)}/commands`, body));
      setGrave(null);
    });

  return (
    <>
      <Form<Values>
        form={form}
        layout="vertical"
        className="panel command"
        name={`command-${spec.id}`}
        disabled={!allowed}
        initialValues={Object.fromEntries(spec.arguments.map((one) => [one.id, one.otherwise]))}
        onFinish={(values) => (spec.grave ? setGrave(values) : give(values))}
      >
        <h3>{say(spec.title)}</h3>
        {spec.arguments.map((argument) => (
          <ArgumentField key={argument.id} command={spec.id} argument={argument} />
        ))}
        {grave === null ? <FailedLine problem={problem} /> : null}
        <div className="row">
          <Button type={spec.grave ? 'default' : 'primary'} htmlType="submit" loading={busy} data-testid={`command-${spec.id}`}>
            {spec.grave ? t('grave.begin', { command: say(spec.title) }) : t('command.send', { command: say(spec.title) })}
          </Button>
          <span className="quiet">{t('command.expires', { span: span(spec.expiresAfter * 1_000) })}</span>
        </div>
      </Form>
      {grave === null ? null : (
        <GraveCommand
          device={device}
          spec={spec}
          busy={busy}
          problem={problem}
          give={(reason) => give(grave, reason)}
          close={() => {
            setGrave(null);
            forget();
          }}
        />
      )}
    </>
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
