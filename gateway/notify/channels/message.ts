// A notice as text: title first, cut at the provider's bound between two characters, never without its link.
import { type Words, words } from '../../../device-drivers/words.ts';
import { CLASS_WORDS } from '../../alarms/alarm-words.ts';
import type { Notice } from '../notice.ts';
import { PHASE_WORDS } from '../phase-words.ts';
import type { Language } from './settings.ts';

const DRILL = '【演练】';
const MAYBE_REPEATED = words('（此条可能重复）', '(this may have been sent before)');

/** The title; that of a drill says so first, whoever wrote the notice. */
export function titleOf({ title, drill }: Notice): Words {
  if (!drill) return title;
  return words(
    title.zh.startsWith(DRILL) ? title.zh : DRILL + title.zh,
    title.en.startsWith(DRILL) ? title.en : `${DRILL}Drill: ${title.en}`,
  );
}

/** The title on one line, at most so many bytes. In both languages only what is Chinese: a title has to be short. */
export function titleLine(notice: Notice, language: Language, bytes: number): string {
  return cut(oneLine(titleOf(notice)[language === 'en' ? 'en' : 'zh']), bytes);
}

/** What stands below the title. */
export function linesOf(notice: Notice, language: Language): string[] {
  const { lines, isRepeated } = notice;
  const told = isRepeated ? [...lines, MAYBE_REPEATED] : lines;
  const wanted = language === 'both' ? (['zh', 'en'] as const) : ([language] as const);
  return wanted
    .flatMap((one) => [...(language === 'both' && one === 'en' ? [titleOf(notice).en] : []), ...told.map((text) => text[one])])
    .map(oneLine);
}

/**
 * Title, lines, link and `last`, a line each, in at most so many bytes of UTF-8. Link and `last` stay whole where the
 * title leaves room for them: without the link nobody can answer.
 */
export function messageOf(notice: Notice, language: Language, bytes: number, last = ''): string {
  const title = titleLine(notice, language, bytes);
  const tail = [notice.url ?? '', last].filter((text) => text !== '').map((text) => `\n${text}`);
  const kept = tail.filter((_, at) => byteLength(title) + byteLength(tail.slice(0, at + 1).join('')) <= bytes).join('');
  const body = [title, ...linesOf(notice, language)].join('\n');
  return cut(body, bytes - byteLength(kept)) + kept;
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const ELLIPSIS = '…';

/** At most so many bytes of UTF-8, ending between two characters as a person counts them, with an ellipsis where something is missing. */
export function cut(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  const room = bytes - byteLength(ELLIPSIS);
  if (room < 0) return '';
  let length = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text.slice(0, room))) {
    length += byteLength(segment);
    if (length > room) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}

/** Names are typed by people: one with a line break must not look like a line of ours. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
}

/** What a template of a short message or a call may be filled with. */
export const VARIABLES = ['class', 'place', 'time', 'alarms'] as const;
export type Variable = (typeof VARIABLES)[number];

/** Aliyun and Tencent refuse longer ones, or count them as a second message. */
const LONGEST_VARIABLE = 20;

/** Short, in Chinese, and without what providers refuse in a variable: URLs, domains, IP addresses, emoji, and 【】, which mark a signature. */
export function variablesOf(notice: Notice, timeZone: string): Readonly<Record<Variable, string>> {
  const { drill, phase, alarms, at, isRepeated } = notice;
  return {
    class: `${drill ? '演练' : ''}${CLASS_WORDS[notice.class].zh}${PHASE_WORDS[phase].zh}${isRepeated ? '（可能重复）' : ''}`,
    place: shortPlace(notice.place),
    time: new Intl.DateTimeFormat('zh-CN', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at),
    alarms: String(alarms),
  };
}

function shortPlace(place: string): string {
  const plain = oneLine(place)
    .replace(/\p{Extended_Pictographic}|\u200d|\ufe0f/gu, '')
    .replace(/[a-z]+:\/\/\S*/gi, ' ')
    .replace(/(?<=[a-z0-9-])\.(?=[a-z0-9])/gi, ' ')
    .replace(/[【】[\]{}<>$\\/@:]/g, ' ')
    .replace(/\s*·\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // The end of a place is the nearest: floor and zone. The unit is known to its people.
  const short = [...plain].slice(-LONGEST_VARIABLE).join('').trim();
  return short === '' ? '见平台' : short;
}
