// What a person asks of a part or a system through its transmission device, and what became of each question.
import { Button } from 'antd';
import { useState } from 'react';
import type { CommandView } from '../../gateway/web/contract.ts';
import type { PartView } from '../../gateway/web/transmission-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { CommandRow } from '../estate/command-list.tsx';
import { useCommands } from '../estate/use-commands.ts';
import { useWords, type WordKey } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { isAskedOf, questionsTo, type WhatIsAsked } from './part-questions.ts';

const TITLES: Readonly<Record<WhatIsAsked, WordKey>> = {
  state: 'part.read-state',
  analogue: 'part.read-analogue',
  configuration: 'part.read-configuration',
};
const OPEN: ReadonlySet<CommandView['state']> = new Set(['waiting', 'sent', 'delivered']);

/** Of each question the last time it was asked stands below the buttons, whoever asked. */
export function AskPart({ part }: { readonly part: PartView }) {
  const { t } = useWords();
  const { given, commands, add } = useCommands(part.of.id);
  const [busy, setBusy] = useState<WhatIsAsked | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const questions = questionsTo(part).map((question) => ({
    ...question,
    last: commands.find((command) => isAskedOf(command, question)),
  }));
  const asked = questions
    .flatMap(({ what, last }) => (last === undefined ? [] : [{ what, last }]))
    .sort((one, other) => other.last.at - one.last.at);

  async function ask({ what, command, given: args }: (typeof questions)[number]): Promise<void> {
    setBusy(what);
    setProblem(null);
    try {
      add(await send<CommandView>('POST', `/devices/${encodeURIComponent(part.of.id)}/commands`, { command, arguments: args }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(null);
    }
  }

  return (
    <section className="stack" aria-label={t('part.ask')} data-testid="ask-part">
      <div className="row">
        {questions.map((question) => (
          <Button
            key={question.what}
            loading={busy === question.what || (question.last !== undefined && OPEN.has(question.last.state))}
            disabled={busy !== null}
            onClick={() => ask(question)}
            data-testid={`ask-${question.what}`}
          >
            {t(TITLES[question.what])}
          </Button>
        ))}
        <span className="quiet">{t('part.ask-detail')}</span>
      </div>
      <FailedLine problem={problem ?? given.problem} />
      {asked.length === 0 ? null : (
        <ol className="command-list part-answers" aria-live="polite">
          {asked.map(({ what, last }) => (
            <CommandRow key={what} command={last} title={t(TITLES[what])} />
          ))}
        </ol>
      )}
    </section>
  );
}
