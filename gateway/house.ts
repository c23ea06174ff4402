// The house put together: opens every room, in the order in which they stand on each other, and closes them again.
import { join } from 'node:path';
import { driverOf } from '../device-drivers/catalogue.ts';
import { driverParameter } from '../rules/book/house.ts';
import { type EngineSurroundings, RuleEngine } from '../rules/engine.ts';
import type { Rule } from '../rules/rule.ts';
import { AlarmStore } from './alarms/alarm-store.ts';
import { AlarmDesk } from './alarms/desk.ts';
import { Isolations } from './alarms/isolations.ts';
import { MaintenanceWindows } from './alarms/maintenance.ts';
import { Outbox } from './alarms/outbox.ts';
import { WalkTests } from './alarms/walk-tests.ts';
import { type GatewayClock, gatewayClock } from './clock.ts';
import { Commands } from './commands/commands.ts';
import { Delivery } from './commands/delivery.ts';
import { ConcludingAgain } from './concluding-again.ts';
import type { Config } from './config.ts';
import { Counters } from './counters.ts';
import { makeFolder } from './data-folder.ts';
import { engineLedger } from './engine-ledger.ts';
import { Estate } from './estate/estate.ts';
import { EstateStore } from './estate/estate-store.ts';
import { Operations } from './estate/operations.ts';
import { People } from './estate/people.ts';
import { Presence } from './estate/presence.ts';
import { Anchors } from './evidence/anchor.ts';
import { anchorPlaces } from './evidence/anchor-places.ts';
import { ChainLedger } from './evidence/chain-ledger.ts';
import { takeOver } from './evidence/take-over.ts';
import { Flow } from './flow.ts';
import type { Screens } from './flow-rooms.ts';
import { tellOfHandOvers } from './hand-over-trouble.ts';
import type { History } from './history/history.ts';
import { openHistory } from './history/open-history.ts';
import { housekeeping } from './housekeeping.ts';
import { tellOfEnded, tellOfPlanned } from './isolation-trouble.ts';
import { Journal } from './journal/journal.ts';
import { type KeptRooms, openKept } from './kept-rooms.ts';
import { Gb26875Link } from './links/gb26875/gb26875-link.ts';
import { houseStations, stationSettingsOf } from './links/gb26875/house-stations.ts';
import { DEFAULT_STATION_LIMITS, transmissionsMs } from './links/gb26875/limits.ts';
import type { StationsAround } from './links/gb26875/stations.ts';
import type { AcceptFrame, Link } from './links/link.ts';
import { ModbusBuses } from './links/modbus/buses.ts';
import { DEFAULT_MQTT_LIMITS } from './links/mqtt/mqtt-limits.ts';
import { MqttLink } from './links/mqtt/mqtt-link.ts';
import { Wires } from './links/wires.ts';
import type { Log } from './log.ts';
import { openMap, type SiteMap } from './map/open-map.ts';
import { MemoryTable } from './memory-table.ts';
import { configuredOutgoing } from './northbound/configured-outgoing.ts';
import { Northbound } from './northbound/northbound.ts';
import { type NotifyRoom, openNotify } from './notify/notify-room.ts';
import { PassedOver } from './passed-over.ts';
import { DutyChecks } from './prevention/duty-checks.ts';
import { DutyRunner } from './prevention/duty-runner.ts';
import { dossierOf, ExpiryWatch } from './prevention/expiry.ts';
import { Rulebook } from './rulebook/rulebook.ts';
import { siteOffset, siteTime } from './site-time.ts';
import { type Database, openDatabase, syncDatabase } from './sqlite.ts';
import { State } from './state.ts';
import { Troubles } from './troubles.ts';
import { UnstoredFires } from './unstored-fires.ts';
import { WalkTesting } from './walk-testing.ts';

/** How often the journal's old days, the clock and the disk are looked after. */
const HOUSEKEEPING_MS = 60_000;

/** How often the outbox is emptied. */
const DELIVER_MS = 500;

/** Screens as the web shows them; `screens`: how many are open. */
interface ShownScreens extends Screens {
  readonly screens: number;
  publishTroubles(): void;
  publishJudgement(): void;
}

/** Every room of a running gateway. `main.ts` and the web take from here what they need and hand on only that. */
export interface House extends Omit<NotifyRoom, 'telling'>, KeptRooms {
  readonly config: Config;
  readonly clock: GatewayClock;
  readonly estate: Estate;
  readonly people: People;
  readonly presence: Presence;
  readonly alarms: AlarmStore;
  readonly chain: ChainLedger;
  readonly anchors: Anchors;
  readonly desk: AlarmDesk;
  readonly isolations: Isolations;
  readonly maintenance: MaintenanceWindows;
  readonly walkTests: WalkTests;
  readonly passedOver: PassedOver;
  readonly rulebook: Rulebook;
  /** What rules are judged with: devices, limits, local time. */
  readonly judged: EngineSurroundings;
  readonly commands: Commands;
  readonly history: History;
  readonly journal: Journal;
  readonly troubles: Troubles;
  readonly counters: Counters;
  readonly flow: Flow;
  readonly mqtt: MqttLink;
  /** Null where the configuration leaves it off. */
  readonly gb26875: Gb26875Link | null;
  readonly operations: Operations;
  readonly duty: DutyChecks;
  readonly map: SiteMap;
  readonly northbound: Northbound;
  readonly database: Database;
  links(): readonly Link[];
  /** The screens, once the web is there; what comes before is in the first snapshot. */
  show(screens: ShownScreens): void;
  /** Concludes the journal's rest and goes live, without a wire. */
  wake(): Promise<void>;
  /** Opens the wires. */
  listen(): Promise<void>;
  /** Confirms what was accepted, saves, closes. */
  close(): Promise<void>;
}

