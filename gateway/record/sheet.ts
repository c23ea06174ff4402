// The record of an incident 处警单 as a sheet of facts and tables: what it was, what was done, who was told; in one language.
import type { Words } from '../../device-drivers/words.ts';
import { words } from '../../device-drivers/words.ts';
import type { Alarm, Signature } from '../alarms/alarm.ts';
import type { AuditRecord } from '../alarms/alarm-store.ts';
import { ANSWER_WORDS, CLASS_WORDS, FALSE_CAUSE_WORDS, SEEN_WORDS, STATE_WORDS, stateWords, VERDICT_WORDS } from '../alarms/alarm-words.ts';
import type { ChecklistStep } from '../alarms/checklist.ts';
import type { Incident, IncidentVerdict } from '../alarms/incident.ts';
import type { IncidentEntry } from '../alarms/incident-work.ts';
import type { NoticeOutcome } from '../notify/coalescing.ts';
import type { ToldNotice } from '../notify/notice-rows.ts';
import { checklistRows, entryRows, pictureCaption, STEP_WORDS } from './sheet-work.ts';

export type SheetLanguage = keyof Words;

/** A part of a sheet, with its heading. */
export type SheetBlock =
  | { readonly is: 'facts'; readonly title: string; readonly rows: readonly (readonly [label: string, text: string])[] }
  | {
      readonly is: 'table';
      readonly title: string;
      /** `share`: of the width of the page, all together 1. */
      readonly columns: readonly { readonly title: string; readonly share: number }[];
      readonly rows: readonly (readonly string[])[];
      /** What stands below it: that there is nothing, or that there is more. */
      readonly note: string | null;
    }
  | {
      readonly is: 'pictures';
      /** JPEG or PNG. */
      readonly pictures: readonly { readonly bytes: Uint8Array; readonly caption: string }[];
      /** Stands in place of one that cannot be printed. */
      readonly damaged: string;
    }
  | { readonly is: 'signatures'; readonly labels: readonly string[] };

export interface Sheet {
  readonly title: string;
  /** Across the head of every page: that it was a drill. */
  readonly mark: string | null;
  readonly blocks: readonly SheetBlock[];
  /** At the foot of every page, before its number. */
  readonly foot: string;
  /** `第 {page} / {pages} 页`. */
  readonly pages: string;
  /** Before the characters that the font lacks, where there are any. */
  readonly lacking: string;
}

/** What a sheet is written from: as much of the incident as the person who asks may see. */
export interface SheetStory {
  readonly incident: Incident;
  readonly alarms: readonly Alarm[];
  /** In order of time. */
  readonly audit: readonly AuditRecord[];
  readonly notices: readonly ToldNotice[];
  /** Whether that is all of it. */
  readonly isWhole: boolean;
  /** The list that applies; what was said of its steps stands in the incident. */
  readonly checklist: readonly ChecklistStep[];
  /** Notes and pictures that the person may see. */
  readonly entries: readonly IncidentEntry[];
  /** Bytes of the pictures that are printed, by their key. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

export interface SheetAround {
  /** Names of places on a path, from the unit down. */
  readonly placeNames: (path: readonly string[]) => readonly string[];
  /** What a channel is called, of its id. */
  readonly channelTitle: (id: string) => Words;
  /** What a line of the audit is called. */
  readonly titleOf: (what: string) => Words;
  /** Local date and time of the site. */
  readonly date: (at: number) => string;
  readonly printed: { readonly by: string; readonly at: number };
  readonly version: string;
}

/** Rows of one table: forty pages. What is left out is said, and stands in the evidence. */
const MOST_ROWS = 1_000;
/** Characters of one cell: half a page. A note has 500. */
const MOST_CHARACTERS = 600;

const OUTCOMES: Readonly<Record<NoticeOutcome['is'] | 'under-way', Words>> = {
  sent: words('已送达通道', 'Handed over'),
  folded: words('并入同一事件的另一条', 'Folded into another'),
  refused: words('被拒绝', 'Refused'),
  failed: words('未送达', 'Not delivered'),
  'under-way': words('发送中', 'Under way'),
};

