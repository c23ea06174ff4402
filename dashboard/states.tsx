// What a screen says when there is nothing, nothing yet, an error, or only a memory.
import { Button } from 'antd';
import type { ReactNode, Ref } from 'react';
import { Link } from 'react-router';
import type { ApiProblem } from './api.ts';
import { fieldText } from './form-problems.ts';
import { useWords } from './language.ts';
import { clock } from './time.ts';
import type { Answer } from './use-answer.ts';
import { useStaleness } from './use-live.ts';

export function Loading() {
  const { t } = useWords();
  return (
    <div className="state" role="status">
      <div className="turning" />
      {t('state.loading')}
    </div>
  );
}

/** `title` says what there is none of; `children` what to do about it. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** The next step where nothing is yet: places and devices are made there. */
export function ToEstate() {
  const { t } = useWords();
  return (
    <Link className="link big-link" to="/estate">
      {t('way.estate')} ›
    </Link>
  );
}

/** The person's role does not reach here. */
export function Denied() {
  const { t } = useWords();
  return (
    <div className="state" data-testid="denied">
      <strong>{t('state.denied')}</strong>
      {t('state.denied-detail')}
    </div>
  );
}

interface FailedProps {
  readonly problem: ApiProblem;
  readonly again?: () => void;
  /** Another way out, before trying again. */
  readonly children?: ReactNode;
}

/** An error in the person's language, with its code for whoever is called, a way to try again, and away from what is not there. */
export function Failed({ problem, again, children }: FailedProps) {
  const { t, say } = useWords();
  return (
    <div className="state failed" role="alert" data-testid="failed">
      <strong>{say(problem.words)}</strong>
      {problem.status === 404 ? t('state.not-there') : null}
      <span className="mono">
        {problem.code}
        {problem.status > 0 ? ` · HTTP ${problem.status}` : ''}
      </span>
      {again === undefined ? null : (
        <span className="row">
          {children}
          {problem.status === 404 ? (
            <Link className="link big-link" to="/">
              {t('way.board')} ›
            </Link>
          ) : null}
          <Button onClick={again}>{t('state.again')}</Button>
        </span>
      )}
    </div>
  );
}

/** One line where an older answer still stands but the newer one failed; what is wrong with which field says more than that it is. */
export function FailedLine({ problem, again }: { readonly problem: ApiProblem | null; readonly again?: () => void }) {
  const { t, say } = useWords();
  if (problem === null) return null;
  return (
    <div className="row problem-line" role="alert">
      <span>
        {problem.fields.length > 0 ? problem.fields.map((field) => fieldText(field, say)).join(' ') : say(problem.words)}{' '}
        <span className="mono quiet">({problem.code})</span>
      </span>
      {again === undefined ? null : <Button onClick={again}>{t('state.again')}</Button>}
    </div>
  );
}

/** Shows an answer: its value, or why there is none yet. */
export function Answered<T>({ answer, children }: { readonly answer: Answer<T>; readonly children: (value: T) => ReactNode }) {
  if (answer.value !== null) {
    return (
      <>
        <FailedLine problem={answer.problem} again={answer.again} />
        {children(answer.value)}
      </>
    );
  }
  if (answer.problem !== null) return <Failed problem={answer.problem} again={answer.again} />;
  return <Loading />;
}

interface FormerProps {
  readonly is: boolean;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}

/** What answers the former question is dimmed while the answer to the one that is asked now is on its way. */
export function Former({ is, ref, children }: FormerProps) {
  return (
    <div ref={ref} className="former" aria-busy={is}>
      {children}
    </div>
  );
}

/** Lays the veil over what is live on a good day: hatched, grey and in words, as soon as it may be old. */
export function Veil({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  const { old, asOf } = useStaleness();
  return (
    <div className="veil grow" data-old={old} data-testid="veil">
      {old ? (
        <div className="veil-word" role="status">
          {t('veil.title')}
          {asOf === null ? null : <span className="quiet numbers">{t('veil.as-of', { time: clock(asOf) })}</span>}
        </div>
      ) : null}
      <div className="veiled">{children}</div>
    </div>
  );
}
