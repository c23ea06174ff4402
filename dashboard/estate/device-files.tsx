// Lists of devices as files: what is looked for goes out, a list comes in, and labels are printed.
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { getFile, type Query } from '../api.ts';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { ImportDevices } from './import-devices.tsx';

interface Props {
  /** What is looked for. */
  readonly query: Query;
  /** For who may bring devices in. */
  readonly onImported?: () => void;
}

/** Filters of a query as they stand in an address. */
function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  return new URLSearchParams(pairs).toString();
}

export function DeviceFiles({ query, onImported }: Props) {
  const { t, say, language } = useWords();
  const { message } = App.useApp();
  const go = useNavigate();
  const [isImporting, setImporting] = useState(false);
  const { busy, submit } = useSubmit();

  const save = (form: 'csv' | 'xlsx'): Promise<void> =>
    submit(
      async () => {
        const name = `${t('device-files.export-name')}.${form}`;
        handOver(name, await getFile(`/device-lists/export?${queryText({ ...query, form, language: language === 'en' ? 'en' : 'zh' })}`));
      },
      (problem) => {
        message.error(say(problem.fields[0]?.words ?? problem.words));
        return true;
      },
    );

  const items = [
    { key: 'xlsx', label: t('device-files.xlsx'), onClick: () => save('xlsx') },
    { key: 'csv', label: t('device-files.csv'), onClick: () => save('csv') },
    { key: 'labels', label: t('device-files.labels'), onClick: () => go(`/labels?${queryText(query)}`) },
  ];
  return (
    <>
      {onImported === undefined ? null : (
        <Button onClick={() => setImporting(true)} data-testid="import-devices">
          {t('device-files.import')}
        </Button>
      )}
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button loading={busy} data-testid="device-export">
          {t('device-files.export')} ▾
        </Button>
      </Dropdown>
      {isImporting && onImported !== undefined ? <ImportDevices close={() => setImporting(false)} onImported={onImported} /> : null}
    </>
  );
}
