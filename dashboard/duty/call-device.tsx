// 查岗 from the page of a transmission device: this one control room, and its answer in the same dialog.
import { Button } from 'antd';
import { useState } from 'react';
import type { DeviceView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { CallDialog } from './call-dialog.tsx';

export function CallDevice({ device }: { readonly device: DeviceView }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)} data-testid="duty-device">
        {t('duty.device')}
      </Button>
      {open ? (
        <CallDialog title={t('duty.device-title', { device: device.name })} devices={[device.id]} close={() => setOpen(false)} />
      ) : null}
    </>
  );
}
