// 查岗 from the card of an alarm: the control rooms of its building are looked up, and called by the same deed as from their own pages.

import type { AlarmView, DeviceRow } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { useWords } from '../language.ts';
import { FailedLine, Loading } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { CallDialog } from './call-dialog.tsx';

interface Props {
  readonly place: AlarmView['place'];
  readonly close: () => void;
}

/** Those of the building; where it has none, those of its unit: one room often watches several buildings. */
export default function CallRooms({ place, close }: Props) {
  const { t, list } = useWords();
  const [building, unit] = (['building', 'unit'] as const).map((wanted) => place.find(({ kind }) => kind === wanted)?.id);
  const inBuilding = useRooms(building ?? unit);
  const isEmpty = building !== undefined && inBuilding.value?.items.length === 0;
  const inUnit = useRooms(isEmpty ? unit : undefined);
  const { value, problem, again } = isEmpty && unit !== undefined ? inUnit : inBuilding;
  if (value !== null && value.items.length > 0)
    return (
      <CallDialog
        title={t('duty.device-title', { device: list(value.items.map(({ name }) => name)) })}
        devices={value.items.map(({ id }) => id)}
        close={close}
      />
    );
  const isNowhere = building === undefined && unit === undefined;
  return (
    <Dialog title={t('duty.device')} buttons={null} close={close}>
      <FailedLine problem={problem} again={again} />
      {value !== null || isNowhere ? <p data-testid="no-room">{t('duty.none-here')}</p> : problem === null ? <Loading /> : null}
    </Dialog>
  );
}

function useRooms(place: string | undefined) {
  return useAnswer<Page<DeviceRow>>(place === undefined ? null : '/devices', { kind: 'transmission', place, limit: 50 });
}
