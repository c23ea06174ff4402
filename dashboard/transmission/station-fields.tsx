// How a transmission device is known on its wire: station number, network, and what the standard leaves open.
import { Form, Input, Select } from 'antd';
import type { ProfileView } from '../../gateway/web/transmission-contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { useAnswer } from '../use-answer.ts';
import { readStation, spaced } from './station-text.ts';
import './transmission.css';

/** As the form holds it, under the field `gb26875`. */
export interface StationFieldValues {
  readonly station: string;
  readonly network?: string;
  readonly profile?: string;
}

/** The profile that follows the standard to the letter. */
const STANDARD = 'standard';

/** As the gateway wants it: what was left empty is left out. */
export function stationBody({ station, network, profile }: StationFieldValues): StationFieldValues {
  return {
    station: readStation(station)?.wire ?? station.trim(),
    ...(network === undefined || network.trim() === '' ? {} : { network: network.trim() }),
    ...(profile === undefined ? {} : { profile }),
  };
}

export function StationFields() {
  const { t } = useWords();
  return (
    <>
      <Form.Item
        name={['gb26875', 'station']}
        label={t('station.station')}
        extra={<StationHelp />}
        rules={[
          { required: true, message: t('field.missing', { field: t('station.station') }) },
          {
            validator: (_, value: string | undefined) =>
              value === undefined || value.trim() === '' || readStation(value) !== null
                ? Promise.resolve()
                : Promise.reject(new Error(t('station.form'))),
          },
        ]}
      >
        <Input maxLength={24} autoComplete="off" autoCapitalize="none" spellCheck={false} data-testid="station" />
      </Form.Item>
      <Form.Item name={['gb26875', 'network']} label={t('station.network')} extra={t('station.network-detail')}>
        <Input maxLength={50} placeholder="10.30.0.0/16" autoComplete="off" spellCheck={false} data-testid="station-network" />
      </Form.Item>
      <ProfileField />
    </>
  );
}

/** Where the number is found; and as soon as one is written, both forms of it, so that a slip is seen before it is saved. */
function StationHelp() {
  const { t } = useWords();
  const form = Form.useFormInstance();
  const written: unknown = Form.useWatch(['gb26875', 'station'], form);
  const station = typeof written === 'string' ? readStation(written) : null;
  return (
    <>
      {station === null ? null : (
        <strong className="station-read numbers" role="status" data-testid="station-read">
          {t('station.read', { number: station.number, wire: spaced(station.wire) })}
        </strong>
      )}
      <span>{t('station.where')}</span>
    </>
  );
}

/** In the person's words; of a profile that this dashboard does not know, where it comes from. */
function explained(profile: ProfileView, word: string): string {
  return word === profile.id ? profile.source : word;
}

function ProfileField() {
  const { t, say, term } = useWords();
  const form = Form.useFormInstance();
  const profiles = useAnswer<Page<ProfileView>>('/profiles');
  const chosen: unknown = Form.useWatch(['gb26875', 'profile'], form);
  const profile = profiles.value?.items.find((one) => one.id === chosen);
  return (
    <Form.Item
      name={['gb26875', 'profile']}
      label={t('station.profile')}
      initialValue={STANDARD}
      extra={
        profiles.problem === null ? (
          <>
            {profile === undefined ? null : <span className="station-read">{explained(profile, term('profile', profile.id))}</span>}
            <span>{t('station.profile-detail')}</span>
          </>
        ) : (
          <span role="alert">{say(profiles.problem.words)}</span>
        )
      }
    >
      <Select
        loading={profiles.loading}
        options={(profiles.value?.items ?? []).map((one) => ({ value: one.id, label: say(one.title) }))}
        data-testid="station-profile"
      />
    </Form.Item>
  );
}
