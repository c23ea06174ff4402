// The demonstration: a gateway on its defaults, and beside it a process that plays a district over real MQTT.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './acts.ts';
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
      field.once('exit', (code) => {
        if (code !== 0 && code !== null) console.error(`模拟辖区已退出 the simulated district ended (${code})`);
      });
    },
    stopping: () => field?.kill('SIGTERM'),
  });
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
    一分钟内：12 层烟感、第二只探测器、手动报警按钮、消火栓水压下降。请打开声光警报器。
    Within a minute: a smoke head on floor 12, a second detector, a call point, hydrant pressure falling. Sound the sounder.

    Ctrl+C 结束 to stop
`;
