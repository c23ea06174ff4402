// The limits of one point, set beside the list as they are on the device's own page.
import { Drawer } from 'antd';
import type { WaterPoint } from '../../gateway/web/water-contract.ts';
import { Limits } from '../judgement/limits.tsx';
import { useWords } from '../language.ts';
import '../notify/notify.css';
import { usePhone } from '../screen.ts';

interface Props {
  /** Null: closed. */
  readonly point: WaterPoint | null;
  readonly close: () => void;
  /** When it closes: the list may say another limit now. */
  readonly onSaved: () => void;
}

export function LimitDrawer({ point, close, onSaved }: Props) {
  const { t } = useWords();
  const phone = usePhone();
  return (
    <Drawer
      open={point !== null}
      onClose={() => {
        close();
        onSaved();
      }}
      title={t('water.limits-of', { device: point?.device.name ?? '' })}
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '92%' : 560}
      destroyOnHidden
    >
      {point === null ? null : <Limits scope={point.device.id} quantities={point.quantity === null ? [] : [point.quantity]} />}
    </Drawer>
  );
}