/** Writes a sheet. Pure: the same story gives the same sheet. */
export function sheetOf(story: SheetStory, language: SheetLanguage, around: SheetAround): Sheet {
  const { incident, alarms, audit, notices, isWhole } = story;
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const told = (text: Words): string => text[language];
  const { date, placeNames, channelTitle, titleOf, printed, version } = around;
  const place = (path: readonly string[]): string => placeNames(path).join(' › ') || '—';
  const signed = (one: Signature | null): string => (one ? `${one.name} ${date(one.at)}` : '—');
  const found = (one: IncidentVerdict | null): string =>
    one
      ? [
          told(one.verdict === 'real' && incident.family === 'fire' ? REAL_FIRE : VERDICT_WORDS[one.verdict]),
          told(causeOf(one.cause)),
          one.note,
        ]
          .filter(Boolean)
          .join(' · ')
      : told(VERDICT_WORDS.unverified);
  const wayOf = (channel: string | undefined): string => (channel === undefined ? '—' : capital(told(channelTitle(channel))));
  const first = alarms.find(({ id }) => id === incident.firstOut) ?? alarms[0];
  const facts: [string, string][] = [
    [say('事件编号', 'Incident'), incident.id],
    [say('类别', 'Class'), told(CLASS_WORDS[incident.class])],
    [say('地点', 'Place'), place(incident.path)],
    [say('首警', 'First alarm'), first ? `${first.deviceName} · ${told(first.title)} · ${place(first.path)}` : '—'],
    [say('报警时间', 'Began'), date(incident.began)],
    [say('接警时间', 'Received'), first ? date(first.receivedAt) : '—'],
    [say('报警点位', 'Points in alarm'), String(new Set(alarms.map(({ device, point }) => `${device} ${point}`)).size)],
    [say('核警结论', 'Finding'), found(incident.verdict)],
    [say('核警人', 'Found by'), signed(incident.verdict)],
    [say('处置人', 'Handled by'), signed(incident.taken)],
    [say('状态', 'State'), told(stateWords(incident.state, incident.class))],
    [say('关闭', 'Closed'), signed(incident.closed)],
  ];
  if (incident.reopened) facts.push([say('重新打开', 'Opened again'), `${signed(incident.reopened)} · ${incident.reopened.reason}`]);
  if (incident.follows) facts.push([say('此前事件', 'Follows'), incident.follows]);
  if (!isWhole) facts.push([say('范围', 'Extent'), say('仅含打印人有权查看的部分', 'Only what the person who printed it may see')]);
  const rest = (all: readonly unknown[], none: string): string | null => {
    if (all.length === 0) return none;
    const more = all.length - MOST_ROWS;
    return more > 0 ? say(`另有 ${more} 条，见证据包`, `${more} more: see the evidence`) : null;
  };
  /** Only what is printed is put into words: of ten thousand alarms a tenth. */
  const table = <Item>(
    title: string,
    columns: readonly (readonly [string, number])[],
    items: readonly Item[],
    rowOf: (item: Item) => readonly string[],
    none: string,
  ): SheetBlock => ({
    is: 'table',
    title,
    columns: columns.map(([name, share]) => ({ title: name, share })),
    rows: items.slice(0, MOST_ROWS).map((item) => rowOf(item).map(cut)),
    note: rest(items, none),
  });
  const asIs = (row: readonly string[]): readonly string[] => row;
  return {
    title: say('处警单', 'Incident record'),
    mark: incident.drill ? say('演 练', 'DRILL') : null,
    blocks: [
      { is: 'facts', title: say('事件', 'Incident'), rows: facts.map(([label, text]) => [label, cut(text)]) },
      table(
        say('警情', 'Alarms'),
        [
          [say('报警时间', 'Occurred'), 0.19],
          [say('类别', 'Class'), 0.1],
          [say('设备与位置', 'Device and place'), 0.35],
          [say('确认', 'Acknowledged'), 0.2],
          [say('结论', 'Finding'), 0.16],
        ],
        alarms,
        (alarm) => [
          date(alarm.occurredAt),
          told(CLASS_WORDS[alarm.class]),
          `${alarm.deviceName} · ${place(alarm.path)}`,
          signed(alarm.acknowledged),
          told(VERDICT_WORDS[alarm.verdict]),
        ],
        say('没有警情', 'No alarms'),
      ),
      table(
        say('处置清单', 'Checklist'),
        [
          [say('步骤', 'Step'), 0.37],
          [say('时限', 'Due'), 0.11],
          [say('状态', 'State'), 0.12],
          [say('标记', 'Marked'), 0.2],
          [say('说明', 'Detail'), 0.2],
        ],
        checklistRows(story, told, signed),
        asIs,
        say('没有清单', 'No list'),
      ),
      table(
        say('现场记录', 'Notes and pictures'),
        [
          [say('时间', 'Time'), 0.19],
          [say('人员', 'Who'), 0.13],
          [say('内容', 'What'), 0.42],
          [say('照片 SHA-256', 'SHA-256 of the picture'), 0.26],
        ],
        entryRows(story, say, date),
        asIs,
        say('没有现场记录', 'No notes and no pictures'),
      ),
      {
        is: 'pictures',
        pictures: story.entries.flatMap((entry) => {
          const bytes = story.pictures.get(entry.key);
          return bytes ? [{ bytes, caption: pictureCaption(entry, story, say, date) }] : [];
        }),
        damaged: say('无法打印，见证据包', 'Cannot be printed; see the evidence'),
      },
      table(
        say('处置过程', 'What was done'),
        [
          [say('时间', 'Time'), 0.19],
          [say('人员', 'Who'), 0.16],
          [say('事项', 'What'), 0.2],
          [say('说明', 'Detail'), 0.45],
        ],
        audit,
        ({ at, name, by, what, detail }) => [
          date(at),
          name || by,
          told(titleOf(what)),
          [...lateOf(detail, at, date, say), detailOf(detail, told), ...distanceOf(detail, say)].filter(Boolean).join(' · '),
        ],
        say('还没有人处置', 'Nobody has done anything yet'),
      ),
      table(
        say('通知', 'Who was told'),
        [
          [say('时间', 'Time'), 0.19],
          [say('对象', 'Whom'), 0.2],
          [say('方式', 'By'), 0.17],
          [say('结果', 'Outcome'), 0.44],
        ],
        notices,
        ({ dueAt, recipient, outcome, attempts }) => [
          date(dueAt),
          recipient.name,
          wayOf(outcome?.is === 'sent' ? outcome.channel : attempts.at(-1)?.channel),
          outcomeOf(outcome, told),
        ],
        isWhole ? say('没有通知任何人', 'Nobody was told') : say('仅在查看完整事件时列出', 'Listed only for who sees the whole incident'),
      ),
      { is: 'signatures', labels: [say('值班员', 'Operator'), say('复核', 'Reviewed'), say('负责人', 'Responsible'), say('日期', 'Date')] },
    ],
    foot: `${say('打印', 'Printed')} ${printed.by} ${date(printed.at)} · Balefire ${version} · ${incident.id}`,
    pages: say('第 {page} / {pages} 页', 'Page {page} of {pages}'),
    lacking: say('字库中没有的字（以 □ 代替）：', 'Characters that the font lacks, printed as □: '),
  };
}

