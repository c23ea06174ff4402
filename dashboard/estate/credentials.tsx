// The secrets of new devices, told this once: as a file, and as a sheet for who installs them. Nothing of it is kept.
import { Button } from 'antd';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { DeviceCredential, DeviceImport } from '../../gateway/web/device-list-contract.ts';
import { csvOf, download } from '../csv.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Dialog } from '../dialog.tsx';
import { useWords } from '../language.ts';
import { ImportCounts, ScrollBox } from '../transmission/import-result.tsx';
import './credentials.css';
import { Label } from './label.tsx';
import { QrCode } from './qr-code.tsx';

/** Rows shown; the file holds all. */
const SHOWN = 200;
/** Slips of one printing: seventy sheets, as many codes as a browser draws in a few seconds. */
const MOST_SLIPS = 500;

interface Props {
  readonly result: DeviceImport;
  readonly close: () => void;
}

/** Secrets that nobody can be told again: the dialog closes only after they were saved or printed. */
export function Credentials({ result, close }: Props) {
  const { t } = useWords();
  const of = result.credentials;
  const [isSaved, setSaved] = useState(false);
  const [isPrinting, setPrinting] = useState(false);
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

  /** The sheet stands in the page only while it is printed. */
  const print = (sheet: HTMLElement | null): void => {
    if (sheet === null) return;
    window.print();
    setPrinting(false);
    setSaved(true);
  };

  return (
    <>
      <Dialog
        close={close}
        title={t('device-files.secrets-title', { n: of.length })}
        width={820}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        buttons={
          <>
            <Button size="large" disabled={of.length > MOST_SLIPS} onClick={() => setPrinting(true)} data-testid="secrets-print">
              {t('device-files.secrets-print')}
            </Button>
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
          <p className="quiet">
            {t(of.length > MOST_SLIPS ? 'device-files.secrets-too-many' : 'device-files.secrets-sheet', { n: MOST_SLIPS })}
          </p>
          <ScrollBox label={t('device-files.secrets')}>
            <DataTable<DeviceCredential>
              label={t('device-files.secrets')}
              columns={columns}
              rows={of.slice(0, SHOWN)}
              keyOf={({ id }) => id}
            />
          </ScrollBox>
          {of.length > SHOWN ? <p className="quiet">{t('device-files.secrets-more', { n: of.length })}</p> : null}
        </div>
      </Dialog>
      {isPrinting ? createPortal(<Slips of={of} ready={print} />, document.body) : null}
    </>
  );
}

interface SlipsProps {
  readonly of: readonly DeviceCredential[];
  /** It stands in the page. */
  readonly ready: (sheet: HTMLElement | null) => void;
}

/** One slip a device: the label for the wall, and beside the cut the secret, which stays with who installs it. */
function Slips({ of, ready }: SlipsProps) {
  const { t } = useWords();
  return (
    <ol className="slips" ref={ready} data-testid="slips">
      {of.map(({ id, name, place, secret }) => (
        <li key={id}>
          <Label id={id} name={name} place={place} />
          <div className="slip-secret">
            <QrCode text={secret} label={t('device-files.secret')} />
            <div>
              <span>
                ✂ {t('device-files.slip')} <span className="mono">{id}</span>
              </span>
              <strong className="mono">{secret}</strong>
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
