// What a page does for its phone beside its screens: sends what waits as soon as it can, keeps the incidents at hand, and holds the app for when there is no network.
import { useEffect } from 'react';
import { usePhone } from '../screen.ts';
import { useSession } from '../session.tsx';
import { useConnection } from '../use-live.ts';
import { holdApp } from './app-on-phone.ts';
import { useKeepIncidents } from './kept-incidents.ts';
import { outgoing } from './use-outgoing.ts';

export function PhoneDuties() {
  const { standing, askWho } = useSession();
  const phone = usePhone();
  const isLive = useConnection().is === 'live';
  const person = standing.is === 'signed-in' ? standing.session.person.id : null;
  const isRemembered = standing.is === 'signed-in' && standing.remembered;
  useKeepIncidents();
  useEffect(() => {
    if (phone) holdApp();
  }, [phone]);
  useEffect(() => {
    void outgoing.belongTo(person);
    return () => void outgoing.belongTo(null);
  }, [person]);
  useEffect(() => {
    if (person === null) return;
    // Whoever was only remembered is asked for first: what is sent needs the session's own token.
    const heard = (): void => (isRemembered ? askWho() : outgoing.nudge());
    if (isLive || !isRemembered) heard();
    window.addEventListener('online', heard);
    return () => window.removeEventListener('online', heard);
  }, [isLive, isRemembered, person, askWho]);
  return null;
}
