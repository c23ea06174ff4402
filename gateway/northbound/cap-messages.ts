// The CAP messages of the house: one for each turn an incident takes, kept, and referring to those before it.
import type { Database } from '../sqlite.ts';
import { type CapMessage, type CapMsgType, type CapReference, type CapSite, capMessage } from './cap.ts';
import type { Story } from './story.ts';

/** A message as it is kept. */
export interface CapRecord {
  readonly number: number;
  readonly identifier: string;
  readonly incident: string;
  readonly sentAt: number;
  readonly status: CapMessage['status'];
  readonly msgType: CapMsgType;
  readonly path: readonly string[];
  readonly headlineZh: string;
  readonly headlineEn: string;
  readonly xml: string;
}

/** Kept in all: at three a day for a district, years; 50 MB at most. */
const MOST_KEPT = 10_000;
/** Earlier messages named in one: the first and the latest of an incident that goes back and forth. */
const MOST_REFERENCES = 20;

interface Row {
  number: number;
  identifier: string;
  incident: string;
  sent_at: number;
  status: CapMessage['status'];
  msg_type: CapMsgType;
  path: string;
  headline_zh: string;
  headline_en: string;
  xml: string;
}
type Told = Pick<Row, 'identifier' | 'msg_type'> & { sender: string; sent: string; turn: string };

export class CapMessages {
  readonly #db: Database;
  readonly #site: CapSite;
  readonly #mostKept: number;
  readonly #told;
  readonly #save;
  readonly #trim;
  readonly #last;

  /** `mostKept`: in all. */
  constructor(db: Database, site: CapSite, mostKept = MOST_KEPT) {
    this.#db = db;
    this.#site = site;
    this.#mostKept = mostKept;
    db.exec(`CREATE TABLE IF NOT EXISTS cap_message (number INTEGER PRIMARY KEY AUTOINCREMENT, identifier TEXT NOT NULL UNIQUE, incident TEXT NOT NULL,
      sender TEXT NOT NULL, sent TEXT NOT NULL, sent_at INTEGER NOT NULL, status TEXT NOT NULL, msg_type TEXT NOT NULL, turn TEXT NOT NULL,
      path TEXT NOT NULL, headline_zh TEXT NOT NULL, headline_en TEXT NOT NULL, xml TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS cap_message_by_incident ON cap_message (incident, number)`);
    this.#told = db.prepare<[string], Told>(
      'SELECT identifier, sender, sent, msg_type, turn FROM cap_message WHERE incident = ? ORDER BY number',
    );
    this.#save =
      db.prepare(`INSERT INTO cap_message (identifier, incident, sender, sent, sent_at, status, msg_type, turn, path, headline_zh, headline_en, xml)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#trim = db.prepare('DELETE FROM cap_message WHERE number <= (SELECT MAX(number) FROM cap_message) - ?');
    this.#last = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'cap_message'").pluck();
  }

  /** Writes the message that a turn of an incident calls for; undefined where it is no news. Inside the caller's transaction. */
  tell(story: Story, turn: string, at: number): CapMessage | undefined {
    const told = this.#told.all(story.incident);
    const last = told.at(-1);
    const isAnnounced = last !== undefined && last.msg_type !== 'Cancel';
    const isVoid = story.verdict === 'false' || story.verdict === 'test';
    const isOver = story.phase === 'over';
    const isMerged = story.mergedInto !== null;
    if (last?.turn === turn || (!isAnnounced && (isVoid || isOver || isMerged || story.withheld))) return undefined;
    // What is doubtful or shelved here is still what it was told to be; of what is isolated, nobody may think that it burns.
    if (story.withheld === 'laid-aside' && !isOver && !isVoid) return undefined;
    const isTakenBack = isVoid || isMerged || (story.withheld === 'isolated' && !isOver);
    const msgType = !isAnnounced ? 'Alert' : isTakenBack ? 'Cancel' : 'Update';
    const message = capMessage(
      story,
      {
        // By the number among all: a count of the incident's own begins anew where earlier ones were trimmed, and an identifier is for good.
        identifier: `${this.#site.sender}-${story.incident}-${(this.#last.get() ?? 0) + 1}`,
        msgType,
        sentAt: at,
        references: msgType === 'Alert' ? [] : referencesTo(told),
      },
      this.#site,
    );
    const { identifier, sender, sent, status, headline, xml } = message;
    const path = `/${story.path.join('/')}/`;
    this.#save.run(identifier, story.incident, sender, sent, at, status, msgType, turn, path, headline.zh, headline.en, xml);
    this.#trim.run(this.#mostKept);
    return message;
  }

  /** The newest first, within a place. */
  list(place: string | undefined, limit: number): CapRecord[] {
    return this.#db
      .prepare<unknown[], Row>(
        'SELECT * FROM cap_message WHERE (@place IS NULL OR instr(path, @place) > 0) ORDER BY number DESC LIMIT @limit',
      )
      .all({ place: place === undefined ? null : `/${place}/`, limit })
      .map(recordOf);
  }

  get(identifier: string): CapRecord | undefined {
    const row = this.#db.prepare<[string], Row>('SELECT * FROM cap_message WHERE identifier = ?').get(identifier);
    return row && recordOf(row);
  }
}

/** The messages since the last that took everything back. */
function referencesTo(told: readonly Told[]): CapReference[] {
  const standing = told.slice(told.findLastIndex(({ msg_type }) => msg_type === 'Cancel') + 1);
  const named = standing.length <= MOST_REFERENCES ? standing : [...standing.slice(0, 1), ...standing.slice(1 - MOST_REFERENCES)];
  return named.map(({ sender, identifier, sent }) => ({ sender, identifier, sent }));
}

function recordOf(row: Row): CapRecord {
  const {
    number,
    identifier,
    incident,
    sent_at: sentAt,
    status,
    msg_type: msgType,
    path,
    headline_zh: headlineZh,
    headline_en: headlineEn,
    xml,
  } = row;
  return {
    number,
    identifier,
    incident,
    sentAt,
    status,
    msgType,
    path: path.split('/').filter((id) => id !== ''),
    headlineZh,
    headlineEn,
    xml,
  };
}
