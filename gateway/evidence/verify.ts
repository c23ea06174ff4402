// `balefire verify`: the chain against itself, against the tables and against the anchors; and what that says in words.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { type Anchor, anchorsIn } from './anchor-line.ts';
import { type Tampering, verifyChain } from './verify-chain.ts';
import { verifyTables } from './verify-tables.ts';

/** A file of anchors as it was read. */
export interface AnchorText {
  readonly name: string;
  readonly text: string;
}

export interface Verdict {
  readonly records: number;
  readonly found: readonly Tampering[];
  /** What an honest gateway leaves too: a clock that was set back between two anchors. */
  readonly noted: readonly Words[];
  /** The newest anchor that the chain agrees with; null: what was cut off at the end cannot be seen. */
  readonly anchored: Anchor | null;
}

/** Holds a database against itself and the anchors; reads only, and sees it as it stood at one moment. */
export function verify(db: Database, texts: readonly AnchorText[]): Verdict {
  return db.transaction((): Verdict => {
    const { gateway, records, last, found } = verifyChain(db);
    const anchors = verifyAnchors(db, texts, gateway, last);
    return { records, found: [...found, ...verifyTables(db), ...anchors.found], noted: anchors.noted, anchored: anchors.newest };
  })();
}

function verifyAnchors(
  db: Database,
  texts: readonly AnchorText[],
  gateway: string | undefined,
  last: number,
): { found: Tampering[]; noted: Words[]; newest: Anchor | null } {
  const found: Tampering[] = [];
  const noted: Words[] = [];
  let newest: Anchor | null = null;
  const hashAt = db.prepare<[number], { hash: Buffer }>('SELECT hash FROM chain WHERE number = ?');
  for (const { name, text } of texts) {
    const { anchors, damaged } = anchorsIn(text);
    for (const line of damaged)
      found.push({ number: null, words: words(`${name} 第 ${line} 行已损坏`, `${name}, line ${line} is damaged`) });
    let before: Anchor = { gateway: '', number: 0, hash: '', at: 0 };
    for (const anchor of anchors) {
      const where = words(`${name} 第 ${anchor.line} 行`, `${name}, line ${anchor.line}`);
      const fault = (zh: string, en: string): void => {
        found.push({ number: anchor.number, words: words(`${where.zh}：${zh}`, `${where.en}: ${en}`) });
      };
      if (anchor.number < before.number) fault('存证行顺序被调换', 'the anchor lines are not in their order');
      else if (anchor.at < before.at)
        noted.push(
          words(
            `${where.zh}：时间早于上一行，当时时钟被回拨，或此行的时间被改动`,
            `${where.en}: earlier than the line before it: the clock was set back then, or the time of the line was changed`,
          ),
        );
      before = anchor;
      const hash = hashAt.get(anchor.number)?.hash.toString('hex');
      if (anchor.gateway !== gateway) fault('存证属于另一条链', 'the anchor is of another chain');
      else if (anchor.number > last)
        fault(`链尾被截断：现止于第 ${last} 条`, `the end was cut off: the chain ends with record ${last} now`);
      else if (hash !== anchor.hash)
        fault('与外部存证不符：链被重写，或存证行被改动', 'not what was anchored: the chain was written anew, or the anchor was edited');
      else if (anchor.number >= (newest?.number ?? 0)) newest = anchor;
    }
  }
  return { found, noted, newest };
}

/** Findings printed one by one; of a chain written anew there would be a million. */
const MOST_TOLD = 50;

/** What a verdict says, a line each. */
function toldOf({ records, found, noted, anchored }: Verdict): Words[] {
  const lines: Words[] = [words(`证据链 ${records} 条`, `${records} records in the chain`)];
  for (const one of found.slice(0, MOST_TOLD)) {
    const at = one.number === null ? words('', '') : words(`第 ${one.number} 条：`, `record ${one.number}: `);
    lines.push(words(`✗ ${at.zh}${one.words.zh}`, `✗ ${at.en}${one.words.en}`));
  }
  if (found.length > MOST_TOLD) lines.push(words(`……共 ${found.length} 处`, `… ${found.length} in all`));
  for (const { zh, en } of noted.slice(0, MOST_TOLD)) lines.push(words(`· ${zh}`, `· ${en}`));
  lines.push(
    anchored
      ? words(
          `外部存证到第 ${anchored.number} 条（${new Date(anchored.at).toISOString()}）；其后的末尾若被截断，无法发现`,
          `anchored outside up to record ${anchored.number} (${new Date(anchored.at).toISOString()}); a cut after that cannot be seen`,
        )
      : words('没有可用的外部存证：末尾若被截断，无法发现', 'no anchor from outside: a cut at the end CANNOT be seen'),
  );
  lines.push(
    found.length === 0
      ? words('✓ 未发现改动', '✓ nothing was tampered with, as far as can be seen')
      : words(`✗ 发现 ${found.length} 处改动`, `✗ tampering found: ${found.length}`),
  );
  return lines;
}

/** Exit code 0: nothing found. 1: tampering found. 2: could not be checked. */
export function verifyCommand(config: Config, anchorFiles: readonly string[], say: (line: string) => void): 0 | 1 | 2 {
  const file = join(config.data, 'state.db');
  if (!existsSync(file)) {
    say(`没有 ${file} / there is no ${file}`);
    return 2;
  }
  const configured = config.evidence.anchors.flatMap((place) => (place.kind === 'file' ? [place.file] : []));
  let db: Database | undefined;
  try {
    // Before the database is looked at: what is anchored meanwhile would seem to be cut off.
    const texts = [...configured, ...anchorFiles].map((name) => ({ name, text: readFileSync(name, 'utf8') }));
    db = openDatabase(file, 'normal', { readonly: true });
    const verdict = verify(db, texts);
    for (const { zh, en } of toldOf(verdict)) say(`${zh} / ${en}`);
    return verdict.found.length === 0 ? 0 : 1;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`无法核验：${why} / could not be checked: ${why}`);
    return 2;
  } finally {
    db?.close();
  }
}
