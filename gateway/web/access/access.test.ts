// Signing in: sessions that end, wrong secrets that cost time, and nobody who can tell a stranger from a wrong secret.
import fc from 'fast-check';
import { BalefireError } from '../../errors.ts';
import { People } from '../../estate/people.ts';
import { secretProblem } from '../../estate/secret-hash.ts';
import { type Database, openDatabase } from '../../sqlite.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { Access } from './access.ts';
import { BoundedMap } from './bounded-map.ts';
import { Lockout, network } from './lockout.ts';
import { RateLimit } from './rate-limit.ts';
import { csrfMatches, csrfOf, type SessionEnd } from './sessions.ts';

const SECRET = 'beacon-on-the-hill-7';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let scratch: { path: string; remove: () => void };
let db: Database;
let clock: FakeClock;
let people: People;
let access: Access;
let ended: [string, SessionEnd][];

async function addPerson(login: string, role: 'operator' | 'administrator' | 'manager' = 'operator'): Promise<string> {
  const { person, save } = await people.newcomer({ login, name: login, role, place: 'root', secret: SECRET });
  save();
  return person.id;
}

function reopened(): Access {
  const opened = new Access(db, people, clock.now);
  opened.whenSessionEnds((session, why) => ended.push([session, why]));
  return opened;
}

beforeEach(() => {
  scratch = scratchFolder('access');
  db = openDatabase(`${scratch.path}/state.db`, 'normal');
  clock = fakeClock();
  people = new People(db);
  ended = [];
  access = reopened();
});
afterEach(() => {
  db.close();
  scratch.remove();
});

