// Taking in a list of parts: a file is chosen, tried without changing anything, looked at, and only then imported.
import { Button, Modal } from 'antd';
import { type DragEvent, useId, useState } from 'react';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartImport } from '../../gateway/web/transmission-contract.ts';
import { sendFile } from '../api.ts';
import { csvOf, download } from '../csv.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine, Loading } from '../states.tsx';
import { bytes } from '../values.ts';
import { ImportCounts, ImportErrors, ImportPreview } from './import-result.tsx';
import { COLUMNS, type FileProblem, LARGEST_LIST, listType } from './part-list.ts';

/** The first bytes tell a text from anything else. */
const HEAD = 512;

interface Chosen {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly body: Blob;
}

interface Props {
  readonly device: DeviceView;
  readonly close: () => void;
  readonly onImported: () => void;
}

export function ImportParts({ device, close, onImported }: Props) {
  const { t } = useWords();
  const [file, setFile] = useState<Chosen | null>(null);
  const [unfit, setUnfit] = useState<{ readonly name: string; readonly why: FileProblem } | null>(null);
  const [result, setResult] = useState<PartImport | null>(null);
  const { busy, problem, submit } = useSubmit();

  async function send(chosen: Chosen, dry: boolean): Promise<void> {
    const answer = await sendFile<PartImport>(`/devices/${encodeURIComponent(device.id)}/parts/import`, { dry }, chosen);
    setResult(answer);
    if (answer.done) onImported();
  }

  const take = (picked: File): Promise<void> =>
    submit(async () => {
      setResult(null);
      setUnfit(null);
      setFile(null);
      const found = listType(picked.name, picked.size, new Uint8Array(await picked.slice(0, HEAD).arrayBuffer()));
      if ('problem' in found) return setUnfit({ name: picked.name, why: found.problem });
      // The bytes are held: what was looked at is what is imported, whatever becomes of the file meanwhile.
      const chosen = { name: picked.name, size: picked.size, type: found.type, body: new Blob([await picked.arrayBuffer()]) };
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
        {result?.done === true ? null : <Drop take={take} busy={busy} />}
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

/** Choosing by the button, or dropping a file on the field; the template beside it. */
function Drop({ take, busy }: { readonly take: (file: File) => void; readonly busy: boolean }) {
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
      <div className="import-template">
        <Button onClick={() => download(t('import.template-name'), csvOf([COLUMNS]))} data-testid="import-template">
          {t('import.template')}
        </Button>
        <p className="quiet">{t('import.columns', { columns: COLUMNS.join(' · ') })}</p>
      </div>
    </div>
  );
}
