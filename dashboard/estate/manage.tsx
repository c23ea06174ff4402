// What a person with the right does to the estate: places, enrolment keys, devices; and where to begin when it is empty.
import { App, Button, Dropdown } from 'antd';
import { useMemo } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import { PlanMaintenance } from '../isolations/plan-maintenance.tsx';
import { useWords } from '../language.ts';
import { EnrolmentKey } from './enrolment-key.tsx';
import { AddPlace, EditPlace } from './place-dialog.tsx';
import { pathNames, placesBelow } from './place-paths.ts';
import { RegisterDevice } from './register-device.tsx';

const PLACE_DEEDS = ['add-place', 'edit-place', 'enrolment-key', 'maintenance'] as const;
const PLACE_KINDS = ['isolated', 'out-of-service', 'walk-test'] as const;
/** A floor, or a place of that size, is isolated; a building is only tested. */
const TESTED_ONLY: ReadonlySet<string> = new Set(['region', 'unit', 'building', 'farm', 'station']);
export type Deed = (typeof PLACE_DEEDS)[number] | 'register-device';

interface ToolsProps {
  readonly begin: (deed: Deed) => void;
  /** Behind one button, where there is no room for three. */
  readonly folded: boolean;
}

/** What can be done to the chosen place. */
export function PlaceTools({ begin, folded }: ToolsProps) {
  const { t } = useWords();
  if (!folded) {
    return (
      <div className="place-tools">
        {PLACE_DEEDS.map((deed) => (
          <Button key={deed} onClick={() => begin(deed)} data-testid={deed}>
            {t(`manage.${deed}`)}
          </Button>
        ))}
      </div>
    );
  }
  const items = PLACE_DEEDS.map((deed) => ({ key: deed, label: t(`manage.${deed}`), onClick: () => begin(deed) }));
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button data-testid="manage">{t('manage.title')} ▾</Button>
    </Dropdown>
  );
}

interface DialogProps {
  readonly deed: Deed | null;
  readonly place: Place;
  readonly places: readonly Place[];
  /** The top of what the person may change. */
  readonly own: string;
  readonly close: () => void;
  /** Places, or the devices in them, are others now; `added` is a place that was not there before. */
  readonly onChanged: (added?: Place) => void;
}

export function ManageDialog({ deed, place, places, own, close, onChanged }: DialogProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const choices = useMemo(() => {
    const below = placesBelow(places, own);
    return pathNames(places).filter((choice) => below.has(choice.value));
  }, [places, own]);
  if (deed === 'add-place')
    return (
      <AddPlace
        place={place}
        close={close}
        onSaved={(added) => {
          message.success(t('place.added', { place: added.name }));
          onChanged(added);
          close();
        }}
      />
    );
  if (deed === 'edit-place')
    return (
      <EditPlace
        place={place}
        close={close}
        onSaved={() => {
          onChanged();
          close();
        }}
      />
    );
  if (deed === 'enrolment-key') return <EnrolmentKey place={place} close={close} />;
  if (deed === 'maintenance')
    return (
      <PlanMaintenance scope={place.id} name={place.name} kinds={TESTED_ONLY.has(place.kind) ? ['walk-test'] : PLACE_KINDS} close={close} />
    );
  if (deed === 'register-device')
    return <RegisterDevice place={place.id} places={choices} close={close} onRegistered={() => onChanged()} />;
  return null;
}

interface StepsProps {
  readonly begin: (deed: Deed) => void;
  /** There is a place beside the one that was there from the first. */
  readonly hasPlaces: boolean;
  /** A place was chosen: what is left is to put devices in it. */
  readonly within: boolean;
}

/** The first day: a place first, then what stands in it. */
export function FirstSteps({ begin, hasPlaces, within }: StepsProps) {
  const { t } = useWords();
  return (
    <ol className="first-steps" data-testid="first-steps" data-only={within}>
      {within ? null : (
        <li>
          <h2>{t('first.place')}</h2>
          <p>{t('first.place-detail')}</p>
          <Button type={hasPlaces ? 'default' : 'primary'} onClick={() => begin('add-place')} data-testid="first-place">
            {t('manage.add-place')}
          </Button>
        </li>
      )}
      <li>
        {within ? null : <h2>{t('first.device')}</h2>}
        <p>{t('first.device-detail')}</p>
        <div className="row">
          <Button type={hasPlaces ? 'primary' : 'default'} onClick={() => begin('enrolment-key')} data-testid="first-key">
            {t('manage.enrolment-key')}
          </Button>
          <Button onClick={() => begin('register-device')} data-testid="first-device">
            {t('manage.register-device')}
          </Button>
        </div>
      </li>
    </ol>
  );
}
