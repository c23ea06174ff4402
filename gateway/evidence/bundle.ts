// The evidence of one incident in one archive: what happened, the raw frames, who did what, and the proof in the chain.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { decode } from '../../device-drivers/decode.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { Rule } from '../../rules/rule.ts';
import type { PersonRecord } from '../acts.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { AlarmStore, AuditRecord, FrameEntry } from '../alarms/alarm-store.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Picture } from '../alarms/incident-work.ts';
import type { Clock } from '../clock.ts';
import { BalefireError } from '../errors.ts';
import type { Estate } from '../estate/estate.ts';
import type { ToldNotice } from '../notify/notice-rows.ts';
import type { SeenIncident } from '../record/incident-record.ts';
import type { SheetLanguage } from '../record/sheet.ts';
import { unhurried } from '../unhurried.ts';
import type { KnownAnchor } from './anchor.ts';
import { BUNDLE_README } from './bundle-readme.ts';
import { type Change, changed, sha256 } from './chain.ts';
import type { ChainLedger, ChainRow } from './chain-ledger.ts';
import { auditContent, frameContent, frameReference } from './contents.ts';

export interface BundleRooms {
  readonly store: AlarmStore;
  readonly chain: ChainLedger;
  /** The very version of a rule; undefined where it is no longer known. */
  readonly rule: (id: string, version: number) => Rule | undefined;
  readonly estate: Pick<Estate, 'device'>;
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  readonly person: (id: string) => PersonRecord | undefined;
  /** Anchors that the places outside hold, as far as they can be read from here. */
  readonly anchors: () => Promise<readonly KnownAnchor[]>;
  /** Who was told about an incident, and how each try went. */
  readonly notices: (incident: string) => Promise<readonly ToldNotice[]>;
  /** The bytes of a picture; rejects where they are gone. */
  readonly picture: (picture: Picture) => Promise<Buffer>;
  /** The record to print; undefined where it could not be made: the evidence does not wait for a paper. Rejects with `too-many`. */
  readonly record: (order: BundleOrder) => Promise<Buffer | undefined>;
  readonly clock: Clock;
  readonly version: string;
}

/** What is asked for, by whom. */
export interface BundleOrder extends SeenIncident {
  /** Whether the person sees everything: then also the records between, which lead to an anchor. */
  readonly seesAll: boolean;
  /** Whether the person may know where a picture was taken: it stands in the file as it was sent. */
  readonly seesOriginals: boolean;
  readonly by: Pick<PersonRecord, 'id' | 'name' | 'role'>;
  /** Of the record to print. */
  readonly language: SheetLanguage;
}

export interface Bundle {
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
  /** SHA-256 of the manifest, which holds that of every other file. */
  readonly manifest: string;
}

/** Records between those of the incident that are put in to lead to an anchor: 7 MB. */
const MOST_BETWEEN = 20_000;
/** Audit lines of one alarm; nobody does more to it. */
const MOST_LINES = 10_000;

/** Frames and alarms that have files of their own: 17 MB; writing the archive holds the event loop for 40 ms. Beyond it they stand in one list. */
const MOST_FILES = 10_000;
/** Bytes of frames, as they came: with their hexadecimal, what was read of them and the chain a tenth of a gigabyte. */
const MOST_FRAME_BYTES = 16 * 2 ** 20;
/** Bytes of pictures in one bundle: two of them in the making hold no more than a gateway has to spare. */
const MOST_PICTURE_BYTES = 128 * 2 ** 20;
/** A file that takes some milliseconds to hash by itself, bytes. */
const LARGE = 2 ** 20;
/** Files hashed before others get their turn: a millisecond. */
const HASHED_AT_ONCE = 100;

const VERIFIER = join(import.meta.dirname, 'verifier', 'verify-bundle.mjs');

