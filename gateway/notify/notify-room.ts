// The room that tells people, opened in the order in which its parts stand on each other.
import { GATEWAY } from '../acts.ts';
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Estate } from '../estate/estate.ts';
import type { People } from '../estate/people.ts';
import type { Flow } from '../flow.ts';
import type { Log } from '../log.ts';
import { Networks } from '../networks.ts';
import { siteClock, siteTime } from '../site-time.ts';
import type { Database } from '../sqlite.ts';
import type { Troubles } from '../troubles.ts';
import { AnswerLinks } from './answer-links.ts';
import { Browsers } from './browsers.ts';
import { ChannelSettings } from './channel-settings.ts';
import type { ChannelAround } from './channels/channel.ts';
import { DutyBook } from './duty-book.ts';
import { houseVoices } from './house-voices.ts';
import { NoticeRows } from './notice-rows.ts';
import { PinnedOutgoing } from './outgoing.ts';
import { derivedKey, secretsKey } from './secrets-key.ts';
import { Sending } from './sending.ts';
import { Telling } from './telling.ts';

export interface NotifyAround {
  readonly config: Config;
  readonly database: Database;
  /** Where the key of the secrets lies. */
  readonly folder: string;
  readonly estate: Estate;
  readonly people: People;
  readonly desk: AlarmDesk;
  readonly troubles: Troubles;
  readonly log: Log;
  readonly clock: Clock;
  /** Carries out what the house itself says through its voice posts. */
  act(...deed: Parameters<Flow['act']>): ReturnType<Flow['act']>;
  /** Screens that are open now. */
  screens(): number;
}

export interface NotifyRoom {
  readonly dutyBook: DutyBook;
  readonly notices: NoticeRows;
  readonly channels: ChannelSettings;
  readonly browsers: Browsers;
  readonly answerLinks: AnswerLinks;
  readonly sending: Sending;
  readonly telling: Telling;
}

/** Nothing is sent before `sending.start()`. */
export function openNotify(around: NotifyAround): NotifyRoom {
  const { config, database, folder, estate, people, desk, troubles, log, clock } = around;
  const { timeZone } = config.site;
  const localTime = siteTime(timeZone);
  const dutyBook = new DutyBook(database, localTime);
  const notices = new NoticeRows(database);
  const key = secretsKey(folder);
  const channels = new ChannelSettings(database, key);
  const browsers = new Browsers(database, people);
  const answerLinks = new AnswerLinks(config.web.origin, derivedKey(key, 'answer links'));
  const sendingBy: ChannelAround = {
    outgoing: new PinnedOutgoing(new Networks(config.notify.networks)),
    now: clock,
    timeZone,
    estate: houseVoices(estate, desk, (deed) => around.act(deed, GATEWAY), clock),
    browsers,
  };
  const sending = new Sending({
    database,
    rows: notices,
    channels,
    sendingBy,
    links: answerLinks,
    troubles,
    log,
    clock,
    random: Math.random,
    goesOnIn: (id) => goesOnIn(desk, id),
    screens: () => around.screens(),
  });
  const telling = new Telling(database, {
    desk,
    places: estate.places,
    book: dutyBook,
    rows: notices,
    localTime,
    clock: siteClock(timeZone),
    handOver: (rows) => sending.take(rows),
    over: (incident, goesOnIn) => sending.over(incident, goesOnIn),
  });
  return { dutyBook, notices, channels, browsers, answerLinks, sending, telling };
}

/** The incident in which one goes on, over however many merges; null where that is over, or forgotten. */
function goesOnIn(desk: Pick<AlarmDesk, 'incident'>, id: string): string | null {
  let one = desk.incident(id);
  while (one && one.mergedInto !== null) one = desk.incident(one.mergedInto);
  return one && one.closedAt === null ? one.id : null;
}
