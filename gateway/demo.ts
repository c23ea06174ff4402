// The demonstration: a gateway on its defaults, and beside it a process that plays a district over real MQTT.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Author, GATEWAY } from './acts.ts';
import type { Config } from './config.ts';
import { BalefireError } from './errors.ts';
import { newSecret } from './estate/secrets.ts';
import type { House } from './house.ts';
import { readDistrict, settle } from './import-district.ts';
import { packageFile } from './package-root.ts';
import { runGateway } from './start.ts';

const DISTRICT = packageFile('config/demo-district.json');
const STORY = 'high-rise-fire';
/** Devices report so many times more often than they would, so that the screens live. */
const TEMPO = '20';

/** Runs until it is told to stop. */
export async function demo(config: Config): Promise<void> {
  const here = {
    ...config,
    data: config.data === 'data/balefire' ? 'data/demo' : config.data,
    log: config.log === 'info' ? ('warn' as const) : config.log,
  };
  const simulator = packageFile('dist/simulators/main.js');
  if (!existsSync(simulator)) throw new BalefireError('bad-configuration', { detail: 'npm run build' });
  const credentials = join(here.data, 'credentials.json');
  let field: ChildProcess | undefined;
  let seat: NodeJS.Timeout | undefined;
  await runGateway(here, {
    furnish: async (house) => {
      if (house.estate.deviceCount === 0) {
        const secrets = await settle(house.flow, readDistrict(DISTRICT), GATEWAY);
        writeFileSync(credentials, JSON.stringify(secrets), { mode: 0o600 });
      }
    },
    ready: async (house, port) => {
      const secret = await demoSecret(house);
      console.log(INVITATION(`http://127.0.0.1:${port}`, secret, house.estate.deviceCount, house.mqtt.port));
      field = spawn(
        process.execPath,
        [
          simulator,
          'district',
          DISTRICT,
          '--url',
          `mqtt://127.0.0.1:${house.mqtt.port}`,
          '--credentials',
          credentials,
          '--story',
          STORY,
          '--tempo',
          TEMPO,
        ],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
      seat = setInterval(() => void manTheSeat(house), SEAT_LOOKS_MS);
      field.once('exit', (code) => {
        if (code !== 0 && code !== null) console.error(`模拟辖区已退出 the simulated district ended (${code})`);
      });
    },
    stopping: () => {
      clearInterval(seat);
      field?.kill('SIGTERM');
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

const INVITATION = (address: string, secret: string, devices: number, mqttPort: number): string => `
  烽燧 Balefire 演示 demonstration

    网址 address   ${address}
    账号 login     admin
    密码 secret    ${secret}

    ${devices} 台模拟设备 simulated devices → mqtt://127.0.0.1:${mqttPort}
    一分钟内：12 层烟感、第二只探测器、手动报警按钮、消火栓水压下降，值班员启动声光警报器。
    Within a minute: a smoke head on floor 12, a second detector, a call point, the sounder commanded, hydrant pressure falling.

    Ctrl+C 结束 to stop
`;