const REAL_FIRE = words('真实火警', 'Real fire');
const NOTHING = words('', '');

function causeOf(cause: string | null | undefined): Words {
  const known: Partial<Record<string, Words>> = FALSE_CAUSE_WORDS;
  return known[cause ?? ''] ?? NOTHING;
}

/** What a person wrote with a deed, and what was chosen: the words of a record and not the parts of a machine. */
function detailOf(detail: Readonly<Record<string, unknown>>, told: (text: Words) => string): string {
  const verdicts: Partial<Record<string, Words>> = VERDICT_WORDS;
  const states: Partial<Record<string, Words>> = STATE_WORDS;
  const answers: Partial<Record<string, Words>> = ANSWER_WORDS;
  const seen: Partial<Record<string, Words>> = SEEN_WORDS;
  const { title, to } = detail as { title?: Words; to?: { name?: string } };
  const text = (name: string): string => (typeof detail[name] === 'string' ? String(detail[name]) : '');
  return [
    title?.zh === undefined ? '' : told(title),
    to?.name ?? '',
    told(verdicts[text('verdict')] ?? NOTHING),
    told(seen[text('saw')] ?? NOTHING),
    told(causeOf(text('cause'))),
    told(states[text('to')] ?? NOTHING),
    told(answers[text('answer')] ?? NOTHING),
    told(STEP_WORDS[text('state')] ?? NOTHING),
    text('reason'),
    text('note'),
    text('text'),
    text('words'),
    text('authority'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Without a network a report comes later than it was made; both are on the record. */
const LATE_MS = 60_000;

type Say = (zh: string, en: string) => string;

function lateOf({ captured }: Readonly<Record<string, unknown>>, at: number, date: (at: number) => string, say: Say): string[] {
  if (typeof captured !== 'number' || at - captured < LATE_MS) return [];
  return [say(`记于 ${date(captured)}，后上传`, `made ${date(captured)}, sent later`)];
}

/** How far from the building a check-in was. */
function distanceOf(detail: Readonly<Record<string, unknown>>, say: Say): string[] {
  if (!('far' in detail)) return [];
  const { position, distance, far } = detail as { position: { accuracy: number } | null; distance: number | null; far: boolean };
  if (!position) return [say('未取得定位', 'no position')];
  const accuracy = Math.round(position.accuracy);
  const is =
    distance === null
      ? say('建筑未标注位置', 'the building is not on the map')
      : say(`距建筑 ${distance} m`, `${distance} m from the building`);
  return [`${is} (±${accuracy} m)${far ? say('，远离现场', ', far away') : ''}`];
}

function outcomeOf(outcome: NoticeOutcome | null, told: (text: Words) => string): string {
  const reason = outcome?.is === 'failed' || outcome?.is === 'refused' ? ` · ${told(outcome.reason)}` : '';
  return told(OUTCOMES[outcome?.is ?? 'under-way']) + reason;
}

/** A title that stands within a sentence elsewhere begins a cell here. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : text;
}
