// Bringing devices in by the list: a file is tried without changing anything, looked at, imported all or none; secrets are told once.
import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { DeviceCredential, DeviceImport } from '../../gateway/web/device-list-contract.ts';
import { getFile, sendFile } from '../api.ts';
import { csvOf, download } from '../csv.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine, Loading } from '../states.tsx';
import { type ChosenFile, FileDrop, readChosen } from '../transmission/file-drop.tsx';
import { ChangeChip, ImportCounts, ImportErrors, ScrollBox } from '../transmission/import-result.tsx';
import { LARGEST_LIST } from '../transmission/part-list.ts';
import '../transmission/transmission.css';
import { bytes } from '../values.ts';

interface Props {
  readonly close: () => void;
  readonly onImported: () => void;
}

export function ImportDevices({ close, onImported }: Props) {
  const { t, language } = useWords();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [unfit, setUnfit] = useState<{ readonly name: string; readonly why: string } | null>(null);
  const [result, setResult] = useState<DeviceImport | null>(null);
  const { busy, problem, submit } = useSubmit();

  async function send(chosen: ChosenFile, dry: boolean): Promise<void> {
    const answer = await sendFile<DeviceImport>('/device-lists/import', { dry }, chosen);
    setResult(answer);
    if (answer.done) onImported();
  }

  const take = (picked: File): Promise<void> =>
    submit(async () => {
      setResult(null);
      setUnfit(null);
      setFile(null);
      const chosen = await readChosen(picked);
      if ('problem' in chosen)
        return setUnfit({ name: picked.name, why: t(`import.unfit-${chosen.problem}`, { most: bytes(LARGEST_LIST) }) });
      setFile(chosen);
      await send(chosen, true);
    });

  const template = (form: 'csv' | 'xlsx'): Promise<void> =>
    submit(async () => {
      const content = await getFile(`/device-lists/template?form=${form}&language=${language === 'en' ? 'en' : 'zh'}`);
      handOver(`${t('device-files.template-name')}.${form}`, content);
    });

  const isReady = result !== null && !result.done && result.wrong === 0 && result.added + result.changed > 0;
  if (result?.done === true && result.credentials.length > 0) return <Credentials of={result.credentials} result={result} close={close} />;
  return (
    <Modal
      open
      title={t('device-files.import-title')}
      width={980}
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
              {isReady ? t('device-files.submit-n', { n: result.added + result.changed }) : t('import.submit')}
            </Button>
          </>
        )
      }
    >
      <div className="stack import">
        {result?.done === true ? null : (
          <FileDrop take={take} busy={busy}>
            <div className="row">
              <Button onClick={() => template('xlsx')} data-testid="template-xlsx">
                {t('device-files.template', { form: 'XLSX' })}
              </Button>
              <Button onClick={() => template('csv')} data-testid="template-csv">
                {t('device-files.template', { form: 'CSV' })}
              </Button>
            </div>
            <p className="quiet">{t('device-files.columns')}</p>
          </FileDrop>
        )}
        {unfit === null ? null : (
          <p role="alert" className="problem-line" data-testid="import-unfit">
            <strong>{unfit.name}</strong> {unfit.why}
          </p>
        )}
        {file === null ? null : (
          <p className="numbers">
            <strong>{file.name}</strong> <span className="quiet">{bytes(file.size)}</span>
          </p>
        )}
        {busy && result === null && file !== null ? <Loading /> : null}
        <FailedLine problem={problem} {...(file === null ? {} : { again: () => submit(() => send(file, true)) })} />
        {result === null ? null : (
          <>
            <ImportCounts result={result} />
            {result.wrong > 0 ? <ImportErrors result={result} file={file?.name ?? ''} /> : null}
            {/* With something wrong nothing is imported: what else would be changed only hides the errors. */}
            {result.done || result.wrong > 0 ? null : <Preview of={result} />}
          </>
        )}
      </div>
    </Modal>
  );
}

type Previewed = DeviceImport['preview'][number];

function Preview({ of: { preview, added, changed, unchanged } }: { readonly of: DeviceImport }) {
  const { t, say } = useWords();
  if (preview.length === 0) return null;
  const all = added + changed + unchanged;
  const columns: readonly Column<Previewed>[] = [
    { key: 'row', title: t('import.row'), cell: (one) => <span className="numbers quiet">{one.row}</span> },
    { key: 'change', title: t('import.change'), cell: (one) => <ChangeChip change={one.change} /> },
    { key: 'id', title: t('device.id'), cell: (one) => <span className="mono nowrap">{one.id}</span> },
    { key: 'name', title: t('device.name'), cell: (one) => one.name },
    { key: 'model', title: t('held.model'), cell: (one) => say(one.model) },
    { key: 'place', title: t('device.place'), cell: (one) => one.place },
  ];
  return (
    <div className="stack">
      <h3>
        {t('import.preview')}{' '}
        {preview.length < all ? <span className="quiet numbers">{t('import.preview-first', { n: preview.length, of: all })}</span> : null}
      </h3>
      <ScrollBox label={t('import.preview')} wide>
        <DataTable<Previewed> label={t('import.preview')} columns={columns} rows={preview} keyOf={(one) => String(one.row)} />
      </ScrollBox>
    </div>
  );
}

interface CredentialProps {
  readonly of: readonly DeviceCredential[];
  readonly result: DeviceImport;
  readonly close: () => void;
}

/** Secrets that nobody can be told again: the dialog closes only after they were saved. */
function Credentials({ of, result, close }: CredentialProps) {
  const { t } = useWords();
  const [isSaved, setSaved] = useState(false);
  const columns: readonly Column<DeviceCredential>[] = [
    { key: 'id', title: t('device.id'), cell: (one) => <span className="mono nowrap">{one.id}</span> },
    { key: 'name', title: t('device.name'), cell: (one) => one.name },
    { key: 'secret', title: t('device-files.secret'), cell: (one) => <span className="mono nowrap">{one.secret}</span> },
  ];

  function save(): void {
    const head = [t('device.id'), t('device.name'), t('device.place'), t('device-files.secret')];
    download(t('device-files.secrets-name'), csvOf([head, ...of.map((one) => [one.id, one.name, one.place, one.secret])]));
    setSaved(true);
  }

  return (
    <Modal
      open
      title={t('device-files.secrets-title', { n: of.length })}
      width={820}
      style={{ top: 24 }}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <>
          <Button type={isSaved ? 'default' : 'primary'} size="large" onClick={save} data-testid="secrets-save">
            {t('device-files.secrets-save')}
          </Button>
          <Button type={isSaved ? 'primary' : 'default'} size="large" disabled={!isSaved} onClick={close} data-testid="secrets-kept">
            {t('secret.kept')}
          </Button>
        </>
      }
    >
      <div className="stack import">
        <ImportCounts result={result} />
        <p role="alert">{t('device-files.secrets-once')}</p>
        <ScrollBox label={t('device-files.secrets')}>
          <DataTable<DeviceCredential> label={t('device-files.secrets')} columns={columns} rows={of.slice(0, 200)} keyOf={({ id }) => id} />
        </ScrollBox>
        {of.length > 200 ? <p className="quiet">{t('device-files.secrets-more', { n: of.length })}</p> : null}
      </div>
    </Modal>
  );
}
