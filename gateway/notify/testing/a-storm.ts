// A storm of notices over the real sender and real sockets: a robot that bears little and fails now and then, in a house whose clock runs fast.
import { words } from '../../../device-drivers/words.ts';
import { Bell } from '../../testing/bell.ts';
import type { NoticeRow, ToldNotice } from '../notice-rows.ts';
import { chance } from './a-queue.ts';
import { aSender } from './a-sender.ts';
import { realNotice } from './some-notice.ts';

/** House minutes that pass in a second: ten minutes of patience are ten seconds of a test. */
const SPEED = 60;
const INCIDENTS = 40;

export interface Storm {
  readonly ids: readonly string[];
  readonly fires: ReadonlySet<string>;
  /** What became of each by the tables. */
  readonly told: ReadonlyMap<string, ToldNotice>;
  /** What the providers took, by their own record. */
  readonly taken: { readonly robot: readonly string[]; readonly phones: readonly string[] };
  /** Requests that the robot refused or left without an answer. */
  readonly robotFailed: number;
}

/** What of a storm was silenced: no outcome, one without a reason, or one that says `sent` of what no provider took. */
export function silencedIn({ ids, told, taken }: Storm): string[] {
  const isOnWire = (id: string): boolean => [...taken.robot, ...taken.phones].some((text) => text.includes(`#${id}#`));
  return ids.filter((id) => {
    let end = told.get(id)?.outcome;
    let last = id;
    while (end?.is === 'folded') {
      last = end.into;
      end = told.get(last)?.outcome;
    }
    if (!end) return true;
    return end.is === 'sent' ? !isOnWire(last) : end.reason.zh === '';
  });
}

/**
 * 400 notices of 40 incidents within two house minutes, every twentieth of a fire, which has a telephone behind the
 * robot; resolves when none waits any more. `loses`: a sender that never gets one of them, the negative control.
 */
export async function aStorm(loses: (id: string) => boolean = () => false): Promise<Storm> {
  const [began, real] = [Date.now(), performance.now()];
  const now = (): number => began + Math.round((performance.now() - real) * SPEED);
  const random = chance(7);
  const bell = new Bell();
  const sender = await aSender(1_000_000, {
    // The sender looks at the clock whenever it has put down what became of a notice: an answer that is the last of all has no timer behind it.
    clock: () => {
      bell.ringSoon();
      return now();
    },
    random,
    wakeAfter: (ms, work) => setTimeout(work, ms / SPEED),
  });
  const { database, rows, sending, robot, sms } = sender;
  const ids: string[] = [];
  const fires = new Set<string>();
  let robotFailed = 0;
  for (let nth = 0; nth < 400; nth += 1) {
    const id = `n${nth}`;
    const isFire = nth % 20 === 0;
    ids.push(id);
    if (isFire) fires.add(id);
    const notice = realNotice({
      id,
      incident: `i${nth % INCIDENTS}`,
      class: isFire ? 'fire' : 'fault',
      phase: 'update',
      title: words(`【${isFire ? '火警' : '故障'}】#${id}#`, `[${isFire ? 'Fire' : 'Fault'}] #${id}#`),
      place: `#${id}#`,
      at: now(),
    });
    const recipient = { id: 'chen', name: '陈值班', contacts: { sms: '13800001234' } };
    const row: NoticeRow = { id, dueAt: now(), path: ['root'], recipient, via: isFire ? ['robot', 'phone'] : ['robot'], notice };
    database.transaction(() => rows.put(row))();
    if (!loses(id)) sending.take([row]);
    if (nth % 10 === 0) {
      robot.fail(random() < 1 / 3 ? 'server-error' : null);
      // Requests and answers get their turn, as they would in a storm that lasts.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const waiting = (): number => rows.unsent().filter(({ id }) => !loses(id)).length;
  robot.fail('too-many');
  await bell.until(() => robot.requests.length - robot.taken.length >= 3 || waiting() === 0);
  robot.fail(null);
  await bell.until(() => waiting() === 0);
  robotFailed = robot.requests.length - robot.taken.length;
  await sending.stop();
  const told = new Map(
    Array.from({ length: INCIDENTS }, (_, nth) => rows.ofIncident(`i${nth}`)).flatMap((all) => all.map((one) => [one.id, one] as const)),
  );
  const taken = { robot: robot.taken.map(({ text }) => text), phones: sms.taken.map(({ text }) => text) };
  await sender.close();
  return { ids, fires, told, taken, robotFailed };
}
