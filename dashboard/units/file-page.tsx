// The frame of a file's page: who may see it, asked for and refreshed, and its button to edit it.
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import '../estate/estate.css';
import '../pages/pages.css';
import './units.css';

interface PageProps<T> {
  readonly of: 'units' | 'buildings';
  readonly refreshMs: number;
  readonly testId: string;
  readonly children: (view: T, again: () => void) => ReactNode;
}

export function FilePage<T>({ of, refreshMs, testId, children }: PageProps<T>) {
  const may = useMay();
  const { id = '' } = useParams();
  const answer = useAnswer<T>(may('device.read') ? `/${of}/${encodeURIComponent(id)}` : null, {}, refreshMs);
  if (!may('device.read')) return <Denied />;
  return (
    <Veil>
      <div className="page" data-testid={testId}>
        <Answered answer={answer}>{(view) => children(view, answer.again)}</Answered>
      </div>
    </Veil>
  );
}

interface Editing {
  /** Nothing for who may not. */
  readonly button: ReactNode;
  /** What is shown while somebody edits. */
  readonly form: ReactNode;
}

/** The button that opens the form of a file, and the form while it is open; `again`: what is asked for anew when it was saved. */
export function useEditing(again: () => void, form: (close: () => void, onSaved: () => void) => ReactNode): Editing {
  const { t } = useWords();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => setIsOpen(false);
  const saved = (): void => {
    close();
    again();
  };
  const button = may('unit.manage') ? (
    <Button onClick={() => setIsOpen(true)} data-testid="edit-file">
      {t('file.edit-button')}
    </Button>
  ) : null;
  return { button, form: isOpen ? form(close, saved) : null };
}