describe('people', () => {
  it('begin with one administrator whose random secret is told once', async () => {
    const first = await people.firstAdministrator();
    expect(first?.login).toBe('admin');
    expect(first?.secret.length).toBeGreaterThanOrEqual(20);
    expect(await people.firstAdministrator()).toBeUndefined();
    expect(await people.verify('ADMIN', first?.secret ?? '')).toMatchObject({ role: 'administrator', place: 'root' });
  });

  it('never lose the last administrator of the whole tree', async () => {
    await people.firstAdministrator();
    const admin = people.byLogin('admin')?.id ?? '';
    for (const change of [{ disabled: true }, { role: 'auditor' as const }, { place: 'tower' }]) {
      await expect(people.change(admin, change)).rejects.toMatchObject({ code: 'conflict' });
    }
    await addPerson('second', 'administrator');
    await expect(people.change(admin, { disabled: true })).resolves.toBeDefined();
  });

  it('keep what two administrators change at the same time', async () => {
    const id = await addPerson('one');
    const [named, shut] = await Promise.all([people.change(id, { name: '新名' }), people.change(id, { disabled: true })]);
    shut.save();
    named.save();
    expect(people.get(id)).toMatchObject({ name: '新名', disabled: true });
  });

  it('cannot have a login twice, in whatever letters', async () => {
    await addPerson('one');
    await expect(people.newcomer({ login: 'ONE', name: '', role: 'operator', place: 'root', secret: SECRET })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it.each(['short', 'password1234', 'aaaaaaaaaaaaaaa', 'QWERTYUIOP123', 'watchman2026', 'watch-man'])(
    'do not get the secret %s',
    (secret) => {
      expect(secretProblem(secret, 'watchman')).toBeDefined();
    },
  );

  it('get a secret that is long and their own', () => {
    expect(secretProblem(SECRET, 'watchman')).toBeUndefined();
    expect(secretProblem('烽火照夜白登高望远风来', 'watchman')).toBeDefined();
    expect(secretProblem('烽火照夜白登高望远风来急', 'watchman')).toBeUndefined();
  });

  it('have their secrets nowhere in the database', async () => {
    await addPerson('one');
    const row = db.prepare<[], Record<string, unknown>>('SELECT * FROM person').get();
    expect(JSON.stringify(row)).not.toContain(SECRET);
    expect(row?.['secret_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('a session', () => {
  it('lasts over a restart of the gateway', async () => {
    await addPerson('one');
    const { token } = await access.signIn('one', SECRET, 'here');
    access = reopened();
    expect(access.visitor(token, 'here')?.person.login).toBe('one');
    expect(JSON.stringify(db.prepare('SELECT * FROM session').all())).not.toContain(token);
  });

  it('ends after half an hour without use, and not before', async () => {
    await addPerson('one');
    const { token } = await access.signIn('one', SECRET, 'here');
    for (let i = 0; i < 4; i += 1) {
      clock.pass(29 * MINUTE);
      expect(access.visitor(token, 'here')).toBeDefined();
    }
    clock.pass(30 * MINUTE);
    expect(access.visitor(token, 'here')).toBeUndefined();
    access.sweep();
    expect(ended.map(([, why]) => why)).toEqual(['expired']);
    expect(db.prepare('SELECT * FROM session').all()).toEqual([]);
  });

  it('ends after a shift, however much it is used', async () => {
    await addPerson('one');
    const { token, visitor } = await access.signIn('one', SECRET, 'here');
    access.takeSeat(visitor);
    clock.pass(12 * HOUR - 1);
    expect(access.visitor(token, 'here')).toBeDefined();
    clock.pass(1);
    expect(access.visitor(token, 'here')).toBeUndefined();
  });

  it('stays while the operator’s screen is connected; a manager’s open page is no sign of a manager', async () => {
    await addPerson('seat', 'operator');
    await addPerson('house', 'manager');
    const seat = await access.signIn('seat', SECRET, 'here');
    const house = await access.signIn('house', SECRET, 'here');
    const leave = access.takeSeat(seat.visitor);
    access.takeSeat(house.visitor);
    clock.pass(3 * HOUR);
    access.sweep();
    expect(access.visitor(seat.token, 'here')).toBeDefined();
    expect(access.visitor(house.token, 'here')).toBeUndefined();
    leave();
    leave();
    clock.pass(30 * MINUTE);
    expect(access.visitor(seat.token, 'here')).toBeUndefined();
  });

  it('gets a new token at each sign-in, and the old one is worth nothing', async () => {
    await addPerson('one');
    const first = await access.signIn('one', SECRET, 'here');
    const second = await access.signIn('one', SECRET, 'here', first.token);
    expect(second.token).not.toBe(first.token);
    expect(access.visitor(first.token, 'here')).toBeUndefined();
    expect(access.visitor(second.token, 'here')).toBeDefined();
  });

  it('ends when the person is disabled, at once', async () => {
    const id = await addPerson('one');
    const { token } = await access.signIn('one', SECRET, 'here');
    (await people.change(id, { disabled: true })).save();
    expect(access.visitor(token, 'here')).toBeUndefined();
    expect(ended.map(([, why]) => why)).toEqual(['rights-changed']);
    await expect(access.signIn('one', SECRET, 'here')).rejects.toMatchObject({ code: 'wrong-secret' });
  });

  it('is one of twenty at most of one person', async () => {
    const id = await addPerson('one');
    const tokens: string[] = [];
    for (let i = 0; i < 21; i += 1) tokens.push((await access.signIn('one', SECRET, 'here')).token);
    expect(access.visitor(tokens[0], 'here')).toBeUndefined();
    expect(tokens.slice(1).every((token) => access.visitor(token, 'here')?.person.id === id)).toBe(true);
  });

  it('is bound to its own token against requests of other sites', () => {
    expect(csrfMatches('token', csrfOf('token'))).toBe(true);
    for (const wrong of [csrfOf('other'), '', undefined, `${csrfOf('token')}x`]) expect(csrfMatches('token', wrong)).toBe(false);
  });
});

describe('a wrong secret', () => {
  it('is refused in the same words and about the same time for a stranger as for a person', async () => {
    await addPerson('one');
    await people.warm();
    // Of the processor: what else this machine does lengthens no side.
    const time = async (login: string): Promise<number> => {
      const began = process.cpuUsage();
      await expect(access.signIn(login, 'wrong-wrong-wrong', `from ${login}`)).rejects.toMatchObject({ code: 'wrong-secret' });
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    const known = [await time('one'), await time('ONE'), await time('oNe')];
    const strange = [await time('two'), await time('three'), await time('four')];
    // A lookup without a hash takes a hundredth of a hash: a factor of four is far from both.
    expect(Math.min(...strange)).toBeGreaterThan(Math.min(...known) / 4);
  });

  it('costs a delay after five, which doubles, for the account from wherever', async () => {
    await addPerson('one');
    for (let i = 0; i < 5; i += 1)
      await expect(access.signIn('one', 'wrong', `address ${i}`)).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(access.signIn('one', SECRET, 'elsewhere')).rejects.toMatchObject({ code: 'locked-out', details: { seconds: 30 } });
    clock.pass(30_000);
    await expect(access.signIn('one', 'wrong', 'elsewhere')).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(access.signIn('one', SECRET, 'elsewhere')).rejects.toMatchObject({ code: 'locked-out', details: { seconds: 60 } });
    clock.pass(60_000);
    await expect(access.signIn('one', SECRET, 'elsewhere')).resolves.toBeDefined();
    await expect(access.signIn('one', 'wrong', 'elsewhere')).rejects.toMatchObject({ code: 'wrong-secret' });
  });

  it('costs the same delay for an account that does not exist', async () => {
    for (let i = 0; i < 5; i += 1)
      await expect(access.signIn('nobody', 'wrong', `address ${i}`)).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(access.signIn('nobody', 'wrong', 'elsewhere')).rejects.toMatchObject({ code: 'locked-out' });
  });

  it('costs the address a delay too, and an own account does not buy it off', async () => {
    await addPerson('own');
    for (let i = 0; i < 4; i += 1)
      await expect(access.signIn(`guess${i}`, 'wrong', 'there')).rejects.toMatchObject({ code: 'wrong-secret' });
    await access.signIn('own', SECRET, 'there');
    await expect(access.signIn('guess4', 'wrong', 'there')).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(access.signIn('own', SECRET, 'there')).rejects.toMatchObject({ code: 'locked-out' });
    await expect(access.signIn('own', SECRET, 'somewhere else')).resolves.toBeDefined();
  });

  it('is none where the house was too busy to look: neither at the door nor when somebody signed in is asked once more', async () => {
    await addPerson('one');
    const { visitor } = await access.signIn('one', SECRET, 'here');
    const verify = people.verify.bind(people);
    people.verify = () => Promise.reject(new BalefireError('overloaded'));
    for (let nth = 0; nth < 6; nth += 1) {
      await expect(access.signIn('one', SECRET, 'here')).rejects.toMatchObject({ code: 'overloaded' });
      await expect(access.confirm(visitor, SECRET)).rejects.toMatchObject({ code: 'overloaded' });
    }
    people.verify = verify;
    await expect(access.confirm(visitor, 'wrong')).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(access.confirm(visitor, SECRET)).resolves.toBeUndefined();
  });

  it('counts when a hundred come at the same moment', async () => {
    await addPerson('one');
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => access.signIn('one', 'wrong', 'here')));
    const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'in'));
    expect(codes.filter((code) => code === 'wrong-secret')).toHaveLength(5);
    expect(codes.filter((code) => code === 'locked-out')).toHaveLength(95);
  });
});

describe('the tables of strangers', () => {
  it('stay bounded and forget the longest untouched', () => {
    const map = new BoundedMap<number>(3);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.set('a', 2);
    map.set('d', 1);
    expect([map.size, map.get('b'), map.get('a')]).toEqual([3, undefined, 2]);
  });

  it('take the addresses of one IPv6 subscriber for one', () => {
    expect(network('2001:db8:1:2:aaaa::1')).toBe(network('2001:db8:1:2:ffff:1:2:3'));
    expect(network('2001:db8:1:2::1')).not.toBe(network('2001:db8:1:3::1'));
    expect(network('::ffff:10.0.0.7')).toBe('10.0.0.7');
  });

  it('forget failures after an hour', () => {
    const lockout = new Lockout(clock.now);
    for (let i = 0; i < 20; i += 1) lockout.tried('one', 'here');
    expect(lockout.secondsLeft('one', 'here')).toBe(900);
    clock.pass(HOUR);
    lockout.tried('one', 'here');
    expect(lockout.secondsLeft('one', 'here')).toBe(0);
  });

  it('let through the rate and not more, however requests come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
        const time = fakeClock();
        const limit = new RateLimit({ perSecond: 10, burst: 20 }, time.now);
        const began = time.now();
        let passed = 0;
        for (const pause of pauses) {
          time.pass(pause);
          if (limit.take('one') === 0) passed += 1;
          expect(passed).toBeLessThanOrEqual(20 + ((time.now() - began) / 1_000) * 10 + 1e-6);
        }
      }),
    );
  });
});
