// The real sender on real sockets, with a robot and a telephone behind it, and a clock of the test's.
import { openLog } from '../../log.ts';
import { Networks } from '../../networks.ts';
import { type Database, openDatabase } from '../../sqlite.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import { AnswerLinks } from '../answer-links.ts';
import { ChannelSettings } from '../channel-settings.ts';
import { NoticeRows } from '../notice-rows.ts';
import { PinnedOutgoing } from '../outgoing.ts';
import { derivedKey, secretsKey } from '../secrets-key.ts';
import { Sending, type SendingAround } from '../sending.ts';
import { startFakeAliyun } from './fake-aliyun.ts';
import { startFakeDingtalk } from './fake-dingtalk.ts';
import type { FakeServer } from './fake-server.ts';

const ALIYUN = { accessKeyId: 'LTAI0123', accessKeySecret: 'aliyun-secret-1' };
const TOKEN = 'token-of-dingtalk';

export interface TestSender {
  readonly database: Database;
  readonly rows: NoticeRows;
  readonly sending: Sending;
  /** The channels `robot` and `phone`. */
  readonly robot: FakeServer;
  readonly sms: FakeServer;
  close(): Promise<void>;
}

type SenderAround = Pick<SendingAround, 'clock' | 'random'> &
  Required<Pick<SendingAround, 'wakeAfter'>> &
  Partial<Pick<SendingAround, 'goesOnIn' | 'troubles'>>;

/** Started, and with nothing to send; every incident goes on where `goesOnIn` is left out. `perMinute`: what the robot bears. */
export async function aSender(perMinute: number, around: SenderAround): Promise<TestSender> {
  const scratch = scratchFolder('sender');
  const database = openDatabase(`${scratch.path}/state.db`, 'normal');
  const now = around.clock;
  const robot = await startFakeDingtalk({ token: TOKEN, perMinute, now });
  const sms = await startFakeAliyun({ ...ALIYUN, template: 'T_1', variables: ['class', 'place', 'time'], now });
  const key = secretsKey(scratch.path);
  const channels = new ChannelSettings(database, key);
  const set = (id: string, kind: string, settings: Record<string, unknown>): void =>
    channels.set({ id, kind, name: id, place: 'root', enabled: true, settings });
  set('robot', 'dingtalk', { base: `${robot.address}/robot/send`, token: TOKEN });
  set('phone', 'aliyun-sms', { base: sms.address, ...ALIYUN, template: 'T_1', signName: '烽燧' });
  const rows = new NoticeRows(database);
  const sending = new Sending({
    database,
    rows,
    channels,
    sendingBy: { outgoing: new PinnedOutgoing(new Networks(['127.0.0.0/8'])), now, timeZone: 'Asia/Shanghai' },
    links: new AnswerLinks(undefined, derivedKey(key, 'answer links')),
    troubles: { raise: () => undefined, clear: () => undefined },
    log: openLog('silent'),
    goesOnIn: (incident) => incident,
    screens: () => 0,
    ...around,
  });
  sending.start();
  return {
    database,
    rows,
    sending,
    robot,
    sms,
    async close() {
      // A try that hangs ends with its connection.
      await robot.close();
      await sms.close();
      await sending.stop();
      database.close();
      scratch.remove();
    },
  };
}
