// Signing in and out, and changing one's own secret.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { type Author, GATEWAY, type PersonRecord } from '../../acts.ts';
import { BalefireError } from '../../errors.ts';
import type { People } from '../../estate/people.ts';
import { secretProblem } from '../../estate/secret-hash.ts';
import type { Log } from '../../log.ts';
import type { NoteKind } from '../../notes.ts';
import type { Access, Visitor } from '../access/access.ts';
import { csrfOf, IDLE_MINUTES } from '../access/sessions.ts';
import { PERMISSIONS, type Session, session, signIn } from '../contract.ts';
import { FieldError } from '../problems.ts';
import { changeOwnSecret } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type Acting, note } from './acting.ts';

/** A person as the screens know them. */
export function personView({ id, login, name, role, place, disabled }: PersonRecord): PersonRecord {
  return { id, login, name, role, place, disabled };
}

function sessionView(by: Visitor, token: string, timeZone: string): Session {
  const permissions = PERMISSIONS.filter((permission) => by.may(permission));
  return { person: personView(by.person), csrf: csrfOf(token), permissions, idleMinutes: IDLE_MINUTES, timeZone };
}

/** Refuses a secret that is too short or on every list, naming the field. */
export function refuseWeakSecret(secret: string, login: string, path: string): void {
  const problem = secretProblem(secret, login);
  if (problem) throw new FieldError([{ path, words: problem }]);
}

export function sessionRoutes(rooms: { access: Access; people: People; flow: Acting; log: Log; timeZone: string }): Route[] {
  const { access, people, flow, log, timeZone } = rooms;
  // With a disk that refuses, people must get in all the more: the audit's word about it does not hold them up.
  const noted = (by: Author, what: NoteKind, about: string, detail: Record<string, unknown> = {}): void => {
    note(flow, by, what, about, detail).catch((error: unknown) => log.warn({ err: error, what, about }, 'the audit could not be written'));
  };
  access.whenSessionEnds((_session, why, person) => {
    if (why !== 'signed-out') noted(GATEWAY, `session-${why}`, person);
  });
  return [
    route({
      method: 'post',
      path: '/session',
      id: 'signIn',
      summary: words('登录', 'Sign in'),
      needs: 'public',
      body: signIn,
      answer: session,
      async handle({ body, browser }) {
        try {
          const { token, visitor } = await access.signIn(body.login, body.secret, browser.from, browser.token);
          browser.keep(token);
          noted(visitor.author, 'sign-in', visitor.person.id);
          return sessionView(visitor, token, timeZone);
        } catch (error) {
          if (error instanceof BalefireError && (error.code === 'wrong-secret' || error.code === 'locked-out')) {
            // What is typed as a login may be a secret in the wrong field: only a login that is one is written down.
            const known = people.byLogin(body.login);
            const by = { id: 'nobody', name: known?.login ?? '?', from: browser.from };
            if (error.code === 'wrong-secret') noted(by, 'sign-in-failed', known?.id ?? 'unknown');
          }
          throw error;
        }
      },
    }),
    route({
      method: 'get',
      path: '/session',
      id: 'whoAmI',
      summary: words('当前会话', 'The session'),
      needs: 'signed-in',
      answer: session,
      handle: ({ by, browser }) => sessionView(by, browser.token ?? '', timeZone),
    }),
    route({
      method: 'delete',
      path: '/session',
      id: 'signOut',
      summary: words('退出登录', 'Sign out'),
      needs: 'signed-in',
      answer: z.void(),
      status: 204,
      handle({ by, browser }) {
        access.signOut(by);
        browser.keep(undefined);
        noted(by.author, 'sign-out', by.person.id);
      },
    }),
    route({
      method: 'put',
      path: '/session/secret',
      id: 'changeOwnSecret',
      summary: words('修改自己的密码；其他会话随即结束', 'Change one’s own secret; one’s other sessions end'),
      needs: 'signed-in',
      body: changeOwnSecret,
      answer: z.void(),
      status: 204,
      async handle({ by, body }) {
        refuseWeakSecret(body.secret, by.person.login, 'body.secret');
        await access.confirm(by, body.old);
        const change = await people.change(by.person.id, { secret: body.secret });
        await note(flow, by.author, 'secret-changed', by.person.id);
        change.save();
        access.endSessionsOf(by.person.id, by);
      },
    }),
  ];
}
