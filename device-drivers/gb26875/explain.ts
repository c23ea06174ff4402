// A packet for the eye: every byte named, and the meaning of its data unit in a few lines.
import { type Words, words } from '../words.ts';
import { type Field, hexByte, hexOf, type Said, sayTime, UNNAMED } from './explain-field.ts';
import { COMMAND, checksum, END, HEAD_BYTES, isKnownCommand, LONGEST_UNIT, MAIN_VERSION, START, unitLengthAt } from './packet.ts';
import { type Profile, STANDARD } from './profile.ts';
import { stationAt, stationNumber } from './station.ts';
import { explainUnit } from './unit-fields.ts';
import { say } from './unit-say.ts';
import { same } from './unit-words.ts';

export type { Field };
export { say };

const COMMANDS: Readonly<Record<number, Words>> = {
  [COMMAND.control]: words('控制命令 1', 'Control 1'),
  [COMMAND.send]: words('发送数据 2', 'Send data 2'),
  [COMMAND.confirm]: words('确认 3', 'Confirm 3'),
  [COMMAND.request]: words('请求 4', 'Request 4'),
  [COMMAND.reply]: words('应答 5', 'Reply 5'),
  [COMMAND.deny]: words('否认 6', 'Deny 6'),
};

interface HeadField {
  readonly from: number;
  readonly to: number;
  readonly title: Words;
  readonly say: (bytes: Uint8Array) => Said;
}

const HEAD: readonly HeadField[] = [
  { from: 0, to: 2, title: words('启动符', 'Start mark'), say: (bytes) => ({ value: hexOf(bytes, 0, 2) }) },
  { from: 2, to: 4, title: words('业务流水号', 'Serial'), say: (bytes) => ({ value: String((bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8)) }) },
  { from: 4, to: 6, title: words('协议版本号', 'Version'), say: version },
  { from: 6, to: 12, title: words('时间标签', 'Time tag'), say: (bytes) => sayTime(bytes.subarray(6, 12)) },
  { from: 12, to: 18, title: words('源地址', 'Source'), say: (bytes) => station(bytes, 12) },
  { from: 18, to: 24, title: words('目的地址', 'Destination'), say: (bytes) => station(bytes, 18) },
  { from: 24, to: 26, title: words('应用数据单元长度', 'Length of the data unit'), say: unitLength },
  { from: 26, to: HEAD_BYTES, title: words('命令字节', 'Command'), say: command },
];

/**
 * Every byte of a packet named, in order and without gaps: marks, head, type, count, each part of each object, checksum.
 * Of a broken packet what can be named; the rest is 未能识别, with the fault. Never throws. No bytes give no fields.
 */
export function explain(bytes: Uint8Array, profile: Profile = STANDARD): Field[] {
  if (bytes.length === 0) return [];
  if ((bytes.length > 1 && bytes[1] !== START) || bytes[0] !== START) {
    return [rest(bytes, 0, words('没有启动符 40 40', 'No start mark 40 40'))];
  }
  const fields: Field[] = [];
  let at = 0;
  for (const { from, to, title, say } of HEAD) {
    if (to > bytes.length) break;
    fields.push({ from, to, title, ...say(bytes), depth: 0 });
    at = to;
  }
  if (at === HEAD_BYTES) at = explainBody(bytes, profile, fields);
  if (at < bytes.length) fields.push(rest(bytes, at, restFault(bytes, at)));
  return fields;
}

/** The data unit and what stands behind it; gives where the naming ended. */
function explainBody(bytes: Uint8Array, profile: Profile, fields: Field[]): number {
  const length = unitLengthAt(bytes, 0);
  if (length > LONGEST_UNIT) return HEAD_BYTES;
  const end = HEAD_BYTES + length;
  const unit = bytes.subarray(HEAD_BYTES, end);
  if (unit.length > 0) explainUnit(unit, HEAD_BYTES, profile, fields);
  if (end >= bytes.length) return bytes.length;
  const sum = checksum(bytes, 2, end);
  fields.push({
    from: end,
    to: end + 1,
    title: words('校验和', 'Checksum'),
    value: hexOf(bytes, end, end + 1),
    ...(bytes[end] === sum ? {} : { fault: words(`算得 ${hexByte(sum)}`, `Computed ${hexByte(sum)}`) }),
    depth: 0,
  });
  if (end + 3 > bytes.length) return end + 1;
  const marked = bytes[end + 1] === END && bytes[end + 2] === END;
  fields.push({
    from: end + 1,
    to: end + 3,
    title: words('结束符', 'End mark'),
    value: hexOf(bytes, end + 1, end + 3),
    ...(marked ? {} : { fault: words('应为 23 23', 'Should be 23 23') }),
    depth: 0,
  });
  return end + 3;
}

function restFault(bytes: Uint8Array, at: number): Words {
  if (at < HEAD_BYTES) return words('报文头不完整', 'The head is not whole');
  const length = unitLengthAt(bytes, 0);
  if (length > LONGEST_UNIT) return words('数据单元超长', 'The data unit is over length');
  return at > HEAD_BYTES + length + 1
    ? words('数据包之后的字节', 'Bytes behind the packet')
    : words('数据包不完整', 'The packet is not whole');
}

function rest(bytes: Uint8Array, from: number, fault: Words): Field {
  return { from, to: bytes.length, title: UNNAMED, value: hexOf(bytes, from, bytes.length), fault, depth: 0 };
}

function version(bytes: Uint8Array): Said {
  const value = `${bytes[4]}.${bytes[5]}`;
  return bytes[4] === MAIN_VERSION ? { value } : { value, fault: words('主版本号应为 1', 'The main version should be 1') };
}

function station(bytes: Uint8Array, from: number): Said {
  const text = stationAt(bytes, from);
  return { value: `${text} (${stationNumber(text)})` };
}

function unitLength(bytes: Uint8Array): Said {
  const length = unitLengthAt(bytes, 0);
  const value = words(`${length} 字节`, `${length} bytes`);
  if (length > LONGEST_UNIT) return { value, fault: words(`最多 ${LONGEST_UNIT} 字节`, `${LONGEST_UNIT} bytes are the most`) };
  const there = Math.max(0, bytes.length - HEAD_BYTES);
  return there >= length ? { value } : { value, fault: words(`只有 ${there} 字节`, `Only ${there} bytes are there`) };
}

function command(bytes: Uint8Array): Said {
  const value = bytes[26] ?? 0;
  if (isKnownCommand(value)) return { value: COMMANDS[value] ?? same(String(value)) };
  return {
    value: value < 128 ? words(`预留 ${value}`, `Reserved ${value}`) : words(`用户自定义 ${value}`, `User-defined ${value}`),
    fault: words('不认识的命令字节', 'Not a known command byte'),
  };
}
