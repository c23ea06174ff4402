// What a person types at a simulated transmission device, in Chinese or English, understood.
import { partTypeName } from '../../device-drivers/gb26875/names.ts';
import type { DeviceEvent, Operation, PanelEvent, PartEvent } from './panel.ts';
import { type Part, type PartList, placeOf } from './parts.ts';

export type ConsoleAct =
  | { readonly is: 'event'; readonly event: PanelEvent }
  | { readonly is: 'answer-duty'; readonly operator: number | undefined }
  /** Loses the link for so many seconds; for the usual pause where it is left out. */
  | { readonly is: 'cut'; readonly seconds: number | undefined }
  | { readonly is: 'list'; readonly parts: readonly Part[] }
  | { readonly is: 'state' | 'help' | 'quit' | 'nothing' }
  /** What to tell the person. */
  | { readonly is: 'unclear'; readonly why: string };

const PART_WORDS: Readonly<Record<string, PartEvent>> = {
  alarm: 'alarm',
  a: 'alarm',
  火警: 'alarm',
  fault: 'fault',
  f: 'fault',
  故障: 'fault',
  shield: 'shield',
  屏蔽: 'shield',
  unshield: 'unshield',
  解除屏蔽: 'unshield',
  supervisory: 'supervisory',
  监管: 'supervisory',
  start: 'start',
  启动: 'start',
  stop: 'stop',
  停止: 'stop',
  feedback: 'feedback',
  反馈: 'feedback',
  restore: 'restore',
  r: 'restore',
  恢复: 'restore',
};
const OPERATION_WORDS: Readonly<Record<string, Operation>> = {
  manual: 'manual-alarm',
  m: 'manual-alarm',
  手报: 'manual-alarm',
  手动报警: 'manual-alarm',
  clear: 'clear',
  消除: 'clear',
  警情消除: 'clear',
  reset: 'reset',
  复位: 'reset',
  silence: 'silence',
  消音: 'silence',
  'self-test': 'self-test',
  自检: 'self-test',
  test: 'test',
  测试: 'test',
};
const DEVICE_WORDS: Readonly<Record<string, DeviceEvent>> = {
  'mains-lost': 'mains-lost',
  主电故障: 'mains-lost',
  'mains-back': 'mains-back',
  主电恢复: 'mains-back',
  'backup-lost': 'backup-lost',
  备电故障: 'backup-lost',
  'backup-back': 'backup-back',
  备电恢复: 'backup-back',
  'line-lost': 'line-lost',
  线路故障: 'line-lost',
  'line-back': 'line-back',
  线路恢复: 'line-back',
};
/** A screen's worth; a longer list is found with a word. */
const LISTED = 30;

export const CONSOLE_HELP = `  alarm|fault|shield|unshield|supervisory|start|stop|feedback|restore <part>
  火警|故障|屏蔽|解除屏蔽|监管|启动|停止|反馈|恢复 <部件>   部件：回路-点位，或描述中的字 / loop-point, or a piece of the description
  manual 手报   clear 消除   reset 复位   silence 消音   self-test 自检   test 测试
  duty 查岗 [operator]   mains-lost 主电故障   mains-back 主电恢复   backup-lost 备电故障   line-lost 线路故障 …
  cut 断线 [s]   parts 部件 [text]   state 状态   help 帮助   quit 退出`;

/** Understands a line. Never throws. */
export function understand(line: string, parts: PartList): ConsoleAct {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const more = rest.join(' ');
  const partEvent = wordIn(PART_WORDS, word);
  if (partEvent) return partAct(partEvent, more, parts);
  const operation = wordIn(OPERATION_WORDS, word);
  if (operation) return { is: 'event', event: { is: operation, operator: numberIn(more, 255) ?? 1 } };
  const deviceEvent = wordIn(DEVICE_WORDS, word);
  if (deviceEvent) return { is: 'event', event: { is: deviceEvent } };
  switch (word.toLowerCase()) {
    case '':
      return { is: 'nothing' };
    case 'duty':
    case 'd':
    case '查岗':
      return { is: 'answer-duty', operator: numberIn(more, 255) };
    case 'cut':
    case '断线':
      return { is: 'cut', seconds: numberIn(more, 86_400) };
    case 'parts':
    case '部件':
      return { is: 'list', parts: matching(more, parts).slice(0, LISTED) };
    case 'state':
    case '状态':
      return { is: 'state' };
    case 'help':
    case '?':
    case '帮助':
      return { is: 'help' };
    case 'quit':
    case 'q':
    case '退出':
      return { is: 'quit' };
    default:
      return { is: 'unclear', why: `不明白 ${word}，输入 help / do not understand ${word}; help` };
  }
}

/** A part as a line of the list. */
export function partLine(part: Part): string {
  return `${placeOf(part).padEnd(8)}${part.description}  ${partTypeName(part.type).zh}`;
}

function partAct(is: PartEvent, text: string, parts: PartList): ConsoleAct {
  if (text === '') return { is: 'unclear', why: '哪个部件？/ which part?' };
  const found = parts.at(text) ? [text] : matching(text, parts).map(placeOf);
  const [part] = found;
  if (part === undefined) return { is: 'unclear', why: `没有部件 ${text} / there is no part ${text}` };
  if (found.length === 1) return { is: 'event', event: { is, part } };
  const some = found.slice(0, 8).join(', ');
  return { is: 'unclear', why: `${found.length} 个部件符合 / ${found.length} parts fit: ${some}${found.length > 8 ? ' …' : ''}` };
}

function matching(text: string, parts: PartList): Part[] {
  return parts.all.filter(({ description, floor, room }) => `${floor} ${room} ${description}`.includes(text));
}

function wordIn<Meaning>(words: Readonly<Record<string, Meaning>>, word: string): Meaning | undefined {
  const small = word.toLowerCase();
  return Object.hasOwn(words, small) ? words[small] : undefined;
}

function numberIn(text: string, highest: number): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isInteger(value) && value >= 0 && value <= highest ? value : undefined;
}
