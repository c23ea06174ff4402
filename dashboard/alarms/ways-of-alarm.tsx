// From the card of an alarm to where it is on the map, and to its control room: by a button and by a key.
import { App, Button } from 'antd';
import { Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useKeys } from '../keys.ts';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { onOwnMap } from '../map/own-map.ts';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { useLive } from '../use-live.ts';
import { placeLine } from './alarm-words.ts';

const CallRooms = later(() => import('../duty/call-rooms.tsx'));

/** Of a drill nobody is called: it never reaches real people. */
export function WaysOfAlarm({ alarm }: { readonly alarm: AlarmView }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const may = useMay();
  const phone = usePhone();
  const go = useNavigate();
  const [isCalling, setCalling] = useState(false);
  const spot = useLive((view) => view.incidents.get(alarm.incident)?.spot) ?? null;
  const map = spot === null || !may('device.read') ? null : onOwnMap(spot, placeLine(alarm.place));
  const mayCall = may('duty.check') && !alarm.drill;
  const refuse = (why: Parameters<typeof t>[0]): void => void message.info(t(why));
  useKeys(['m', 'M'], () => (map === null ? refuse(may('device.read') ? 'keys.no-spot' : 'hindrance.no-permission') : void go(map)));
  useKeys(['F8'], () => (mayCall ? setCalling(true) : refuse(alarm.drill ? 'keys.no-call-in-drill' : 'hindrance.no-permission')));
  return (
    <>
      <span className="grow" />
      {map === null || phone ? null : (
        <Link className="link big-link" to={map} data-testid="alarm-on-map">
          {t('keys.map')} <kbd>M</kbd>
        </Link>
      )}
      {mayCall ? (
        <Button className="call-room" onClick={() => setCalling(true)} data-testid="call-room">
          {t('duty.device')} {phone ? null : <kbd>F8</kbd>}
        </Button>
      ) : null}
      {isCalling ? (
        <Suspense fallback={null}>
          <CallRooms place={alarm.place} close={() => setCalling(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
