// The command line: `balefire start`, `balefire demo`, `balefire import`, `balefire verify`.
import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';
import { demo } from './demo.ts';
import { BalefireError } from './errors.ts';
import { verifyCommand } from './evidence/verify.ts';
import { importDistrict } from './import-district.ts';
import { start } from './start.ts';

const USAGE = `用法 Usage:
  balefire start [--config FILE]                              启动网关 start the gateway
  balefire demo                                               演示：网关与模拟辖区 a gateway with a simulated district
  balefire import DISTRICT.json --credentials FILE [--config FILE]   导入位置与设备 import places and devices; writes their secrets
  balefire verify [--anchor FILE]… [--config FILE]           核验证据链（0 无改动，1 有改动，2 无法核验）verify the evidence chain: exit code 0 sound, 1 tampered, 2 not checked
环境变量 Environment: BALEFIRE_DATA BALEFIRE_WEB_HOST BALEFIRE_WEB_PORT BALEFIRE_WEB_ORIGIN BALEFIRE_MQTT_HOST BALEFIRE_MQTT_PORT BALEFIRE_LOG
说明 Docs: docs/operate.md`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      credentials: { type: 'string' },
      anchor: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, file] = positionals;
  if (values.help || command === undefined) {
    console.log(USAGE);
    return;
  }
  const config = readConfig(values.config, process.env);
  switch (command) {
    case 'start':
      await start(config);
      return;
    case 'demo':
      await demo(config);
      return;
    case 'import':
      if (file === undefined || values.credentials === undefined)
        throw new BalefireError('bad-request', { detail: 'import DISTRICT.json --credentials FILE' });
      await importDistrict(config, file, values.credentials);
      return;
    case 'verify':
      process.exitCode = verifyCommand(config, values.anchor ?? [], (line) => console.log(line));
      return;
    default:
      throw new BalefireError('bad-request', { detail: `${command}` });
  }
}

process.on('uncaughtException', (error) => {
  console.error(JSON.stringify({ level: 'fatal', error: error.stack ?? String(error) }));
  process.exit(1);
});

main().catch((error: unknown) => {
  if (error instanceof BalefireError) console.error(`balefire: ${error.words.zh} / ${error.words.en}`);
  else if (error instanceof TypeError && 'code' in error) console.error(`balefire: ${error.message}`);
  else console.error(error);
  // For `verify` 1 means that something was found.
  process.exit(process.argv.includes('verify') ? 2 : 1);
});