/** Gathers a bundle from what is saved; between two alarms others get their turn on the event loop. Throws `conflict` over the bound of frames. */
export async function makeBundle(order: BundleOrder, rooms: BundleRooms, mostFiles = MOST_FILES): Promise<Bundle> {
  const { store, chain, clock, version } = rooms;
  const { incident, alarms, isWhole, by } = order;
  const files: [string, Buffer][] = [];
  const put = (name: string, content: unknown): void => {
    files.push([name, Buffer.from(typeof content === 'string' ? content : `${JSON.stringify(content, null, 1)}\n`)]);
  };
  const putList = async (name: string, items: readonly unknown[]): Promise<void> => put(name, `[${(await written(items)).join(',\n')}]\n`);
  const own: ChainRow[] = [];
  const stories: Story[] = [];
  const readings: unknown[] = [];
  const frames: AlarmFrames[] = [];
  let frameBytes = 0;
  const lines: AuditRecord[] = isWhole ? store.listAudit({ about: incident.id, limit: MOST_LINES }) : [];
  for (const { id, model } of alarms) {
    const rows = chain.rowsOf([id]);
    const entries = store.evidence(id);
    own.push(...rows, ...chain.rowsOf(entries.map(({ number }) => frameReference(id, number))));
    stories.push(await storyOf(id, rows));
    frames.push({ alarm: id, entries });
    for (const { frame } of entries) frameBytes += frame.body.length;
    if (frameBytes > MOST_FRAME_BYTES) {
      const megabytes = MOST_FRAME_BYTES / 2 ** 20;
      throw new BalefireError('conflict', {
        detail: `原始报文超过 ${megabytes} MB，无法成包 / the raw frames are more than ${megabytes} MB: too much for one bundle`,
      });
    }
    readings.push(...entries.map((entry) => understood(id, model, entry, rooms)));
    lines.push(...store.listAudit({ about: id, limit: MOST_LINES }));
    await setImmediate();
  }
  const incidentRows = isWhole ? chain.rowsOf([incident.id]) : [];
  const audit = lines.sort((one, other) => one.number - other.number);
  own.push(...incidentRows, ...(await unhurried(audit, (some) => chain.rowsOf(some.map(({ number }) => String(number))))));
  await putFrames(frames, files, mostFiles);
  put('incident.json', isWhole ? await storyOf(incident.id, incidentRows) : partOf(incident, alarms));
  await putList('alarms.json', stories);
  await putList('readings.json', readings);
  put('rules.json', rulesOf(alarms, rooms.rule));
  await putList('audit.json', audit.map(auditContent));
  put('people.json', peopleOf(audit, rooms));
  // Telephone numbers of people are no evidence, and a notice tells of the whole incident.
  const told = isWhole ? await rooms.notices(incident.id) : [];
  await putList(
    'notices.json',
    told.map(({ recipient: { id, name }, ...notice }) => ({ ...notice, recipient: { id, name } })),
  );
  await putPictures(order, rooms, files);
  const paper = await rooms.record(order);
  if (paper) files.push(['record.pdf', paper]);
  put('chain.json', await proof(own, order, rooms));
  put('README.txt', BUNDLE_README);
  put('verify-bundle.mjs', readFileSync(VERIFIER, 'utf8'));
  const hashes: Record<string, string> = {};
  for (const [nth, [name, bytes]] of files.entries()) {
    hashes[name] = sha256(bytes);
    if (nth % HASHED_AT_ONCE === 0 || bytes.length > LARGE) await setImmediate();
  }
  const manifest = {
    format: 1,
    incident: incident.id,
    whole: isWhole,
    gateway: chain.head()?.gateway,
    version,
    at: clock(),
    by,
    files: hashes,
  };
  put('manifest.json', manifest);
  const digest = sha256(files.at(-1)?.[1] ?? '');
  put('manifest.sha256', `${digest}  manifest.json\n`);
  return { files, manifest: digest };
}

/** The frames that an alarm rests on. */
interface AlarmFrames {
  readonly alarm: string;
  readonly entries: readonly FrameEntry[];
}

/** Each alarm's in a file of its own and each frame's bytes beside it; of more than a folder can bear all in one list. */
async function putFrames(all: readonly AlarmFrames[], files: [string, Buffer][], mostFiles: number): Promise<void> {
  const count = all.reduce((sum, { entries }) => sum + entries.length, all.length);
  if (count > mostFiles) {
    const contents = all.flatMap(({ alarm, entries }) => entries.map((entry) => ({ alarm, entry })));
    const texts = await unhurried(contents, (some) => some.map(({ alarm, entry }) => JSON.stringify(frameContent(alarm, entry))));
    files.push(['frames.json', Buffer.from(`[${texts.join(',\n')}]\n`)]);
    return;
  }
  for (const { alarm, entries } of all) {
    const contents = entries.map((entry) => frameContent(alarm, entry));
    files.push([`frames/${alarm}.json`, Buffer.from(`${JSON.stringify(contents, null, 1)}\n`)]);
    for (const { number, frame } of entries) files.push([`frames/${alarm}-${number}.bin`, Buffer.from(frame.body)]);
  }
}

