// The demonstration: a gateway on its defaults, and beside it a process that plays a district over real MQTT.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Author, GATEWAY } from './acts.ts';
import type { Config } from './config.ts';
import { hangDemoPlan } from './demo-plan.ts';
import { BalefireError } from './errors.ts';
import { importPlan } from './estate/part-import.ts';
import { readPartList } from './estate/part-list.ts';
import { newSecret } from './estate/secrets.ts';
import type { House } from './house.ts';
import { readDistrict, settle } from './import-district.ts';
import { packageFile } from './package-root.ts';
import { runGateway } from './start.ts';

const DISTRICT = packageFile('config/demo-district.json');
/** Files 档案 of its units and buildings, and the target for connected high-rises. */
const FILES = packageFile('config/demo-files.json');
const STORY = 'high-rise-fire';
/** The parts of the tower's fire panel, and what happens at it. */
const PARTS = packageFile('config/demo-parts.csv');
const PANEL = 'tower-utd';
const PANEL_STORY = 'panel-fire';
/** Somebody sits in the demonstration's control room, and takes so many seconds to press the button. */
const DUTY_ANSWERED_AFTER_S = '12';
/** A transmission device that nobody has placed: it waits on the held list. */
const UNKNOWN_STATION = '4711';
/** Devices report so many times more often than they would, so that the screens live. */
const TEMPO = '20';

/** Runs until it is told to stop. */
export async function demo(config: Config): Promise<void> {
  const here = {
    ...config,
    data: config.data === 'data/balefire' ? 'data/demo' : config.data,
    log: config.log === 'info' ? ('warn' as const) : config.log,
    gb26875: { ...config.gb26875, enabled: true },
  };
  const simulator = packageFile('dist/simulators/main.js');
  if (!existsSync(simulator)) throw new BalefireError('bad-configuration', { detail: 'npm run build' });
  const credentials = join(here.data, 'credentials.json');
  const field: ChildProcess[] = [];
  const play = (args: readonly string[]): void => {
    const player = spawn(process.execPath, [simulator, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    player.once('exit', (code) => {
      if (code !== 0 && code !== null) console.error(`模拟器已退出 a simulator ended: ${args[0]} (${code})`);
    });
    field.push(player);
  };
  let seat: NodeJS.Timeout | undefined;
  await runGateway(here, {
    furnish: async (house) => {
      if (house.estate.deviceCount === 0) {
        const secrets = await settle(house.flow, readDistrict(DISTRICT, FILES), GATEWAY);
        writeFileSync(credentials, JSON.stringify(secrets), { mode: 0o600 });
        await importDemoParts(house);
        await hangDemoPlan(house);
      }
    },
    ready: async (house, port) => {
      const secret = await demoSecret(house);
      console.log(INVITATION(`http://127.0.0.1:${port}`, secret, house));
      const mqtt = `mqtt://127.0.0.1:${house.mqtt.port}`;
      const stations = `tcp://127.0.0.1:${house.gb26875?.port ?? 0}`;
      play(['district', DISTRICT, '--url', mqtt, '--credentials', credentials, '--story', STORY, '--tempo', TEMPO]);
      play(['transmission', '--url', stations, '--parts', PARTS, '--duty', DUTY_ANSWERED_AFTER_S, '--story', PANEL_STORY]);
      play(['transmission', '--url', stations, '--parts', PARTS, '--station', UNKNOWN_STATION]);
      seat = setInterval(() => void manTheSeat(house), SEAT_LOOKS_MS);
    },
    stopping: () => {
      clearInterval(seat);
      for (const player of field) player.kill('SIGTERM');
    },
  });
}

/** The seat operator of the demonstration, who sounds the sounder of a floor where a call point was pressed. */
const SEAT: Author = { id: 'demo-seat', name: '演示值班员', from: 'demo' };
const SEAT_LOOKS_MS = 1_000;
/** So long after the call point: time to have looked at the screen. */
const SEAT_HESITATES_MS = 8_000;
const SOUND_SECONDS = 60;

async function manTheSeat({ desk, estate, commands, flow, clock }: House): Promise<void> {
  const now = clock.now();
  for (const alarm of desk.open()) {
    if (alarm.quantity !== 'callpoint.pressed' || alarm.condition !== 'active' || now - alarm.receivedAt < SEAT_HESITATES_MS) continue;
    const zone = alarm.path.at(-1);
    const sounder = [...estate.devices()].find((device) => device.kind === 'sounder' && device.path.at(-1) === zone);
    if (!sounder || commands.list({ device: sounder.id, limit: 1 }).some((given) => given.at > alarm.receivedAt)) continue;
    const command = { id: randomUUID(), device: sounder.id, command: 'sound', arguments: { seconds: SOUND_SECONDS } };
    await flow.act({ do: 'command', ...command, expiresAt: now + 60_000 }, SEAT);
  }
}

/** The list of parts, as a person would import it. */
async function importDemoParts({ estate, flow }: House): Promise<void> {
  const device = estate.device(PANEL);
  const list = await readPartList(readFileSync(PARTS));
  if (!device || list.problem || list.wrong > 0) throw new BalefireError('bad-configuration', { detail: PARTS });
  const { places, parts } = importPlan(device, list.rows, estate);
  await flow.act({ do: 'import-parts', device: device.id, places, parts }, GATEWAY);
}

/** The demonstration's administrator gets a new secret at each start: nothing is known beforehand, nothing is forgotten. */
async function demoSecret(house: House): Promise<string> {
  const first = await house.people.firstAdministrator();
  if (first) return first.secret;
  const secret = newSecret();
  const admin = house.people.byLogin('admin');
  if (!admin) throw new BalefireError('not-found', { what: 'admin' });
  const changed = await house.people.change(admin.id, { secret });
  changed.save();
  return secret;
}

const INVITATION = (address: string, secret: string, { estate, mqtt, gb26875 }: House): string => `
  烽燧 Balefire 演示 demonstration

    网址 address   ${address}
    账号 login     admin
    密码 secret    ${secret}

    ${estate.deviceCount} 台模拟设备 simulated devices → mqtt://127.0.0.1:${mqtt.port}
    火灾报警控制器 ${estate.partCount(PANEL)} 个部件 a fire panel with its parts → GB/T 26875.3 tcp://127.0.0.1:${gb26875?.port ?? 0}
    一分钟内：12 层烟感、第二只探测器、手动报警按钮、消火栓水压下降，值班员启动声光警报器；控制器报火警；一台未登记的传输装置待登记。
    Within a minute: a smoke head on floor 12, a second detector, a call point, the sounder commanded, hydrant pressure falling;
    the fire panel tells of a fire; a transmission device that nobody knows waits to be placed.

    Ctrl+C 结束 to stop
`;
