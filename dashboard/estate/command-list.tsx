// What became of commands: sent, delivered, carried out with what was answered, or failed with the reason.
import type { CommandSpecView, CommandView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { clockOrDate } from '../time.ts';
import { useGatewayNow } from '../use-live.ts';
import type { BothWords } from '../values.ts';
import './commands.css';
import './estate.css';

const GLYPHS: Readonly<Record<CommandView['state'], string>> = {
  waiting: '○',
  sent: '◔',
  delivered: '◑',
  done: '●',
  failed: '✕',
  expired: '–',
};

export function CommandList({
  commands,
  specs,
}: {
  readonly commands: readonly CommandView[];
  readonly specs: readonly CommandSpecView[];
}) {
  const { t, say, term } = useWords();
  if (commands.length === 0) return <p className="quiet">{t('command.none')}</p>;
  return (
    <ol className="command-list panel">
      {commands.map((command) => {
        const spec = specs.find((one) => one.id === command.command);
        const title = spec === undefined ? term('command-name', command.command) : say(spec.title);
        return <CommandRow key={command.id} command={command} title={title} details={detailsOf(command, spec, say)} />;
      })}
    </ol>
  );
}

/** What it was given with, as its form asks for it: `请勿携带火种 · 遍数 3`, `80 %`. */
function detailsOf(command: CommandView, spec: CommandSpecView | undefined, say: (words: BothWords) => string): string {
  return Object.entries(command.arguments)
    .map(([id, value]) => {
      const asked = spec?.arguments.find((one) => one.id === id);
      const chosen = asked?.among?.[String(value)];
      if (chosen !== undefined) return say(chosen);
      const text = `${value} ${asked?.unit ?? ''}`.trim();
      return asked?.type !== 'number' || say(asked.title) === say(spec?.title ?? asked.title) ? text : `${say(asked.title)} ${text}`;
    })
    .join(' · ');
}

interface RowProps {
  readonly command: CommandView;
  readonly title: string;
  /** What it was given with. */
  readonly details?: string;
}

export function CommandRow({ command, title, details = '' }: RowProps) {
  const { t, say, term } = useWords();
  const now = useGatewayNow();
  const unhappy = command.state === 'failed' || command.state === 'expired';
  const isAnswered = command.state === 'done' && command.command.startsWith('read-');
  return (
    <li data-testid="command-row" data-command-id={command.id} data-command={command.command} data-state={command.state}>
      <time className="numbers nowrap">{clockOrDate(command.at, now)}</time>
      <span className={unhappy ? 'chip solid' : 'chip loud'}>
        <i className="glyph" aria-hidden="true">
          {GLYPHS[command.state]}
        </i>
        {isAnswered ? t('command-state.answered') : t(`command-state.${command.state}`)}
      </span>
      {command.drill ? <span className="chip drill">{t('drill.word')}</span> : null}
      <span className="grow">
        <strong>{title}</strong> {details}{' '}
        {command.reason === null ? null : <span className="quiet">{term('command-reason', command.reason)}</span>}
      </span>
      <span className="quiet">{command.name}</span>
      {isAnswered && command.result.length === 0 ? <span className="quiet">{t('command.empty-answer')}</span> : null}
      {command.result.length === 0 ? null : (
        <ul className="command-result" data-testid="command-result">
          {command.result.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one answer, which never change
            <li key={place}>{say(line)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
