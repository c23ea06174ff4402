// Who is signed in, what that person may do, and the live line that lasts as long as the session.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Permission, Session } from '../gateway/web/contract.ts';
import { type ApiProblem, asProblem, get, holdToken, send, whenSignedOut } from './api.ts';
import { forgetDrafts } from './draft-store.ts';
import { type LiveLine, liveLine } from './live-socket.ts';
import { forgetSession, rememberedSession, rememberSession } from './phone/remembered-session.ts';
import { followClock, outgoing } from './phone/use-outgoing.ts';
import { endSecondWindow } from './second-window.ts';
import { setSiteZone } from './time.ts';
import { LiveContext } from './use-live.ts';

/** `asking`: not known yet. `failed`: the gateway did not answer the question. */
type Standing =
  | { readonly is: 'asking' }
  | { readonly is: 'failed'; readonly problem: ApiProblem }
  | { readonly is: 'nobody' }
  /**
   * `remembered`: the gateway was not reached, and this is who was signed in here last: nothing is live, and nothing is sent yet.
   * `ended`: the gateway no longer knows the session; what the person was writing stands, behind the door.
   */
  | { readonly is: 'signed-in'; readonly session: Session; readonly remembered: boolean; readonly ended: boolean };

interface SessionAccess {
  readonly standing: Standing;
  /** Throws an `ApiProblem`. */
  readonly signIn: (login: string, secret: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly askWho: () => void;
}

const SessionContext = createContext<SessionAccess | null>(null);

export function useSession(): SessionAccess {
  const access = useContext(SessionContext);
  if (access === null) throw new Error('no session above this component');
  return access;
}

/** Whether the person may do that; false for nobody. */
export function useMay(): (permission: Permission) => boolean {
  const { standing } = useSession();
  return useCallback((permission) => standing.is === 'signed-in' && standing.session.permissions.includes(permission), [standing]);
}

/** Holds the session for everything below it. */
export function SessionHolder({ children }: { readonly children: ReactNode }) {
  const [standing, setStanding] = useState<Standing>({ is: 'asking' });
  /** The person is signing out: that the gateway knows the session no more is no news, and the door stands when nothing is kept any more. */
  const leaving = useRef(false);

  const arrive = useCallback((session: Session) => {
    holdToken(session.csrf);
    setSiteZone(session.timeZone);
    setStanding({ is: 'signed-in', session, remembered: false, ended: false });
    void rememberSession(session);
  }, []);

  const askWho = useCallback(() => {
    get<Session>('/session').then(arrive, (thrown: unknown) => {
      const problem = asProblem(thrown);
      if (leaving.current) return;
      setStanding((before) => {
        if (before.is === 'nobody') return before;
        if (problem.status === 401) return before.is === 'signed-in' ? { ...before, ended: true } : { is: 'nobody' };
        // While somebody is signed in, a gateway that is away is no reason to send that person out.
        return before.is === 'signed-in' ? before : { is: 'failed', problem };
      });
      if (problem.status === 401) void forgetSession();
      if (problem.status !== 0) return;
      void rememberedSession().then((session) => {
        if (session === null) return;
        setSiteZone(session.timeZone);
        setStanding((before) => (before.is === 'failed' ? { is: 'signed-in', session, remembered: true, ended: false } : before));
      });
    });
  }, [arrive]);

  const signIn = useCallback(
    async (login: string, secret: string) => arrive(await send<Session>('POST', '/session', { login, secret })),
    [arrive],
  );

  /** Whose drafts are forgotten at sign-out. */
  const who = useRef<string | null>(null);
  const signOut = useCallback(async () => {
    leaving.current = true;
    try {
      await send<unknown>('DELETE', '/session');
      await outgoing.wipe();
      await forgetSession();
      if (who.current !== null) forgetDrafts(who.current);
      endSecondWindow();
      setStanding({ is: 'nobody' });
    } finally {
      leaving.current = false;
    }
  }, []);

  useEffect(() => {
    whenSignedOut(() => {
      if (leaving.current) return;
      void forgetSession();
      setStanding((before) => (before.is === 'signed-in' && !before.ended ? { ...before, ended: true } : before));
    });
    askWho();
  }, [askWho]);

  const [line] = useState<LiveLine>(() => liveLine(askWho));
  const person = standing.is === 'signed-in' ? standing.session.person.id : null;
  const isLet = standing.is === 'signed-in' && !standing.ended;
  who.current = person;
  useEffect(() => followClock(line.store.gatewayNow), [line]);
  useEffect(() => {
    if (person === null) return;
    return () => line.stop();
  }, [line, person]);
  useEffect(() => {
    if (person === null || !isLet) return;
    line.start();
    return () => line.pause();
  }, [line, person, isLet]);

  const access = useMemo(() => ({ standing, signIn, signOut, askWho }), [standing, signIn, signOut, askWho]);
  return (
    <SessionContext value={access}>
      <LiveContext value={line}>{children}</LiveContext>
    </SessionContext>
  );
}
