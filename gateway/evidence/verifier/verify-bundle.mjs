// Verifies an unpacked evidence bundle with nothing but Node: node verify-bundle.mjs [FOLDER]. 0 sound, 1 not.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const found = [];
/** Pictures that are told of and not here. */
const absent = [];
const fault = (zh, en) => found.push(`✗ ${zh} / ${en}`);

/** Canonical JSON after RFC 8785: no blanks, names in the order of their UTF-16 code units. */
function canonical(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** Every file is what the manifest says, and there is no other. */
function checkFiles() {
  const manifest = readFileSync(join(folder, 'manifest.json'));
  if (readFileSync(join(folder, 'manifest.sha256'), 'utf8') !== `${sha256(manifest)}  manifest.json\n`)
    fault('清单被改动', 'the manifest was changed');
  const { files } = JSON.parse(manifest.toString('utf8'));
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((name) => name !== 'manifest.json' && name !== 'manifest.sha256');
  for (const name of there) if (!Object.hasOwn(files, name)) fault(`清单之外的文件 ${name}`, `a file that is not in the manifest: ${name}`);
  for (const [name, hash] of Object.entries(files)) {
    if (!there.includes(name)) fault(`缺少文件 ${name}`, `a file is missing: ${name}`);
    else if (sha256(readFileSync(join(folder, name))) !== hash) fault(`文件被改动：${name}`, `a file was changed: ${name}`);
  }
  return there.length;
}

/** Each record has the hash that it should have, and follows the one before where both are here. */
function checkChain({ records }) {
  let before;
  for (const record of records) {
    const { number, kind, reference, at, content, previous, hash } = record;
    const text = canonical({ number, kind, reference, at, content });
    const computed = createHash('sha256').update(Buffer.from(previous, 'hex')).update(text).digest('hex');
    if (computed !== hash) fault(`链第 ${number} 条与其哈希不符`, `record ${number} of the chain is not what its hash says`);
    if (before && number <= before.number) fault(`链第 ${number} 条顺序不对`, `record ${number} is not in its order`);
    if (before && number === before.number + 1 && previous !== before.hash)
      fault(`链第 ${number} 条不接前一条`, `record ${number} does not follow the one before`);
    before = record;
  }
}

/** A content stands in the chain, under that reference. */
function checkContent(what, content, record, kind, reference) {
  if (record && record.kind === kind && record.reference === reference && record.content === sha256(canonical(content))) return;
  fault(`${what} 不在链中`, `${what} is not in the chain`);
}

function next(state, change) {
  if (change.whole) return change.whole;
  const after = { ...state, ...change.set };
  for (const [name, more] of Object.entries(change.add ?? {})) after[name] = [...after[name], ...more];
  for (const name of change.unset ?? []) delete after[name];
  return after;
}

/** The changes of an alarm or incident: all in the chain, each following the one before, adding up to what it is. */
function checkChanges({ id, now, changes }, kind, byNumber, used) {
  let state;
  let last = 0;
  for (const { record, change } of changes) {
    checkContent(`${kind} ${id} #${record}`, change, byNumber.get(record), kind, id);
    if (!change.whole && change.follows !== last)
      fault(`${id} 缺少第 ${record} 条之前的变更`, `a change of ${id} before record ${record} is missing`);
    state = next(state, change);
    last = record;
    used.add(record);
  }
  if (state === undefined || canonical(state) !== canonical(now))
    fault(`${id} 的变更与现状不符`, `the changes of ${id} do not come to what it is`);
}

/** The frames of each alarm: in a file of its own, or of very many alarms all in one list. */
function framesByAlarm() {
  if (!existsSync(join(folder, 'frames.json'))) return undefined;
  const known = new Map();
  for (const frame of read('frames.json')) {
    if (!known.has(frame.alarm)) known.set(frame.alarm, []);
    known.get(frame.alarm).push(frame);
  }
  return known;
}

function checkFrames(alarm, listed, byReference, used) {
  const frames = listed ? (listed.get(alarm.id) ?? []) : read(`frames/${alarm.id}.json`);
  for (const frame of frames) {
    const reference = `${alarm.id}/${frame.entry}`;
    const record = byReference.get(`frame ${reference}`);
    checkContent(`报文 frame ${reference}`, frame, record, 'frame', reference);
    if (record) used.add(record.number);
    if (!listed && readFileSync(join(folder, `frames/${alarm.id}-${frame.entry}.bin`)).toString('hex') !== frame.body)
      fault(`报文 ${reference} 的两种写法不一致`, `frame ${reference} differs from its bytes`);
  }
  for (const entry of alarm.now.evidence)
    if (!frames.some((frame) => frame.entry === entry)) fault(`缺少报文 ${alarm.id}/${entry}`, `frame ${alarm.id}/${entry} is missing`);
}

/** Each picture that the incident has is here with the hash that the chain says, or its absence is told; and no other is here. */
function checkPictures({ now }) {
  const told = read('pictures.json');
  const known = (now.entries ?? []).filter(({ media }) => media !== null);
  for (const { key, media } of known) {
    const one = told.find((other) => other.key === key);
    if (!one || one.hash !== media.hash) fault(`缺少照片 ${key}`, `picture ${key} is missing`);
    else if (one.file === null) absent.push(key);
    else if (sha256(readFileSync(join(folder, one.file))) !== media.hash)
      fault(`照片 ${key} 不是当时的照片`, `picture ${key} is not the one that was sent`);
  }
  for (const { key } of told) if (!known.some((one) => one.key === key)) fault(`多出照片 ${key}`, `picture ${key} is not of the incident`);
}

/** What is in the chain and what is in the files are the same. */
function checkContents(chain) {
  const byNumber = new Map(chain.records.map((record) => [record.number, record]));
  const byReference = new Map(chain.records.map((record) => [`${record.kind} ${record.reference}`, record]));
  const used = new Set();
  const incident = read('incident.json');
  const alarms = read('alarms.json');
  if (incident.changes) checkChanges(incident, 'incident', byNumber, used);
  checkPictures(incident);
  const listed = framesByAlarm();
  const known = new Set(alarms.map((alarm) => alarm.id));
  for (const alarm of alarms) {
    checkChanges(alarm, 'alarm', byNumber, used);
    checkFrames(alarm, listed, byReference, used);
  }
  for (const id of listed?.keys() ?? [])
    if (!known.has(id)) fault(`多出警情 ${id} 的报文`, `frames of ${id}, which is no alarm of the bundle`);
  for (const id of incident.now.alarms) if (!known.has(id)) fault(`缺少警情 ${id}`, `alarm ${id} is missing`);
  for (const line of read('audit.json')) {
    const record = byReference.get(`audit ${line.number}`);
    checkContent(`审计 audit ${line.number}`, line, record, 'audit', String(line.number));
    if (record) used.add(record.number);
  }
  const own = new Set(chain.own);
  for (const number of own)
    if (!used.has(number)) fault(`链第 ${number} 条没有对应内容`, `record ${number} of the chain has no content here`);
  for (const number of used) if (!own.has(number)) fault(`链第 ${number} 条未列入`, `record ${number} is not listed as the bundle's own`);
  return { alarms: alarms.length, own: used, isPart: incident.part === true };
}

/** The first anchor of this chain behind the bundle's own records, to which the records lead without a gap. */
function checkAnchors({ gateway, anchors, records, head }, own) {
  const last = [...own].reduce((one, other) => Math.max(one, other), 0);
  const byNumber = new Map(records.map((record) => [record.number, record]));
  let reached;
  for (const anchor of [...anchors, { ...head, gateway, at: undefined }]) {
    const record = byNumber.get(anchor.number);
    if (!record || anchor.gateway !== gateway) continue;
    if (record.hash !== anchor.hash) fault(`第 ${anchor.number} 条与外部存证不符`, `record ${anchor.number} is not what was anchored`);
    else if (anchor.at !== undefined && anchor.number >= last) reached ??= anchor;
  }
  const isUnbroken = records.every((record, nth) => nth === 0 || record.number === records[nth - 1].number + 1);
  return isUnbroken ? reached : undefined;
}

try {
  const files = checkFiles();
  const chain = read('chain.json');
  checkChain(chain);
  const { alarms, own, isPart } = checkContents(chain);
  const anchor = checkAnchors(chain, own);
  console.log(`${files} 个文件，${alarms} 条警情，链 ${own.size} 条 / ${files} files, ${alarms} alarms, ${own.size} records of the chain`);
  if (absent.length > 0)
    console.log(`未附照片 ${absent.length} 张（见 pictures.json） / ${absent.length} pictures are not here (see pictures.json)`);
  if (isPart)
    console.log(
      '仅为事件的一部分：导出人可见的警情；是否缺少其他警情，本包无法证明\n' +
        'only a part of the incident: the alarms that the exporter sees; whether others are missing, this bundle cannot show',
    );
  if (anchor)
    console.log(
      `记录连到外部存证第 ${anchor.number} 条 ${anchor.hash}（${new Date(anchor.at).toISOString()}，${anchor.place}）：请与该处核对\n` +
        `the records lead to anchor ${anchor.number} ${anchor.hash} (${new Date(anchor.at).toISOString()}, ${anchor.place}): compare it with what stands there`,
    );
  else
    console.log(
      '包内自洽，但没有连到外部存证：须由网关的 verify 或存证处确认这些哈希\n' +
        'sound in itself, but it leads to no anchor: whether these hashes are the chain’s, the gateway’s verify or an anchor must say',
    );
} catch (error) {
  fault(`无法读取：${error.message}`, `cannot be read: ${error.message}`);
}
for (const line of found.slice(0, 100)) console.log(line);
console.log(
  found.length === 0 ? '✓ 证据包完好 / ✓ the bundle is sound' : `✗ 发现 ${found.length} 处问题 / ✗ not sound: ${found.length} faults`,
);
process.exitCode = found.length === 0 ? 0 : 1;
