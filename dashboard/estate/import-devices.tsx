// Bringing devices in by the list; the secrets of the new ones are told once.
import { Button } from 'antd';
import { useState } from 'react';
import type { DeviceImport } from '../../gateway/web/device-list-contract.ts';
import { getFile } from '../api.ts';
import type { Column } from '../data-table.tsx';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';
import { ImportDialog } from '../transmission/import-dialog.tsx';
import { ChangeChip, PreviewTable } from '../transmission/import-result.tsx';
import { Credentials } from './credentials.tsx';

interface Props {
  readonly close: () => void;
  readonly onImported: () => void;
}

export function ImportDevices({ close, onImported }: Props) {
  const { t, language } = useWords();
  const [done, setDone] = useState<DeviceImport | null>(null);
  const { problem, submit } = useSubmit();

  const template = (form: 'csv' | 'xlsx'): Promise<void> =>
    submit(async () => {
      const content = await getFile(`/device-lists/template?form=${form}&language=${language === 'en' ? 'en' : 'zh'}`);
      handOver(`${t('device-files.template-name')}.${form}`, content);
    });

  if (done !== null && done.credentials.length > 0) return <Credentials result={done} close={close} />;
  return (
    <ImportDialog<DeviceImport>
      title={t('device-files.import-title')}
      width={980}
      path="/device-lists/import"
      submitWords={(n) => t('device-files.submit-n', { n })}
      hints={
        <>
          <div className="row">
            <Button onClick={() => template('xlsx')} data-testid="template-xlsx">
              {t('device-files.template', { form: 'XLSX' })}
            </Button>
            <Button onClick={() => template('csv')} data-testid="template-csv">
              {t('device-files.template', { form: 'CSV' })}
            </Button>
          </div>
          <p className="quiet">{t('device-files.columns')}</p>
        </>
      }
      problem={<FailedLine problem={problem} />}
      preview={(result) => <Preview of={result} />}
      close={close}
      onImported={(result) => {
        setDone(result);
        onImported();
      }}
    />
  );
}

type Previewed = DeviceImport['preview'][number];

function Preview({ of: { preview, added, changed, unchanged } }: { readonly of: DeviceImport }) {
  const { t, say } = useWords();
  const columns: readonly Column<Previewed>[] = [
    { key: 'row', title: t('import.row'), cell: (one) => <span className="numbers quiet">{one.row}</span> },
    { key: 'change', title: t('import.change'), cell: (one) => <ChangeChip change={one.change} /> },
    { key: 'id', title: t('device.id'), cell: (one) => <span className="mono nowrap">{one.id}</span> },
    { key: 'name', title: t('device.name'), cell: (one) => one.name },
    { key: 'model', title: t('held.model'), cell: (one) => say(one.model) },
    { key: 'place', title: t('device.place'), cell: (one) => one.place },
  ];
  return <PreviewTable<Previewed> columns={columns} rows={preview} of={added + changed + unchanged} />;
}
