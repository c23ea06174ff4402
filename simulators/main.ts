// The simulator's way in: `npm run simulate -- --help`.
import { driverOf } from '../device-drivers/catalogue.ts';
import type { DeviceDriver } from '../device-drivers/driver.ts';
import { AskedWrongly, readText } from './asked-wrongly.ts';
import { valuesAt } from './behaviour.ts';
import { demoDistrict, districtText } from './demo-district.ts';
import { type District, readDistrict, runDistrict } from './district.ts';
import { connectAll, type FleetReport, runFleet } from './fleet.ts';
import { simulateTransmission } from './gb26875/cli.ts';
import { demoParts } from './gb26875/demo-parts.ts';
import { partsText } from './gb26875/parts.ts';
import { startModbusSlave } from './modbus-slave.ts';
import { HELP, listModels, type Options, readOptions } from './options.ts';
import type { Story } from './story.ts';
import { storyOf } from './story-book.ts';
import { VirtualDevice } from './virtual-device.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) return say(HELP);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // A fleet counts its own time, from when it is connected.
  if (options.duration !== undefined && options.mode !== 'device' && options.mode !== 'transmission') endAfter(options.duration, stop);
  switch (options.mode) {
    case 'help':
      return say(HELP);
    case 'models':
      return say(listModels());
    case 'demo-district':
      process.stdout.write(districtText(demoDistrict()));
      return;
    case 'demo-parts':
      process.stdout.write(partsText(demoParts().all));
      return;
    case 'transmission':
      return transmission(options, stop);
    case 'device':
      return simulateDevices(options, stop);
    case 'district':
      return simulateDistrict(options, districtIn(needed(options.what, 'file')), options.story, stop.signal);
    case 'story':
      return simulateStory(options, stop.signal);
    default:
      throw new AskedWrongly(`没有这种模式 / there is no mode ${options.mode}; --help`);
  }
}

function endAfter(seconds: number, stop: AbortController): void {
  setTimeout(() => stop.abort(), seconds * 1000).unref();
}

function transmission(options: Options, stop: AbortController): Promise<void> {
  const { transmission: asked, count, rate, duration, story, speed, seed } = options;
  if (!asked) throw new AskedWrongly('--help');
  const keys = process.stdin.isTTY ? process.stdin : undefined;
  return simulateTransmission({ asked, count, rate, duration, story, speed, seed, stop, say, keys });
}

async function simulateDevices(options: Options, stop: AbortController): Promise<void> {
  const { signal } = stop;
  const model = needed(options.what, 'model');
  const driver = driverOf(model) ?? driverOf(`balefire/${model}`);
  if (!driver) throw new AskedWrongly(`没有这个型号 / there is no model ${model}\n${listModels()}`);
  if (driver.protocol === 'modbus') {
    if (options.duration !== undefined) endAfter(options.duration, stop);
    return simulateModbus(driver, options, signal);
  }
  const { url, seed, qos, drill, behaviour = 'steady', tempo = 1 } = options;
  const devices = idsOf(driver, options).map((id) => {
    const secret = Object.hasOwn(options.credentials, id) ? options.credentials[id] : options.secret;
    if (secret === undefined) throw new AskedWrongly(`${id} 没有密钥 / has no secret: --credentials, --secret or --enrolment-key`);
    return new VirtualDevice({ url, id, driver, secret, behaviour, seed, qos, tempo, drill });
  });
  say(`${devices.length} × ${driver.model} → ${url}`);
  try {
    await connectAll(devices, { signal, log: say });
    const rate = options.rate ?? (devices.length * tempo) / driver.reportsEvery;
    if (options.rate === undefined) for (const device of devices) void device.report();
    const { duration } = options;
    say(
      `end: ${inWords(await runFleet(devices, { rate, signal, ...(duration ? { duration } : {}), onProgress: (one) => say(inWords(one)) }))}`,
    );
  } finally {
    await Promise.all(devices.map((device) => device.stop()));
  }
}

function idsOf(driver: DeviceDriver, { id, count }: Options): string[] {
  const name = id ?? `sim-${driver.model.replace(/^.*\//, '')}`;
  if (count === 1 && id !== undefined) return [id];
  return Array.from({ length: count }, (_, nth) => `${name}-${String(nth + 1).padStart(4, '0')}`);
}

function inWords({ seconds, sent, confirmed, heldBack, p50, p99 }: FleetReport): string {
  const rate = seconds > 0 ? Math.round(confirmed / seconds) : 0;
  return `${seconds} s: ${sent} sent, ${confirmed} confirmed (${rate}/s), ${heldBack} held back, confirmation p50 ${p50} ms, p99 ${p99} ms`;
}

async function simulateModbus(driver: DeviceDriver, options: Options, signal: AbortSignal): Promise<void> {
  const { listen, count, seed, framing, behaviour = 'daily', tempo = 1 } = options;
  if (count > 247) throw new AskedWrongly('Modbus: --count 最多 / at most 247');
  const startedAt = Date.now();
  const units = Array.from({ length: count }, (_, nth) => ({
    unit: nth + 1,
    driver,
    values: () => {
      const wall = Date.now();
      return valuesAt(driver, behaviour, { seed: `${seed}/${nth + 1}`, startedAt, at: startedAt + (wall - startedAt) * tempo, wall });
    },
  }));
  const slave = await startModbusSlave({ port: listen, framing, units });
  say(`${driver.model}: Modbus ${framing} 127.0.0.1:${slave.port}, units 1 to ${count}`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await slave.close();
}

async function simulateDistrict(options: Options, district: District, storyName: string | undefined, signal: AbortSignal): Promise<void> {
  const story = storyName === undefined ? undefined : storyNamed(storyName);
  await runDistrict({ ...common(options, district), ...(story ? { story } : {}), signal });
}

async function simulateStory(options: Options, signal: AbortSignal): Promise<void> {
  const story = storyNamed(needed(options.what, 'name'));
  const cast = new Set(story.steps.map(({ device }) => device));
  const only = ({ id }: { id: string }): boolean => cast.has(id);
  const district = common(options, districtIn(options.district));
  await runDistrict({ ...district, story, storyAfter: 1, untilStoryEnds: true, only, signal });
}

function common(options: Options, district: District) {
  const { url, credentials, secret, tempo, seed, qos, drill, speed: storySpeed } = options;
  const shared = secret === undefined ? {} : Object.fromEntries(district.devices.map(({ id }) => [id, secret]));
  return { url, district, credentials: { ...shared, ...credentials }, ...(tempo ? { tempo } : {}), seed, qos, drill, storySpeed, log: say };
}

function districtIn(file: string): District {
  try {
    return readDistrict(readText(file));
  } catch (error) {
    if (error instanceof AskedWrongly) throw error;
    throw new AskedWrongly(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

function storyNamed(name: string): Story {
  const story = storyOf(name);
  if (!story) throw new AskedWrongly(`没有这个故事 / there is no story ${name}; --help`);
  return story;
}

function needed(what: string | undefined, name: string): string {
  if (what === undefined) throw new AskedWrongly(`缺少 / missing <${name}>; --help`);
  return what;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof AskedWrongly ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
