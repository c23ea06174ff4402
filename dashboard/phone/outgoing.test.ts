// Reports on their way from a phone: kept first, in order, once each; refusals are kept for the person; the box has a bound.
import { ApiProblem } from '../api.ts';
import { MOST_WAITING, Outgoing, type OutgoingAround, type Waiting } from './outgoing.ts';

/** A phone whose network and clock the test holds in its hands. */
function aPhone() {
  const disk = new Map<string, Waiting>();
  const sent: Waiting[] = [];
  const waits: { run: () => void; ms: number }[] = [];
  const ages: number[] = [];
  const clocks = { phone: 1_000_000, steady: 5_000, gateway: null as number | null };
  let answer: ApiProblem | null = null;
  let count = 0;
  const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
  const around: OutgoingAround = {
    all: async () => [...disk.values()].sort((one, other) => one.order - other.order),
    put: async (one) => void disk.set(one.id, one),
    remove: async (id) => void disk.delete(id),
    send: async (one, when) => {
      sent.push(one);
      ages.push(when.sent - when.captured);
      if (answer) throw answer;
    },
    now: () => clocks.phone,
    steady: () => clocks.steady,
    gatewayNow: () => clocks.gateway,
    alone: (work) => work().then(() => true),
    tellOthers: () => undefined,
    freshId: () => {
      count += 1;
      return `key-${count}`;
    },
    later: (run, ms) => {
      const wait = { run, ms };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
  };
  const answerWith = (problem: ApiProblem | null): void => {
    answer = problem;
  };
  const hour = (): void => {
    clocks.phone += 3_600_000;
    clocks.steady += 3_600_000;
    if (clocks.gateway !== null) clocks.gateway += 3_600_000;
  };
  return { around, disk, sent, waits, ages, clocks, hour, settled, answerWith };
}

const GO = { deed: 'go', body: {}, incident: 'i1', place: '示范大厦' } as const;
const problem = (status: number, code: string) => new ApiProblem({ status, code, words: { zh: '不行', en: 'no' } });
const AWAY = problem(0, 'unreachable');

async function ofKeeper(phone: ReturnType<typeof aPhone>): Promise<Outgoing> {
  const outgoing = new Outgoing(phone.around);
  await outgoing.belongTo('keeper');
  return outgoing;
}

it('what cannot be sent waits on the disk, and goes in its order with the same keys after the page was closed', async () => {
  const phone = aPhone();
  phone.answerWith(AWAY);
  const before = await ofKeeper(phone);
  await before.add(GO);
  await before.add({ ...GO, deed: 'arrive', body: { position: null } });
  await phone.settled();
  expect(before.view().waiting).toHaveLength(2);
  phone.sent.length = 0;
  phone.answerWith(null);
  const after = await ofKeeper(phone);
  after.nudge();
  await phone.settled();
  expect(phone.sent.map(({ id, deed }) => [id, deed])).toEqual([
    ['key-1', 'go'],
    ['key-2', 'arrive'],
  ]);
  expect([after.view().waiting, phone.disk.size]).toEqual([[], 0]);
});

it('waits longer after each try without an answer, and not at all once the network is there', async () => {
  const phone = aPhone();
  phone.answerWith(AWAY);
  const outgoing = await ofKeeper(phone);
  await outgoing.add(GO);
  await phone.settled();
  const waited: number[] = [];
  for (let nth = 0; nth < 6; nth += 1) {
    const wait = phone.waits.shift();
    waited.push(wait?.ms ?? -1);
    wait?.run();
    await phone.settled();
  }
  expect(waited).toEqual([2_000, 5_000, 15_000, 30_000, 60_000, 60_000]);
  phone.answerWith(null);
  outgoing.nudge();
  await phone.settled();
  expect(outgoing.view().waiting).toEqual([]);
});

it('a refusal is kept in the gateway’s words and does not hold up what comes after; the person sends it again or discards it', async () => {
  const phone = aPhone();
  phone.answerWith(problem(409, 'conflict'));
  const outgoing = await ofKeeper(phone);
  await outgoing.add(GO);
  await phone.settled();
  expect(outgoing.view().refused).toMatchObject([{ refused: { code: 'conflict', words: { zh: '不行' } } }]);
  phone.answerWith(null);
  await outgoing.add({ ...GO, incident: 'i2' });
  await phone.settled();
  expect(outgoing.view()).toMatchObject({ waiting: [], refused: [{ incident: 'i1' }] });
  await outgoing.sendAgain('key-1');
  await phone.settled();
  expect(outgoing.view()).toMatchObject({ waiting: [], refused: [] });
  expect(phone.sent.map(({ id }) => id)).toEqual(['key-1', 'key-2', 'key-1']);
});

it('a report that is discarded while it is on its way does not come back with the gateway’s refusal', async () => {
  const phone = aPhone();
  phone.answerWith(problem(409, 'conflict'));
  let answerNow = (): void => undefined;
  const held = new Promise<void>((done) => {
    answerNow = done;
  });
  const { send } = phone.around;
  const outgoing = new Outgoing({ ...phone.around, send: (one, when) => held.then(() => send(one, when)) });
  await outgoing.belongTo('keeper');
  await outgoing.add(GO);
  await phone.settled();
  await outgoing.discard('key-1');
  answerNow();
  await phone.settled();
  await outgoing.refresh();
  expect([outgoing.view().refused, outgoing.view().waiting, phone.disk.size]).toEqual([[], [], 0]);
});

it('signing out leaves nothing of the person, also where the phone is nobody’s before all is gone, and lets another’s be', async () => {
  const phone = aPhone();
  phone.answerWith(problem(0, 'offline'));
  const outgoing = new Outgoing(phone.around);
  await outgoing.belongTo('other');
  await outgoing.add(GO);
  await outgoing.belongTo('keeper');
  for (let nth = 0; nth < 3; nth += 1) await outgoing.add(GO);
  await phone.settled();
  const wiped = outgoing.wipe();
  await Promise.all([outgoing.belongTo(null), wiped]);
  expect([...phone.disk.values()].map(({ person }) => person)).toEqual(['other']);
});

it('a report that the disk does not let go of after it was sent goes once more under its key', async () => {
  const phone = aPhone();
  const { remove } = phone.around;
  let isStuck = true;
  const outgoing = new Outgoing({ ...phone.around, remove: (id) => (isStuck ? Promise.reject(new Error('disk')) : remove(id)) });
  await outgoing.belongTo('keeper');
  await outgoing.add(GO);
  await phone.settled();
  expect(outgoing.view().waiting).toMatchObject([{ id: 'key-1' }]);
  isStuck = false;
  phone.waits.shift()?.run();
  await phone.settled();
  expect(phone.sent.map(({ id }) => id)).toEqual(['key-1', 'key-1']);
  expect([outgoing.view().waiting, phone.disk.size]).toEqual([[], 0]);
});

it.each([
  [401, 'not-signed-in'],
  [403, 'cross-site'],
  [429, 'too-many'],
  [503, 'overloaded'],
])('%d %s is no answer to the report: it waits', async (status, code) => {
  const phone = aPhone();
  phone.answerWith(problem(status, code));
  const outgoing = await ofKeeper(phone);
  await outgoing.add(GO);
  await phone.settled();
  expect(outgoing.view()).toMatchObject({ waiting: [{ id: 'key-1' }], refused: [] });
});

it('another person on the same phone neither sees nor sends it', async () => {
  const phone = aPhone();
  phone.answerWith(AWAY);
  const outgoing = await ofKeeper(phone);
  await outgoing.add(GO);
  await phone.settled();
  phone.sent.length = 0;
  phone.answerWith(null);
  await outgoing.belongTo('other');
  outgoing.nudge();
  await phone.settled();
  expect([outgoing.view().waiting, phone.sent, phone.disk.size]).toEqual([[], [], 1]);
});

it('says that it is full instead of dropping anything, and that a browser keeps nothing', async () => {
  const phone = aPhone();
  phone.answerWith(AWAY);
  const outgoing = await ofKeeper(phone);
  for (let nth = 0; nth < MOST_WAITING; nth += 1) expect(await outgoing.add(GO)).toBeNull();
  expect(await outgoing.add(GO)).toBe('too-many');
  const none = aPhone();
  none.answerWith(AWAY);
  const broken = new Outgoing({ ...none.around, put: () => Promise.reject(new Error('quota')) });
  await broken.belongTo('other');
  expect(await broken.add(GO)).toBe('no-store');
});

it('what a full phone cannot keep is told at once where the gateway is in reach, and a refusal that it cannot keep is shown', async () => {
  const phone = aPhone();
  const full = new Outgoing({ ...phone.around, put: () => Promise.reject(new Error('quota')) });
  await full.belongTo('keeper');
  expect(await full.add(GO)).toBeNull();
  expect([phone.sent.length, full.view().waiting]).toEqual([1, []]);
  let room = 1;
  const put = (one: Waiting) => (room-- > 0 ? phone.around.put(one) : Promise.reject(new Error('quota')));
  const filling = new Outgoing({ ...phone.around, put });
  await filling.belongTo('keeper');
  phone.answerWith(problem(409, 'conflict'));
  expect(await filling.add(GO)).toBeNull();
  await phone.settled();
  expect(filling.view().refused).toMatchObject([{ refused: { code: 'conflict' } }]);
});

describe('a clock that is wrong', () => {
  const BACK = 2 * 3_600_000;

  it('and is set back in the middle changes neither the order nor how long ago something was done', async () => {
    const phone = aPhone();
    phone.answerWith(AWAY);
    const outgoing = await ofKeeper(phone);
    await outgoing.add(GO);
    phone.hour();
    phone.clocks.phone -= BACK;
    await outgoing.add({ ...GO, deed: 'arrive', body: { position: null } });
    phone.hour();
    await phone.settled();
    expect(outgoing.view().waiting.map(({ deed }) => deed)).toEqual(['go', 'arrive']);
    phone.answerWith(null);
    phone.sent.length = 0;
    phone.ages.length = 0;
    outgoing.nudge();
    await phone.settled();
    expect(phone.sent.map(({ deed }, nth) => [deed, phone.ages[nth]])).toEqual([
      ['go', 2 * 3_600_000],
      ['arrive', 3_600_000],
    ]);
  });

  it('is not asked where the gateway was heard before and after, though the page was closed in between and the clock put right', async () => {
    const phone = aPhone();
    phone.answerWith(AWAY);
    phone.clocks.gateway = 50_000_000;
    await (await ofKeeper(phone)).add(GO);
    await phone.settled();
    phone.hour();
    phone.clocks.phone += 100 * BACK;
    const after = await ofKeeper(phone);
    expect(after.madeAt(after.view().waiting[0] as Waiting)).toBe(50_000_000);
    phone.answerWith(null);
    phone.ages.length = 0;
    after.nudge();
    await phone.settled();
    expect(phone.ages).toEqual([3_600_000]);
  });

  it('set back before anything was heard makes a deed of just now of it, and none of the time to come', async () => {
    const phone = aPhone();
    phone.answerWith(AWAY);
    await (await ofKeeper(phone)).add(GO);
    await phone.settled();
    phone.clocks.phone -= BACK;
    phone.answerWith(null);
    phone.ages.length = 0;
    (await ofKeeper(phone)).nudge();
    await phone.settled();
    expect(phone.ages).toEqual([0]);
  });
});

describe('two pages of one browser', () => {
  /** Two pages over one disk; one at a time sends. */
  async function twoPages() {
    const phone = aPhone();
    let isBusy = false;
    const alone: OutgoingAround['alone'] = async (work) => {
      if (isBusy) return false;
      isBusy = true;
      await work();
      isBusy = false;
      return true;
    };
    const pages: Outgoing[] = [];
    const open = async (): Promise<Outgoing> => {
      const page: Outgoing = new Outgoing({
        ...phone.around,
        alone,
        tellOthers: () => {
          for (const other of pages) if (other !== page) void other.othersChanged();
        },
      });
      pages.push(page);
      await page.belongTo('keeper');
      return page;
    };
    return { phone, one: await open(), other: await open() };
  }

  it('show the same, and what both have is sent once', async () => {
    const { phone, one, other } = await twoPages();
    phone.answerWith(AWAY);
    await one.add(GO);
    await phone.settled();
    expect(other.view().waiting.map(({ id }) => id)).toEqual(['key-1']);
    phone.answerWith(null);
    phone.sent.length = 0;
    one.nudge();
    other.nudge();
    await phone.settled();
    expect([phone.sent.length, one.view().waiting, other.view().waiting]).toEqual([1, [], []]);
  });

  it('what a person discards in one is not sent from the other', async () => {
    const { phone, one, other } = await twoPages();
    phone.answerWith(AWAY);
    await one.add(GO);
    await phone.settled();
    phone.sent.length = 0;
    phone.answerWith(null);
    await other.discard('key-1');
    one.nudge();
    await phone.settled();
    expect([phone.sent, one.view().waiting]).toEqual([[], []]);
  });

  it('a refusal that a full disk does not take is not sent for ever', async () => {
    const { phone, one } = await twoPages();
    phone.answerWith(AWAY);
    await one.add(GO);
    await phone.settled();
    const put = phone.around.put;
    Object.assign(phone.around, { put: () => Promise.reject(new Error('quota')) });
    const full = new Outgoing(phone.around);
    await full.belongTo('keeper');
    phone.answerWith(problem(409, 'conflict'));
    phone.sent.length = 0;
    full.nudge();
    await phone.settled();
    expect([phone.sent.length, full.view().refused.length]).toEqual([1, 1]);
    Object.assign(phone.around, { put });
  });
});