/** Pictures as they were sent, and which of them are not here and why. */
async function putPictures(
  { incident, isWhole, seesOriginals }: BundleOrder,
  { picture }: BundleRooms,
  files: [string, Buffer][],
): Promise<void> {
  const pictures = isWhole ? (incident.entries ?? []).flatMap(({ key, media }) => (media ? [{ key, media }] : [])) : [];
  const told: object[] = [];
  let bytes = 0;
  for (const { key, media } of pictures) {
    const file = `pictures/${key}.${media.kind.slice('image/'.length)}`;
    const why = seesOriginals ? (bytes + media.bytes > MOST_PICTURE_BYTES ? 'too-many' : undefined) : 'not-allowed';
    const found = why === undefined ? await picture(media).catch(() => undefined) : undefined;
    if (found) {
      files.push([file, found]);
      bytes += found.length;
    }
    told.push({ key, hash: media.hash, bytes: media.bytes, file: found ? file : null, missing: found ? null : (why ?? 'gone') });
  }
  files.push(['pictures.json', Buffer.from(`${JSON.stringify(told, null, 1)}\n`)]);
}

/** Texts of a long list, some at a time. */
function written(items: readonly unknown[]): Promise<string[]> {
  return unhurried(items, (some) => some.map((item) => JSON.stringify(item)));
}

/** What it came to, and every change in order. */
interface Story {
  readonly id: string;
  readonly now: object;
  readonly changes: readonly { readonly record: number; readonly at: number; readonly change: Change }[];
}

async function storyOf(id: string, rows: readonly ChainRow[]): Promise<Story> {
  let now: Readonly<Record<string, unknown>> | undefined;
  // Each change of an incident of ten thousand alarms copies its list of them.
  const changes = await unhurried(rows, (some) =>
    some.map(({ number, at, text }) => {
      const change = JSON.parse(text ?? '{}') as Change;
      now = changed(now, change);
      return { record: number, at, change };
    }),
  );
  return { id, now: now ?? {}, changes };
}

/** Of an incident that reaches beyond what the person sees. */
function partOf(incident: Incident, alarms: readonly Alarm[]): object {
  const { id, family, drill } = incident;
  return { id, part: true, now: { id, family, drill, alarms: alarms.map((alarm) => alarm.id) } };
}

/** Decoded again from the raw frame, by the driver that its device has now. */
function understood(alarm: string, model: string, { number, frame }: FrameEntry, { estate, driverOf }: BundleRooms): object {
  const device = estate.device(frame.device);
  const driver = driverOf(device?.model ?? model) ?? driverOf('unregistered');
  const { readings, faults } = driver ? decode(driver, frame, device?.address) : { readings: [], faults: [] };
  return { alarm, entry: number, driver: driver?.model ?? null, readings, faults };
}

/** Each rule with the version that an alarm was raised by; `rule` is null where the book has another version now. */
function rulesOf(alarms: readonly Alarm[], ruleOf: BundleRooms['rule']): object[] {
  const used = new Map(alarms.map(({ rule }) => [`${rule.id} ${rule.version}`, rule]));
  return [...used.values()].map(({ id, version }) => ({
    id,
    version,
    rule: ruleOf(id, version) ?? null,
  }));
}

/** Names as the audit has them, roles as they are now. */
function peopleOf(audit: readonly AuditRecord[], { person }: BundleRooms): object[] {
  const met = new Map(audit.map(({ by, name }) => [by, name]));
  return [...met].map(([id, name]) => ({ id, name, role: person(id)?.role ?? null }));
}

/** The records of the incident with the hash before each; for who sees everything, with all between, up to an anchor. */
async function proof(rows: readonly ChainRow[], { seesAll }: BundleOrder, { chain, anchors }: BundleRooms): Promise<string> {
  const own = [...rows].sort((one, other) => one.number - other.number);
  const head = chain.head();
  const known = (await anchors()).filter(({ gateway }) => gateway === head?.gateway);
  const from = own[0]?.number ?? 0;
  const last = own.at(-1)?.number ?? 0;
  const until = Math.min(...known.map(({ number }) => number).filter((number) => number >= last), head?.number ?? last);
  const isLed = seesAll && until - from < MOST_BETWEEN;
  const records = isLed ? chain.rowsBetween(from, until) : own;
  const before = new Map(records.map(({ number, hash }) => [number, hash]));
  const previous = (number: number): string =>
    before.get(number - 1) ?? chain.rowsBetween(number - 1, number - 1)[0]?.hash ?? '0'.repeat(64);
  const told = {
    gateway: head?.gateway ?? null,
    head: head && seesAll ? { number: head.number, hash: head.hash } : null,
    anchors: seesAll ? known.filter(({ number }) => number >= from) : [],
    own: own.map(({ number }) => number),
  };
  const links = records.map(({ text: _text, hash, ...record }) => ({ ...record, previous: previous(record.number), hash }));
  return `${JSON.stringify(told).slice(0, -1)},"records":[\n${(await written(links)).join(',\n')}\n]}\n`;
}
