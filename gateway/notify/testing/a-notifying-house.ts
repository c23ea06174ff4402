// A whole gateway with providers on loopback: a DingTalk group, a WeCom group, short messages, and people on duty.
import { GATEWAY } from '../../acts.ts';
import { readConfig } from '../../config.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from '../../testing/a-house.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import { defaultPolicy } from '../default-policy.ts';
import type { PolicyStep } from '../policy.ts';
import type { Roster } from '../roster.ts';
import { startFakeAliyun } from './fake-aliyun.ts';
import { startFakeDingtalk } from './fake-dingtalk.ts';
import type { FakeServer } from './fake-server.ts';
import { startFakeWecom } from './fake-wecom.ts';

const ALIYUN = { accessKeyId: 'LTAI0123', accessKeySecret: 'aliyun-secret-1' };
export const DINGTALK_SECRET = 'SECright-of-the-group';

export interface NotifyingHouse extends TestHouse {
  readonly dingtalk: FakeServer;
  readonly wecom: FakeServer;
  readonly sms: FakeServer;
  /** People of the duty room, for drills alone or for what really happens; `numbers`: of those whose telephone is another than usual. */
  roster(people: readonly string[], drill?: boolean, numbers?: Readonly<Record<string, string>>): Promise<void>;
  policy(steps: readonly PolicyStep[], drill?: boolean): Promise<void>;
  /** Sets the robot of WeCom up, with the right key or a wrong one. */
  setWecom(key: string): void;
  /** Closes the house; `reopen` opens it again. */
  leave(): Promise<void>;
  /** Closes the house where it is open, and opens it again on the same folder. */
  reopen(): Promise<TestHouse['house']>;
  close(): Promise<void>;
}

/** Opens it with every channel set up; that of WeCom with a wrong key. */
export async function aNotifyingHouse(): Promise<NotifyingHouse> {
  const scratch = scratchFolder('notifying');
  const notify = { networks: ['127.0.0.0/8'] };
  const { mqtt, web } = readConfig(undefined, { BALEFIRE_WEB_ORIGIN: 'https://fire.example.org' });
  const more = { notify, web, mqtt: { ...mqtt, host: '127.0.0.1', port: 0 } };
  const opened = await openTestHouse(scratch.path, SMALL_DISTRICT, more);
  const now = (): number => Date.now();
  const dingtalk = await startFakeDingtalk({ token: 'token-of-dingtalk', secret: DINGTALK_SECRET, keyword: '火警', perMinute: 1_000, now });
  const wecom = await startFakeWecom({ key: 'key-of-wecom-right' });
  const sms = await startFakeAliyun({ ...ALIYUN, template: 'T_1', variables: ['class', 'place', 'time'], now });
  let { house } = opened;
  let isOpen = true;
  const leave = async (): Promise<void> => {
    if (isOpen) await house.close();
    isOpen = false;
  };
  const set = (id: string, kind: string, settings: Record<string, unknown>): void =>
    house.channels.set({ id, kind, name: `通道 ${id}`, place: 'root', enabled: true, settings });
  const setWecom = (key: string): void => set('wecom', 'wecom', { base: `${wecom.address}/cgi-bin/webhook/send`, key });
  set('dingtalk', 'dingtalk', { base: `${dingtalk.address}/robot/send`, token: 'token-of-dingtalk', secret: DINGTALK_SECRET });
  set('sms', 'aliyun-sms', { base: sms.address, ...ALIYUN, template: 'T_1', signName: '烽燧' });
  setWecom('key-of-wecom-wrong');
  return {
    ...opened,
    dingtalk,
    wecom,
    sms,
    setWecom,
    async roster(names, drill = false, numbers = {}) {
      const id = drill ? 'drill' : 'real';
      const people = names.map((name, nth) => ({ id: name, name, contacts: { sms: numbers[name] ?? `1380000${drill ? 9 : 1}00${nth}` } }));
      const shifts: Roster['shifts'] = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', people: [...names] }];
      const roster: Roster = { id, place: 'unit', role: 'duty-room', drill, people, shifts, changes: [] };
      await house.flow.act({ do: 'set-roster', roster }, GATEWAY);
    },
    async policy(steps, drill = false) {
      const base = defaultPolicy('fire', drill);
      if (!base) throw new Error('the house has no policy for a fire');
      await house.flow.act({ do: 'set-policy', policy: { ...base, id: drill ? 'drill' : 'real', place: 'unit', steps } }, GATEWAY);
    },
    leave,
    async reopen() {
      await leave();
      isOpen = true;
      house = (await openTestHouse(scratch.path, undefined, more)).house;
      return house;
    },
    async close() {
      await leave();
      for (const provider of [dingtalk, wecom, sms]) await provider.close();
      scratch.remove();
    },
  };
}
