// Taking in a list: a file is chosen, tried without changing anything, looked at, and only then imported, all or none.
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ListImport } from '../../gateway/web/list-import-contract.ts';
import { sendFile } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { Loading } from '../states.tsx';
import { bytes } from '../values.ts';
import { type ChosenFile, FileDrop, readChosen } from './file-drop.tsx';
import { ImportCounts, ImportErrors } from './import-result.tsx';
import { type FileProblem, LARGEST_LIST } from './part-list.ts';
import './transmission.css';

interface Props<Result extends ListImport> {
  readonly title: string;
  /** Pixels, where the window is as wide. */
  readonly width: number;
  /** Where the list is sent, below `/api/v1`. */
  readonly path: string;
  /** Words of the button that imports so many rows. */
  readonly submitWords: (rows: number) => string;
  /** What the file must hold, and its template. */
  readonly hints: ReactNode;
  /** The first rows of a list that is right. */
  readonly preview: (result: Result) => ReactNode;
  readonly close: () => void;
  /** It is done. */
  readonly onImported: (result: Result) => void;
  /** Of fetching a template. */
  readonly problem?: ReactNode;
}

export function ImportDialog<Result extends ListImport>(props: Props<Result>) {
  const { title, width, path, submitWords, hints, preview, close, onImported } = props;
  const { t } = useWords();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [unfit, setUnfit] = useState<{ readonly name: string; readonly why: FileProblem } | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const { busy, problem, submit } = useSubmit();

  async function give(chosen: ChosenFile, dry: boolean): Promise<void> {
    const answer = await sendFile<Result>(path, { dry }, chosen);
    setResult(answer);
    if (answer.done) onImported(answer);
  }

  const take = (picked: File): Promise<void> =>
    submit(async () => {
      setResult(null);
      setUnfit(null);
      setFile(null);
      const chosen = await readChosen(picked);
      if ('problem' in chosen) return setUnfit({ name: picked.name, why: chosen.problem });
      setFile(chosen);
      await give(chosen, true);
    });

  const isDone = result?.done === true;
  const rows = result === null || isDone || result.wrong > 0 ? 0 : result.added + result.changed;
  return (
    <Dialog
      title={title}
      width={width}
      close={close}
      mask={{ closable: false }}
      problem={problem}
      // A file that was read and is not right will not be right at another try; once it was checked its own button imports it.
      again={file === null || result !== null || problem?.status === 400 ? undefined : () => submit(() => give(file, true))}
      buttons={
        isDone ? (
          <Button type="primary" onClick={close} data-testid="import-close">
            {t('import.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('button.cancel')}</Button>
            <Button
              type="primary"
              disabled={rows === 0 || file === null}
              loading={busy && result !== null}
              onClick={() => file !== null && submit(() => give(file, false))}
              data-testid="import-submit"
            >
              {rows > 0 ? submitWords(rows) : t('import.submit')}
            </Button>
          </>
        )
      }
    >
      <div className="stack import">
        {isDone ? null : (
          <FileDrop take={take} busy={busy}>
            {hints}
          </FileDrop>
        )}
        {unfit === null ? null : (
          <p role="alert" className="problem-line" data-testid="import-unfit">
            <strong>{unfit.name}</strong> {t(`import.unfit-${unfit.why}`, { most: bytes(LARGEST_LIST) })}
          </p>
        )}
        {file === null ? null : (
          <p className="numbers">
            <strong>{file.name}</strong> <span className="quiet">{bytes(file.size)}</span>
          </p>
        )}
        {busy && result === null && file !== null ? <Loading /> : null}
        {props.problem}
        {result === null ? null : (
          <>
            <ImportCounts result={result} />
            {result.wrong > 0 ? <ImportErrors result={result} file={file?.name ?? ''} /> : null}
            {/* With something wrong nothing is imported: what else would be changed only hides the errors. */}
            {result.done || result.wrong > 0 ? null : preview(result)}
          </>
        )}
      </div>
    </Dialog>
  );
}
