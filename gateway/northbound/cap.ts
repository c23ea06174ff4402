// The Common Alerting Protocol: a message about one incident as the XML of CAP 1.2. A drill can only be an exercise.
import type { Words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import { CLASS_WORDS } from '../alarms/alarm-words.ts';
import type { DrillStory, GeoPosition, RealStory, Story } from './story.ts';

/** An earlier message that this one updates or takes back. */
export interface CapReference {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
}

type CapScope =
  | { readonly is: 'Public' }
  | { readonly is: 'Restricted'; readonly restriction: string }
  | { readonly is: 'Private'; readonly addresses: readonly string[] };

/** What a site says of itself in every message. */
export interface CapSite {
  /** Globally unique; no spaces, commas, `<` or `&`. */
  readonly sender: string;
  readonly name: string;
  readonly scope: CapScope;
  /** Messages of a gateway that is being set up: `Test`. */
  readonly isBeingTested: boolean;
  /** Of the circle around a position, km. */
  readonly radiusKm: number;
  /** Minutes that local time is before UTC, at a time. */
  readonly offsetAt: (at: number) => number;
}

export type CapMsgType = 'Alert' | 'Update' | 'Cancel';

interface Envelope {
  readonly identifier: string;
  readonly msgType: CapMsgType;
  readonly sentAt: number;
  readonly references: readonly CapReference[];
}

interface CapText extends CapReference {
  readonly msgType: CapMsgType;
  readonly headline: Words;
  readonly xml: string;
}

/** A message about what really happened. */
export interface RealCap extends CapText {
  readonly drill: false;
  readonly status: 'Actual' | 'Test';
}

/** A message about a drill: the type knows one status. */
export interface DrillCap extends CapText {
  readonly drill: true;
  readonly status: 'Exercise';
}

export type CapMessage = RealCap | DrillCap;

/** Which statuses a message about a story may have. */
export type CapStatusCheck<S extends Story> = S extends DrillStory ? DrillCap['status'] : RealCap['status'];

/** OASIS CAP 1.2 (2010), the namespace of its schema. */
const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';

/** Writes the message of an incident; of a drill one with status Exercise and no other. */
export function capMessage(story: RealStory, envelope: Envelope, site: CapSite): RealCap;
export function capMessage(story: DrillStory, envelope: Envelope, site: CapSite): DrillCap;
export function capMessage(story: Story, envelope: Envelope, site: CapSite): CapMessage;
export function capMessage(story: Story, envelope: Envelope, site: CapSite): CapMessage {
  const identifier = capName(envelope.identifier);
  const sender = capName(site.sender);
  const sent = capTime(envelope.sentAt, site.offsetAt(envelope.sentAt));
  const headline = headlineOf(story);
  const write = (status: CapMessage['status']): CapText => ({
    identifier,
    sender,
    sent,
    msgType: envelope.msgType,
    headline,
    xml: document(status, { ...envelope, identifier, sender, sent }, story, headline, site),
  });
  if (story.drill) return { drill: true, status: 'Exercise', ...write('Exercise') };
  const status = site.isBeingTested ? 'Test' : 'Actual';
  return { drill: false, status, ...write(status) };
}

/** Identifiers and senders "MUST NOT include spaces, commas or restricted characters (< and &)" (CAP 1.2, 3.2.1). */
export function capName(text: string): string {
  return text.replace(/[\s,<&\p{Cc}]+/gu, '-') || '-';
}

/**
 * `2026-11-25T18:23:52+08:00`. "The timezone for UTC MUST be represented as -00:00" and never by a letter
 * (CAP 1.2, 3.3.2).
 */
export function capTime(at: number, offsetMinutes: number): string {
  const local = new Date(Math.floor(at / 1_000) * 1_000 + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const zone = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${local}${offsetMinutes > 0 ? '+' : '-'}${zone}`;
}

type Part = readonly [name: string, content: string | readonly Part[]];

function document(
  status: CapMessage['status'],
  envelope: Envelope & { readonly sender: string; readonly sent: string },
  story: Story,
  headline: Words,
  site: CapSite,
): string {
  const { identifier, sender, sent, msgType, references } = envelope;
  const { scope } = site;
  const parts: Part[] = [
    ['identifier', identifier],
    ['sender', sender],
    ['sent', sent],
    ['status', status],
    ['msgType', msgType],
    ['source', 'Balefire 烽燧'],
    ['scope', scope.is],
    ...(scope.is === 'Restricted' ? [part('restriction', scope.restriction)] : []),
    ...(scope.is === 'Private' ? [part('addresses', scope.addresses.map(quoted).join(' '))] : []),
    ...noteOf(story),
    ...(references.length > 0
      ? [part('references', references.map((one) => `${one.sender},${one.identifier},${one.sent}`).join(' '))]
      : []),
    ['incidents', quoted(capName(story.incident))],
    info('zh-CN', 'zh', story, headline, site),
    info('en', 'en', story, headline, site),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${NAMESPACE}">\n${parts.map((one) => written(one, '  ')).join('')}</alert>\n`;
}

/** What an automaton is not to act on, and why: a drill, or a message that an isolation or another incident takes back. */
function noteOf(story: Story): Part[] {
  const notes = [
    ...(story.drill ? ['演练，并非真实警情 / A drill: nothing of this is real'] : []),
    ...(story.mergedInto === null
      ? []
      : [
          `已并入事件 ${story.mergedInto}，由该事件继续告知；未判为误报 / Merged into incident ${story.mergedInto}, which is told on; not found to be false`,
        ]),
    ...(isTakenOut(story) ? ['点位已屏蔽，先前消息撤回；未判为误报 / The points were isolated: taken back, not found to be false'] : []),
  ];
  return notes.length > 0 ? [part('note', notes.join('; '))] : [];
}

/** All of it is isolated, and neither over nor found to be anything yet. */
function isTakenOut({ withheld, phase, verdict }: Story): boolean {
  return withheld === 'isolated' && phase === 'open' && (verdict === 'unverified' || verdict === 'undetermined');
}

function info(code: string, language: keyof Words, story: Story, headline: Words, site: CapSite): Part {
  const { responseType, urgency, severity, certainty } = judgement(story);
  return [
    'info',
    [
      ['language', code],
      ['category', 'Fire'],
      ['event', spoken(story.title[language], EVENT[language])],
      ['responseType', responseType],
      ['urgency', urgency],
      ['severity', severity],
      ['certainty', certainty],
      ['onset', capTime(story.began, site.offsetAt(story.began))],
      ['senderName', site.name],
      ['headline', headline[language]],
      ['description', descriptionOf(story)[language]],
      ...(story.advice[language] === '' ? [] : [part('instruction', story.advice[language])]),
      area(story, site.radiusKm),
    ],
  ];
}

const EVENT: Words = { zh: '消防警情', en: 'Fire protection alarm' };

function area({ place, position }: Story, radiusKm: number): Part {
  return ['area', [['areaDesc', spoken(place, '—')], ...(position ? [part('circle', circle(position, radiusKm))] : [])]];
}

function circle({ latitude, longitude }: GeoPosition, radiusKm: number): string {
  return `${latitude.toFixed(6)},${longitude.toFixed(6)} ${radiusKm}`;
}

interface Judgement {
  readonly responseType: 'Execute' | 'Monitor' | 'AllClear' | 'None';
  readonly urgency: 'Immediate' | 'Expected' | 'Past' | 'Unknown';
  readonly severity: 'Severe' | 'Moderate' | 'Minor' | 'Unknown';
  readonly certainty: 'Observed' | 'Likely' | 'Possible' | 'Unlikely' | 'Unknown';
}

/** How bad by class; our own choice, as CAP leaves it to the issuer. */
const SEVERITY: Readonly<Record<AlarmClass, Judgement['severity']>> = {
  fire: 'Severe',
  'pre-alarm': 'Moderate',
  linkage: 'Moderate',
  supervisory: 'Minor',
  fault: 'Minor',
  isolation: 'Minor',
  notice: 'Unknown',
};

/** Nobody looked yet: possible, and with a second point likely. A person saw it: observed. */
function judgement(story: Story): Judgement {
  const { class: alarmClass, verdict, phase, points } = story;
  const severity = SEVERITY[alarmClass];
  const isFire = alarmClass === 'fire' || alarmClass === 'linkage';
  if (story.mergedInto !== null) return { responseType: 'Monitor', urgency: 'Unknown', severity, certainty: 'Unknown' };
  if (verdict === 'false' || verdict === 'test') return { responseType: 'None', urgency: 'Past', severity: 'Minor', certainty: 'Unlikely' };
  if (isTakenOut(story)) return { responseType: 'Monitor', urgency: 'Unknown', severity, certainty: 'Unknown' };
  const certainty = verdict === 'real' ? 'Observed' : verdict === 'undetermined' ? 'Unknown' : points > 1 ? 'Likely' : 'Possible';
  if (phase === 'over') return { responseType: 'AllClear', urgency: 'Past', severity, certainty };
  return {
    responseType: verdict === 'real' ? 'Execute' : 'Monitor',
    urgency: isFire ? 'Immediate' : 'Expected',
    severity,
    certainty,
  };
}

const VERDICT_WORDS: Readonly<Record<Story['verdict'], Words>> = {
  unverified: { zh: '未核实', en: 'unverified' },
  real: { zh: '已确认', en: 'confirmed' },
  false: { zh: '误报', en: 'false alarm' },
  test: { zh: '测试', en: 'test' },
  undetermined: { zh: '待定', en: 'undetermined' },
};

/** "Approximately 160 characters" should be enough for short messages (CAP 1.2, 3.2.2). */
const HEADLINE_LENGTH = 160;

const ISOLATED_WORDS: Words = { zh: '已屏蔽', en: 'isolated' };
const MERGED_WORDS: Words = { zh: '已并入其他事件', en: 'merged' };
const OVER_WORDS: Words = { zh: '已解除', en: 'over' };

/** In one word, how it stands. */
function stateOf(story: Story): Words {
  if (story.mergedInto !== null) return MERGED_WORDS;
  if (story.phase === 'over') return OVER_WORDS;
  return isTakenOut(story) ? ISOLATED_WORDS : VERDICT_WORDS[story.verdict];
}

function headlineOf(story: Story): Words {
  const { drill, class: alarmClass, place, title } = story;
  const say = (language: keyof Words, drillWord: string): string => {
    const mark = drill ? drillWord : `【${CLASS_WORDS[alarmClass][language]}】`;
    return [...`${mark}${place} ${title[language]}（${stateOf(story)[language]}）`].slice(0, HEADLINE_LENGTH).join('');
  };
  return { zh: say('zh', '【演练】'), en: say('en', '【DRILL】') };
}

function descriptionOf({ drill, points, kinds, alarms }: Story): Words {
  const rows = (language: keyof Words): string =>
    alarms
      .slice(0, 20)
      .map((alarm) => `${alarm.deviceName}: ${alarm.title[language]}, ${alarm.because[language]}`)
      .join('\n');
  const kindsText = kinds.join(', ');
  return {
    zh: `${drill ? '演练。' : ''}${points} 个独立点位（${kindsText}）。\n${rows('zh')}`,
    en: `${drill ? 'A drill. ' : ''}Independent points: ${points} (${kindsText}).\n${rows('en')}`,
  };
}

function part(name: string, content: string | readonly Part[]): Part {
  return [name, content];
}

function written([name, content]: Part, indent: string): string {
  if (typeof content === 'string') return `${indent}<${name}>${escaped(content)}</${name}>\n`;
  return `${indent}<${name}>\n${content.map((one) => written(one, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/** What XML 1.0 has no form for is left out; what it gives a meaning is written otherwise. */
export function escaped(text: string): string {
  return representable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');
}

function representable(text: string): string {
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

/** A text, or another where nothing of it can be read. */
function spoken(text: string, otherwise: string): string {
  return representable(text).trim() === '' ? otherwise : text;
}

/** Several in one element: those with spaces stand in quotation marks. */
function quoted(text: string): string {
  const plain = text.replace(/"/g, "'");
  return /\s/.test(plain) ? `"${plain}"` : plain;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
