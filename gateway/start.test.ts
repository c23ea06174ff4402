// The start of the built gateway: one clear line and an exit code where it cannot start; a secret once where it can.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { scratchFolder } from './testing/scratch.ts';

const MAIN = new URL('../dist/gateway/main.js', import.meta.url).pathname;
const QUIET = { BALEFIRE_WEB_HOST: '127.0.0.1', BALEFIRE_MQTT_HOST: '127.0.0.1', BALEFIRE_WEB_PORT: '0', BALEFIRE_MQTT_PORT: '0' };

interface Ended {
  readonly code: number | null;
  readonly errors: string;
  readonly output: string;
}

/** Runs the gateway to its end; `until`: a line after which it is told to stop. */
async function run(environment: Record<string, string>, args: string[] = ['start'], until?: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...QUIET, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    if (until?.test(line)) child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors, output };
}

describe('a start that cannot be', () => {
  const scratch = scratchFolder('start');
  afterAll(scratch.remove);
  const folder = (name: string): string => `${scratch.path}/${name}`;

  async function taken(port: (number: number) => Record<string, string>, data: string): Promise<Ended> {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const ended = await run({ BALEFIRE_DATA: folder(data), ...port(typeof address === 'object' && address ? address.port : 0) });
    other.close();
    return ended;
  }
  const oneLine = (text: RegExp): unknown => expect.stringMatching(new RegExp(`^balefire: [^\\n]*${text.source}[^\\n]*\\n$`));

  it('says in one line that the web port is taken', async () => {
    const ended = await taken((port) => ({ BALEFIRE_WEB_PORT: String(port) }), 'web');
    expect(ended).toMatchObject({ code: 1, errors: oneLine(/端口 \d+ 已被占用 \/ Port \d+ is taken/) });
  });

  it('says in one line that the MQTT port is taken', async () => {
    const ended = await taken((port) => ({ BALEFIRE_MQTT_PORT: String(port) }), 'mqtt');
    expect(ended).toMatchObject({ code: 1, errors: oneLine(/端口 \d+ 已被占用 \/ Port \d+ is taken/) });
  });

  it('says in one line that the data folder cannot be written', async () => {
    writeFileSync(folder('a-file'), '');
    expect(await run({ BALEFIRE_DATA: `${folder('a-file')}/data` })).toMatchObject({ code: 1, errors: oneLine(/数据目录不可写/) });
  });

  it('says in one line what is wrong with the configuration', async () => {
    writeFileSync(folder('bad.json'), '{"web":{"port":"eighty"},"colour":"red"}');
    const ended = await run({ BALEFIRE_DATA: folder('c'), BALEFIRE_WEB_PORT: '' }, ['start', '--config', folder('bad.json')]);
    expect(ended).toMatchObject({ code: 1, errors: oneLine(/配置有误.*web\.port.*colour/) });
    expect(await run({}, ['start', '--config', folder('none.json')])).toMatchObject({ code: 1, errors: oneLine(/none\.json/) });
  });

  it('says in one line that it does not know a word', async () => {
    expect(await run({}, ['strat'])).toMatchObject({ code: 1, errors: oneLine(/strat/) });
    expect(await run({}, ['start', '--prot', '1'])).toMatchObject({ code: 1, errors: oneLine(/--prot/) });
  });
});

describe('a start', () => {
  const scratch = scratchFolder('start');
  afterAll(scratch.remove);

  it('shows the administrator a secret the first time and never again, and stops in order', async () => {
    const first = await run({ BALEFIRE_DATA: scratch.path }, ['start'], /the gateway is up/);
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/login: admin {3}密码 secret: [A-Z2-9]{32}\n/) });
    const second = await run({ BALEFIRE_DATA: scratch.path }, ['start'], /the gateway is up/);
    expect(second.code).toBe(0);
    expect(second.output).not.toMatch(/secret/);
  });

  it('is refused on a folder that another gateway uses', async () => {
    const child = spawn(process.execPath, [MAIN, 'start'], {
      env: { ...process.env, ...QUIET, BALEFIRE_DATA: scratch.path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('the gateway is up')) resolve();
      });
    });
    expect(await run({ BALEFIRE_DATA: scratch.path })).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^balefire: 数据目录正被另一个进程使用/),
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