/** How a link hands in frames; a proof may put something between. */
export type AcceptWrapper = (accept: AcceptFrame) => AcceptFrame;

/** Opens the house on its data folder. Rejects with a BalefireError in a person's words. */
export async function openHouse(config: Config, log: Log, wrap: AcceptWrapper = (accept) => accept): Promise<House> {
  const clock = gatewayClock();
  const { now } = clock;
  const folder = makeFolder(config.data);
  let screens: ShownScreens | undefined;
  const counters = new Counters();
  const troubles = new Troubles(now, (_all, { id, began }) => {
    log.warn({ trouble: id }, began ? 'trouble' : 'trouble ended');
    screens?.publishTroubles();
  });

  const journal = await Journal.open({
    folder: join(folder, 'journal'),
    timeZone: config.site.timeZone,
    now,
    waitingLimit: { entries: config.journal.waiting.entries, bytes: config.journal.waiting.mebibytes * 2 ** 20 },
    retention: { days: config.journal.days, bytes: config.journal.gigabytes * 1e9 },
    onCommitted: (entries) => flow.committed(entries),
    onTrouble: (trouble) => {
      if (trouble)
        troubles.raise(
          'journal',
          'fault',
          { zh: '日志无法写盘，报文未予确认', en: 'The journal cannot write: frames are not confirmed' },
          trouble,
        );
      else troubles.clear('journal');
    },
  });

  const database = openDatabase(join(folder, 'state.db'), 'normal');
  const estateStore = new EstateStore(database);
  const { strangers, strangersAt } = config.gb26875;
  const estate = new Estate(estateStore, driverOf, strangers === 'hold' ? strangersAt : null);
  const memories = new MemoryTable(database);
  const presence = new Presence(memories);
  const { history, keepAlarms } = await openHistory(config, folder, now);
  const chain = new ChainLedger(database, now());
  const alarms = new AlarmStore(database, chain);
  takeOver(database, alarms, chain);
  const anchors = new Anchors({
    places: anchorPlaces(config.evidence.anchors, configuredOutgoing),
    head: () => chain.head(),
    settle: () => syncDatabase(database),
    troubles,
    clock: now,
  });
  const outbox = new Outbox(database, keepAlarms);
  const isolations = new Isolations(database);
  const maintenance = new MaintenanceWindows(database);
  const walkTests = new WalkTests(database);
  const desk = new AlarmDesk(alarms, outbox, isolations, {
    places: estate.places,
    device: (id) => estate.device(id) ?? dossierOf(id, estate.places),
    driver: (device) => estate.driver(device),
    parentOf: (id) => estate.record(id)?.part?.of,
    partsOf: (id) => estate.partsOf(id),
    isTestAnnounced: (path) => walkTests.over(path) !== undefined,
  });
  const passedOver = new PassedOver(database, { desk, troubles, counters, log, clock: now });
  const commands: Commands = new Commands(database, (record) => duty.commandMoved(record));
  const duty = new DutyChecks(database, commands, (device) => transmissionsMs(stationSettingsOf(device, estate)));
  const operations = new Operations(database);
  const people = new People(database);
  const judged: EngineSurroundings = {
    device: (id) => estate.device(id),
    parameter: (name, device) => {
      const driver = estate.driver(device);
      return estate.parameter(name, device) ?? (driver && driverParameter(name, driver));
    },
    points: (device) => estate.driver(device)?.points ?? [],
    localTime: siteTime(config.site.timeZone),
  };
  const rulebook = new Rulebook(database);
  const engine = new RuleEngine(rulebook.rules(), judged, (rule, error) => {
    log.error({ err: error, rule: rule.id }, 'a rule failed');
    troubles.raise(`rule:${rule.id}`, 'fault', { zh: '规则出错', en: 'A rule failed' }, rule.title);
  });
  const { name, timeZone } = config.site;
  const localTime = siteTime(timeZone);
  const map = openMap(database, folder, config.map.networks);
  const kept = openKept(database, folder);
  const { shifts, doneOnce, plans, sketches, checklists } = kept;
  const notify = openNotify({
    config,
    database,
    folder,
    estate,
    people,
    desk,
    troubles,
    log,
    clock: now,
    act: (deed, by) => flow.act(deed, by),
    screens: () => screens?.screens ?? 0,
  });
  const { dutyBook, channels, sending, telling } = notify;
  const expiry = new ExpiryWatch(database, estate.files, siteOffset(timeZone));
  const conclusions = [
    estateStore,
    rulebook,
    alarms,
    chain,
    isolations,
    maintenance,
    walkTests,
    outbox,
    commands,
    duty,
    operations,
    dutyBook,
    shifts,
    doneOnce,
    plans,
    sketches,
    checklists,
    telling,
    expiry,
    passedOver,
  ];
  const state = new State(database, conclusions, memories, [presence, engineLedger(memories, engine)]);

  const rule = (id: string): Rule | undefined => rulebook.rule(id);
  const walkTesting = new WalkTesting({
    tests: walkTests,
    engine,
    desk,
    take: (finding, ground) => passedOver.take(finding, ground),
    store: alarms,
    places: estate.places,
    device: (id) => estate.device(id),
    rule,
  });
  const behind = { estate, presence, operations, duty, counters, troubles };
  const late = { ...behind, passedOver, desk, store: alarms, engine, commands, walkTesting, rule };
  const concludingAgain = new ConcludingAgain({ ...late, freshEngine: () => new RuleEngine(rulebook.rules(), judged) });

  const accept = wrap((frame) => flow.accept(frame));
  const mqtt = new MqttLink({ ...config.mqtt, limits: { ...DEFAULT_MQTT_LIMITS, ...config.mqtt.limits } }, estate, accept, log);
  const buses = new ModbusBuses(config.modbus, driverOf, accept, log);
  const gb26875 = config.gb26875.enabled ? openStations(config, houseStations(estate, presence, troubles, now), accept, log) : null;
  const links = (): Link[] => [mqtt, ...(gb26875 ? [gb26875] : []), ...buses.links()];
  const delivery = new Delivery(commands, estate, links(), now, log);
  const wires = new Wires(delivery, gb26875 ? [mqtt, gb26875] : [mqtt], () => buses.attach(estate.devices()));
  const flow = new Flow({
    rulebook,
    clock: now,
    goOnFrom: clock.goOnFrom,
    ...behind,
    engine,
    alarms,
    desk,
    commands,
    isolations,
    maintenance,
    walkTesting,
    passedOver,
    concludingAgain,
    dutyBook,
    ...kept,
    telling,
    expiry,
    history,
    state,
    wires,
    unstored: new UnstoredFires(estate, troubles),
    log,
    screens: {
      publishChanges: (changed, incidents) => {
        screens?.publishChanges(changed, incidents);
        northbound.take({ alarms: changed, incidents });
      },
      publishReadings: (readings) => screens?.publishReadings(readings),
      publishDevice: (id) => screens?.publishDevice(id),
      publishCommands: (changed) => screens?.publishCommands(changed),
    },
  });

  const northbound = new Northbound({ database, store: alarms, desk, isolations, estate, troubles, log, clock: now }, config.northbound, {
    name,
    offsetAt: siteOffset(timeZone),
    posting: configuredOutgoing,
  });
  const minutesOf = (at: number): number => localTime(at).minutes;
  const runner = new DutyRunner({ database, duty, estate, desk, flow, clock: now, minutesOf, log });

  let keeping: NodeJS.Timeout | undefined;
  let delivering: NodeJS.Timeout | undefined;
  const keepHouse = housekeeping({ clock, troubles, engine, channels, history, journal, log, keepFrom: () => state.remembered.entry });

  return {
    config,
    clock,
    estate,
    people,
    presence,
    alarms,
    chain,
    anchors,
    desk,
    isolations,
    maintenance,
    walkTests,
    passedOver,
    rulebook,
    judged,
    commands,
    history,
    journal,
    troubles,
    counters,
    flow,
    mqtt,
    gb26875,
    operations,
    duty,
    map,
    ...kept,
    ...notify,
    northbound,
    database,
    links,
    show: (them) => {
      screens = them;
      rulebook.whenWritten(() => them.publishJudgement());
    },
    wake: async () => {
      await flow.start(journal);
      northbound.start();
      sending.start();
      keeping = setInterval(keepHouse, HOUSEKEEPING_MS);
      runner.start();
      anchors.start();
      delivering = setInterval(() => {
        void outbox.deliver(now());
        tellOfEnded(isolations, troubles);
        tellOfPlanned(maintenance, troubles, now());
        tellOfHandOvers(desk.openIncidents(), troubles, now());
        northbound.lookAtIsolations();
      }, DELIVER_MS);
    },
    listen: async () => {
      buses.attach(estate.devices());
      for (const link of links()) await link.start();
    },
    close: async () => {
      clearInterval(keeping);
      clearInterval(delivering);
      runner.stop();
      for (const link of links()) await link.stop();
      await journal.close();
      flow.stop();
      await anchors.stop();
      await northbound.stop();
      await sending.stop();
      await outbox.deliver(now());
      await history.close();
      database.close();
    },
  };
}

function openStations({ gb26875 }: Config, around: StationsAround, accept: AcceptFrame, log: Log): Gb26875Link {
  const { limits, ...rest } = gb26875;
  return new Gb26875Link({ ...rest, limits: { ...DEFAULT_STATION_LIMITS, ...limits } }, around, accept, log);
}
