// `npm run bench [part …]`: runs the benchmarks one after the other, prints them and writes bench/results/.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { auditBench } from './audit.ts';
import { boardBench } from './board.ts';
import { devicesBench } from './devices.ts';
import { escalationBench } from './escalation.ts';
import { evidenceBench } from './evidence.ts';
import { gatewayBench } from './gateway.ts';
import { gb26875Bench } from './gb26875.ts';
import { gb26875CodecBench } from './gb26875-codec.ts';
import { historyBench } from './history.ts';
import { journalBench } from './journal.ts';
import { type BenchLine, isHeld } from './line.ts';
import { mapBench } from './map.ts';
import { memoryBench } from './memory.ts';
import { modbusBench } from './modbus.ts';
import { mqttBench } from './mqtt.ts';
import { notifyBench } from './notify.ts';
import { ruleListBench } from './rule-list.ts';
import { rulesBench } from './rules.ts';
import { startBench } from './start.ts';
import { stormBench } from './storm.ts';

const parts: Readonly<Record<string, () => Promise<BenchLine[]>>> = {
  rules: rulesBench,
  'rule-list': ruleListBench,
  journal: journalBench,
  history: historyBench,
  mqtt: mqttBench,
  modbus: modbusBench,
  'gb26875-codec': gb26875CodecBench,
  gb26875: gb26875Bench,
  evidence: evidenceBench,
  audit: auditBench,
  start: startBench,
  escalation: escalationBench,
  notify: notifyBench,
  map: mapBench,
  board: boardBench,
  memory: memoryBench,
  devices: devicesBench,
  storm: stormBench,
  gateway: gatewayBench,
};

function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function row(line: BenchLine): string {
  const { name, value, unit, peer, hold } = line;
  const held = isHeld(line);
  const asked = hold ? (hold.atMost === undefined ? `≥ ${number(hold.atLeast ?? 0)}` : `≤ ${number(hold.atMost)}`) : '';
  const beside = peer ? `${peer.name}: ${number(peer.value)}` : '';
  const ratio = peer ? `${number(value / peer.value)} ×` : '';
  return `| ${name} | ${number(value)} ${unit} | ${asked} | ${held === undefined ? '' : held ? 'held' : '**not held**'} | ${beside} | ${ratio} |`;
}

const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(parts);
for (const name of names) if (!parts[name]) throw new Error(`no such part: ${name} (there are ${Object.keys(parts).join(', ')})`);
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;

for (const name of names) {
  console.log(`\n## ${name}\n`);
  const lines = (await parts[name]?.()) ?? [];
  const table = [
    '| what | measured | asked | | peer in the same run | ratio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map(row),
  ].join('\n');
  console.log(table);
  const head = `# ${name}\n\nCommit ${commit} and what is in the tree; ${machine}; ${new Date().toISOString().slice(0, 10)}.\nThe load generator shares the machine.\n`;
  writeFileSync(new URL(`./results/${name}.md`, import.meta.url), `${head}\n${table}\n`);
}
process.exit(0);
