// Taking in the list of the parts behind one transmission device.
import { Button } from 'antd';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartImport } from '../../gateway/web/transmission-contract.ts';
import { csvOf, download } from '../csv.ts';
import { useWords } from '../language.ts';
import { ImportDialog } from './import-dialog.tsx';
import { ImportPreview } from './import-result.tsx';
import { COLUMNS } from './part-list.ts';

interface Props {
  readonly device: DeviceView;
  readonly close: () => void;
  readonly onImported: () => void;
}

export function ImportParts({ device, close, onImported }: Props) {
  const { t } = useWords();
  return (
    <ImportDialog<PartImport>
      title={t('import.title', { device: device.name })}
      width={920}
      path={`/devices/${encodeURIComponent(device.id)}/parts/import`}
      submitWords={(n) => t('import.submit-n', { n })}
      hints={
        <>
          <Button onClick={() => download(t('import.template-name'), csvOf([COLUMNS]))} data-testid="import-template">
            {t('import.template')}
          </Button>
          <p className="quiet">{t('import.columns', { columns: COLUMNS.join(' · ') })}</p>
        </>
      }
      preview={({ preview, rows }) => <ImportPreview rows={preview} of={rows} />}
      close={close}
      onImported={onImported}
    />
  );
}
