// Codes by the names that people write for them: those of the standard, in both languages, and the short ones of the trade.
import { partTypeName, systemTypeName } from '../../device-drivers/gb26875/names.ts';
import type { Words } from '../../device-drivers/words.ts';

/** Short names of part types (GB/T 26875.3-2011, table 5). Where a name leaves the kind open it means the general one. */
const SHORT_PART_NAMES: Readonly<Record<number, string>> = {
  1: '主机|报警主机|火灾报警主机|火警主机|报警控制器|火灾报警控制器(联动型)|fire panel|control panel|fire alarm panel',
  10: '可燃气体|可燃气|燃气探测器|可燃气体探头|combustible gas',
  16: '电气火灾监控设备|电气火灾监控器',
  17: '剩余电流|剩余电流探测器|剩余电流式探测器|漏电探测器|residual current detector',
  18: '测温探测器|测温式探测器',
  22: '层显|楼显|楼层显示器|显示盘|重复显示屏|repeater|repeater panel',
  23: '手报|手动报警按钮|手动按钮|手动火警按钮|手报按钮|call point|mcp|manual alarm button|pull station',
  24: '消报|消钮|消火栓报警按钮|消火栓按钮开关|消火栓启泵按钮|hydrant call point',
  25: '探测器|火灾探头|detector',
  30: '温感|感温|感温探测器|温感探测器|感温探头|点型感温探测器|heat|heat sensor|thermal detector',
  34: '感温电缆|缆式感温|缆式线型感温|线型感温|线型感温探测器|heat cable|linear heat detector',
  37: '光纤感温|感温光纤|光纤感温探测器|fibre heat detector',
  40: '烟感|感烟|感烟探测器|烟感探测器|烟雾探测器|感烟探头|点型感烟探测器|点型感烟火灾探测器|smoke|smoke sensor',
  41: '离子感烟|离子烟感|离子感烟探测器|ionisation smoke detector|ionization smoke detector',
  42: '光电感烟|光电烟感|光电感烟探测器|点型光电感烟探测器|optical smoke detector|photoelectric smoke detector',
  43: '对射|红外对射|红外光束|光束感烟|线型光束|线型光束感烟|线型光束感烟探测器|beam|beam detector|beam smoke detector',
  44: '吸气式|吸气式感烟|空气采样|极早期|吸气式感烟探测器|aspirating|aspirating detector|air sampling',
  50: '复合探测器|复合式探测器|复合|multi sensor|multisensor|combined detector',
  51: '烟温复合|烟温复合探测器|感烟感温复合|复合式感烟感温探测器|smoke and heat detector',
  61: '紫外|紫外火焰|紫外探测器|uv flame detector',
  62: '红外火焰|ir flame detector',
  69: '火焰探测器|火焰|感光探测器|flame',
  74: '气体|gas',
  78: '图像|图像探测器|图像型火灾探测器|video detector',
  81: '气体灭火|气灭|气灭控制器|气体灭火主机',
  83: '图显|图形显示装置|图形显示|crt',
  85: '监视模块|输入|input|monitor module',
  86: '控制模块|输出|output|control module',
  87: '输入输出|输入输出模块|io模块|i/o module|input output module|input/output|io module',
  88: '中继|中继器|repeater module',
  91: '消防泵|消火栓泵|水泵|pump',
  92: '水箱|tank',
  95: '喷洒泵|喷淋水泵|sprinkler pump',
  96: '水流|flow switch|water flow switch|waterflow',
  97: '信号蝶阀|信号闸阀|supervised valve',
  98: '湿式报警阀|报警阀组|wet alarm valve',
  99: '压力|pressure',
  103: '70℃防火阀|70度防火阀|fire damper',
  104: '空调|通风|新风|新风机|ventilation',
  105: '泡沫泵|foam pump',
  106: '电磁阀|solenoid valve',
  111: '风机|排烟风机|送风机|正压风机|正压送风机|加压送风机|防排烟风机|补风机|smoke fan',
  113: '280℃防火阀|280度防火阀|排烟阀(280℃)|280℃排烟防火阀',
  114: '送风口|正压送风口|加压送风口|air supply outlet',
  115: '排烟口(常闭)|smoke outlet',
  116: '挡烟垂壁|smoke curtain',
  117: '卷帘|卷帘门|防火卷帘|防火卷帘门|卷帘控制器|fire shutter|shutter',
  118: '防火门监控|door monitor',
  121: '声光|声光警报器|声光报警器|火灾声光警报器|声报警器|警报器|警铃|讯响器|sounder strobe|horn strobe|alarm bell|bell',
};

/** Codes and their names. */
export interface CodeTable {
  /** The code of a name; undefined where nobody calls one so. */
  find(name: string): number | undefined;
  /** The codes whose names come nearest, at most three, the nearest first; none where nothing is like it. */
  nearest(name: string): readonly number[];
  title(code: number): Words;
}

/** A name is at most so long; what is longer is a sentence and nobody's name. */
const LONGEST_NAME = 60;
/** Two of three characters in another order, or one of two: less alike is not what was meant. */
const LEAST_ALIKE = 0.3;

export const PART_TYPE_NAMES: CodeTable = tableOf(partTypeName, SHORT_PART_NAMES);
export const SYSTEM_TYPE_NAMES: CodeTable = tableOf(systemTypeName, {});

function tableOf(title: (code: number) => Words, short: Readonly<Record<number, string>>): CodeTable {
  const codes = new Map<string, number>();
  for (const [code, names] of Object.entries(short)) for (const name of names.split('|')) codes.set(plain(name), Number(code));
  // After the short ones: where a short name is another type's full name, the standard's word stands.
  for (let code = 0; code < 256; code += 1) for (const name of Object.values(title(code))) codes.set(plain(name), code);
  const likenesses = new Map([...codes].map(([name, code]) => [name, { code, pieces: piecesOf(name) }]));
  return {
    title,
    find: (name) => (name.length > LONGEST_NAME ? undefined : codes.get(plain(name))),
    nearest: (name) => {
      if (name.length > LONGEST_NAME) return [];
      const pieces = piecesOf(plain(name));
      const best = new Map<number, number>();
      for (const { code, pieces: others } of likenesses.values()) {
        const likeness = alike(pieces, others);
        if (likeness >= LEAST_ALIKE && likeness > (best.get(code) ?? 0)) best.set(code, likeness);
      }
      return [...best].sort(([, a], [, b]) => b - a).flatMap(([code], n) => (n < 3 ? [code] : []));
    },
  };
}

/** Width, case, spaces and signs are nobody's meaning: `输入/输出模块` is `输入输出模块`. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
}

/** Its pairs of characters, and of Chinese also the single ones, which are words there. */
function piecesOf(name: string): ReadonlySet<string> {
  const characters = [...name];
  const pairs = characters.slice(1).map((character, n) => (characters[n] ?? '') + character);
  return new Set([...pairs, ...characters.filter((character) => character > '\u2e80')]);
}

/** From 0 to 1: what two names have in common of what they have together. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const piece of a) if (b.has(piece)) both += 1;
  return a.size + b.size === 0 ? 0 : (2 * both) / (a.size + b.size);
}
