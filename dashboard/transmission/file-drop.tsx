// A list that a person chooses from a disk, looked at by its first bytes before it is sent.
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { useWords } from '../language.ts';
import { bytes } from '../values.ts';
import { type FileProblem, LARGEST_LIST, listType } from './part-list.ts';

/** The first bytes tell a text from anything else. */
const HEAD = 512;

export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly body: Blob;
}

/** The file with its bytes held: what was looked at is what is imported, whatever becomes of it meanwhile; or why it is not sent. */
export async function readChosen(picked: File): Promise<ChosenFile | { readonly problem: FileProblem }> {
  const { name, size } = picked;
  const found = listType(name, size, new Uint8Array(await picked.slice(0, HEAD).arrayBuffer()));
  return 'problem' in found ? found : { name, size, type: found.type, body: new Blob([await picked.arrayBuffer()]) };
}

interface DropProps {
  readonly take: (file: File) => void;
  readonly busy: boolean;
  readonly children: ReactNode;
}

/** Choosing by the button, or dropping a file on the field; what helps to write it, beside it. */
export function FileDrop({ take, busy, children }: DropProps) {
  const { t } = useWords();
  const id = useId();
  const [over, setOver] = useState(false);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined && !busy) take(file);
  }

  return (
    <div className="row">
      <label
        className="drop"
        htmlFor={id}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        data-testid="import-drop"
      >
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 16V4M7 9l5-5 5 5M4 15v5h16v-5" fill="none" stroke="currentColor" strokeWidth="1.800" strokeLinecap="round" />
        </svg>
        <span>
          <strong>{t('import.choose')}</strong>
          <span className="quiet">{t('import.choose-detail', { most: bytes(LARGEST_LIST) })}</span>
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.xlsx,.txt"
          disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file, corrected meanwhile, can be chosen again.
            event.target.value = '';
            if (file !== undefined) take(file);
          }}
          data-testid="import-file"
        />
      </label>
      <div className="import-template">{children}</div>
    </div>
  );
}
