// Taking in a list of parts: a file is chosen, tried without changing anything, looked at, and only then imported.
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartImport } from '../../gateway/web/transmission-contract.ts';
import { sendFile } from '../api.ts';
import { csvOf, download } from '../csv.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine, Loading } from '../states.tsx';
import { bytes } from '../values.ts';
import { type ChosenFile, FileDrop, readChosen } from './file-drop.tsx';
import { ImportCounts, ImportErrors, ImportPreview } from './import-result.tsx';
import { COLUMNS, type FileProblem, LARGEST_LIST } from './part-list.ts';

interface Props {
  readonly device: DeviceView;
  readonly close: () => void;
  readonly onImported: () => void;
}

export function ImportParts({ device, close, onImported }: Props) {
  const { t } = useWords();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [unfit, setUnfit] = useState<{ readonly name: string; readonly why: FileProblem } | null>(null);
  const [result, setResult] = useState<PartImport | null>(null);
  const { busy, problem, submit } = useSubmit();

  async function send(chosen: ChosenFile, dry: boolean): Promise<void> {
    const answer = await sendFile<PartImport>(`/devices/${encodeURIComponent(device.id)}/parts/import`, { dry }, chosen);
    setResult(answer);
    if (answer.done) onImported();
  }

  const take = (picked: File): Promise<void> =>
    submit(async () => {
      setResult(null);
      setUnfit(null);
      setFile(null);
      const chosen = await readChosen(picked);
      if ('problem' in chosen) return setUnfit({ name: picked.name, why: chosen.problem });
      setFile(chosen);
      await send(chosen, true);
    });

  const isReady = result !== null && !result.done && result.wrong === 0 && result.added + result.changed > 0;
  return (
    <Modal
      open
      title={t('import.title', { device: device.name })}
      width={920}
      style={{ top: 24 }}
      onCancel={close}
      mask={{ closable: false }}
      footer={
        result?.done === true ? (
          <Button type="primary" onClick={close} data-testid="import-close">
            {t('import.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('button.cancel')}</Button>
            <Button
              type="primary"
              disabled={!isReady || file === null}
              loading={busy && result !== null}
              onClick={() => file !== null && submit(() => send(file, false))}
              data-testid="import-submit"
            >
              {isReady ? t('import.submit-n', { n: result.added + result.changed }) : t('import.submit')}
            </Button>
          </>
        )
      }
    >
      <div className="stack import">
        {result?.done === true ? null : (
          <FileDrop take={take} busy={busy}>
            <Button onClick={() => download(t('import.template-name'), csvOf([COLUMNS]))} data-testid="import-template">
              {t('import.template')}
            </Button>
            <p className="quiet">{t('import.columns', { columns: COLUMNS.join(' · ') })}</p>
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
        {busy && result === null ? <Loading /> : null}
        <FailedLine problem={problem} {...(file === null ? {} : { again: () => submit(() => send(file, true)) })} />
        {result === null ? null : (
          <>
            <ImportCounts result={result} />
            {result.wrong > 0 ? <ImportErrors result={result} file={file?.name ?? ''} /> : null}
            {/* With something wrong nothing is imported: what else would be changed only hides the errors. */}
            {result.done || result.wrong > 0 ? null : <ImportPreview rows={result.preview} of={result.rows} />}
          </>
        )}
      </div>
    </Modal>
  );
}
