// The web of a house: gives each group of routes, the live hub and the server the rooms they use, and opens the port.
import type { Request } from 'express';
import { driverOf, drivers } from '../../device-drivers/catalogue.ts';
import { BuildingIndex } from '../assess/building-index.ts';
import { BalefireError } from '../errors.ts';
import { proveLine } from '../evidence/chain-walk.ts';
import type { House } from '../house.ts';
import type { Log } from '../log.ts';
import { isBelow } from '../map/map-layers.ts';
import { packageFile } from '../package-root.ts';
import { incidentRecord, type RecordRooms } from '../record/incident-record.ts';
import { siteClock, siteDate, siteOffset, siteTime } from '../site-time.ts';
import { Access, type Visitor } from './access/access.ts';
import { passOf, tokenOf } from './access/cookie.ts';
import { addressOf, isSecure, type Site } from './access/origin.ts';
import { AlarmViews } from './alarm-views.ts';
import { mountAnswers } from './answer/answer-door.ts';
import { type ApiRooms, apiRoutes } from './api.ts';
import { BuildingViews } from './building-views.ts';
import { wallBuild } from './dashboard-files.ts';
import { DeviceSearch } from './device-search.ts';
import { DeviceViews } from './device-views.ts';
import { Happenings } from './happenings.ts';
import { waitingChanges } from './limit-views.ts';
import { LiveHub } from './live-hub.ts';
import { LiveSources } from './live-sources.ts';
import { mountMaps } from './map-files.ts';
import { Metrics } from './metrics.ts';
import type { MountOptions } from './mount.ts';
import type { Route } from './route.ts';
import { startWeb, type Web } from './server.ts';
import type { StatusSources } from './status-sources.ts';
import { storingWatch } from './storing.ts';
import { Subjects } from './subjects.ts';
import { SurroundingViews } from './surroundings.ts';
import { UnitViews } from './unit-views.ts';
import { WallFigureSource } from './wall/wall-figures.ts';
import { WallHub } from './wall/wall-hub.ts';
import { WallViews } from './wall/wall-views.ts';
import { WaterViews } from './water-views.ts';

/** What a proof may set otherwise. */
export interface WebVariations extends Pick<MountOptions, 'sessionRate' | 'addressRate' | 'machineRate' | 'patienceMs'> {
  /** Folder of the built dashboard. */
  readonly dashboard?: string;
}

export interface OpenWeb extends Web {
  readonly routes: readonly Route[];
  readonly access: Access;
  readonly hub: LiveHub;
  readonly walls: WallHub;
}

/** Opens the web on the configured address; `version`: the package's. Rejects with `port-taken` or `port-refused`. */
export async function openWeb(house: House, version: string, log: Log, variations: WebVariations = {}): Promise<OpenWeb> {
  const { config, estate, presence, people, desk, alarms, commands, flow, history, journal } = house;
  const clock = house.clock.now;
  const site = config.web.origin;
  const { dashboard = packageFile('dist/dashboard'), ...limits } = variations;
  const access = new Access(house.database, people, clock);
  const subjects = new Subjects({
    estate,
    desk,
    isolations: house.isolations,
    maintenance: house.maintenance,
    walkTests: house.walkTests,
    people,
    duty: house.duty,
    dutyBook: house.dutyBook,
    channels: house.channels,
    layers: house.map.layers,
    passedOver: house.passedOver,
    shifts: house.shifts,
    rulebook: house.rulebook,
    plans: house.plans,
    sketches: house.sketches,
    tokens: access.tokens,
    screens: access.screens,
    audit: alarms,
    messages: house.northbound.messages,
  });
  const deviceViews = new DeviceViews({ estate, presence, desk, driverOf, clock });
  const search = new DeviceSearch({
    estate,
    presence,
    desk,
    isolations: house.isolations,
    driverOf,
    isSilent: (device) => deviceViews.isSilent(device),
  });
  const alarmViews = new AlarmViews({
    places: estate.places,
    desk,
    driverOf,
    addressOf: (id) => estate.device(id)?.address,
    deviceOf: (id) => estate.device(id),
    falseBefore: (device, point, before) => alarms.falseBefore(device, point, before),
  });
  const sources = statusSources(house, version);
  const units = unitRooms(house, deviceViews);
  const walls = new WallHub({
    access,
    site,
    clock,
    views: new WallViews({ estate, desk, alarmViews, sketches: house.sketches }),
    figures: new WallFigureSource({
      estate,
      store: alarms,
      buildings: units.buildings,
      isolations: house.isolations,
      counts: (place) => deviceViews.countsByPlace()(place),
      troubles: () => house.troubles.all().length,
      offsetAt: siteOffset(config.site.timeZone),
    }),
    siteName: config.site.name,
    offsetAt: siteOffset(config.site.timeZone),
    build: wallBuild(dashboard),
    layerOf: (by) => {
      const [layer = null] = house.map.layers.list().filter((one) => isBelow(one, by, estate.places));
      // Where its tiles come from is between the gateway and their host.
      return layer && { ...layer, url: null };
    },
    log,
  });
  const hub = new LiveHub({
    access,
    site,
    alarmViews,
    deviceViews,
    estate,
    presence,
    desk,
    clock,
    troubles: () => house.troubles.all(),
    uplink: () => house.northbound.uplink(),
    happenings: new Happenings({
      estate,
      presence,
      isolations: house.isolations,
      walkTests: house.walkTests,
      shifts: house.shifts,
      duty: house.duty,
      clock,
    }),
    judgement: (by) => ({
      written: house.rulebook.turns,
      waiting: waitingChanges((kind, id) => subjects.isSeen(kind, id, (path) => by.sees(path)), { estate, rulebook: house.rulebook }),
    }),
    change: () => alarms.change,
    walls,
  });
  // Before the door opens: a screen that comes at once must not miss what happens next.
  house.show(hub);
  const record: RecordRooms = {
    audit: alarms.auditSearch,
    estate,
    pictures: house.pictures,
    checklists: house.checklists,
    notices: (incident) => house.notices.allOf(incident),
    channels: house.channels,
    date: siteDate(config.site.timeZone),
    clock,
    version,
  };
  const routes = apiRoutes({
    session: { access, people, flow, log, timeZone: config.site.timeZone },
    people: { people, access, estate, flow, desk, shifts: house.shifts, book: house.dutyBook },
    apiTokens: { tokens: access.tokens, estate, flow, clock },
    bigScreens: { access, estate, flow, showing: (screen) => walls.showing(screen) },
    places: { estate, flow },
    devices: { estate, desk, views: deviceViews, search, flow, history, journal, drivers, driverOf },
    alarms: { store: alarms, desk, views: alarmViews, deviceViews, flow, clock },
    incidents: { store: alarms, desk, isolations: house.isolations, estate, views: alarmViews, flow, clock },
    work: {
      store: alarms,
      desk,
      estate,
      checklists: house.checklists,
      pictures: house.pictures,
      people,
      shifts: house.shifts,
      views: alarmViews,
      flow,
      clock,
    },
    maintenance: { windows: house.maintenance, estate, flow, clock },
    walkTests: { tests: house.walkTests, estate, flow, clock },
    passedOver: { passedOver: house.passedOver, estate, views: deviceViews, flow },
    evidence: {
      desk,
      flow,
      bundle: {
        store: alarms,
        chain: house.chain,
        rule: (id, version) => house.rulebook.ruleOfVersion(id, version),
        estate,
        driverOf,
        person: (id) => people.get(id),
        anchors: () => house.anchors.known(),
        notices: (incident) => house.notices.allOf(incident),
        picture: (picture) => house.pictures.read(picture),
        record: (order) =>
          incidentRecord(order, order.language, order.by.name, record).catch((error: unknown) => {
            if (error instanceof BalefireError && error.code === 'too-many') throw error;
            log.error({ err: error, incident: order.incident.id }, 'the record could not be printed; its evidence is exported without it');
            return undefined;
          }),
        clock,
        version,
      },
    },
    record: { desk, flow, record },
    commands: { commands, estate, driverOf, views: alarmViews, flow, clock },
    transmission: {
      estate,
      presence,
      operations: house.operations,
      stations: house.gb26875?.stations,
      desk,
      driverOf,
      views: deviceViews,
      flow,
    },
    contacts: { desk, book: house.dutyBook, duty: house.duty, estate, clock },
    duty: { duty: house.duty, estate, desk, flow, clock },
    shifts: { shifts: house.shifts, estate, flow, clock },
    plans: { plans: house.plans, drawings: house.drawings, estate, views: deviceViews, flow },
    northbound: {
      northbound: house.northbound,
      flow,
      title: config.site.name,
      offsetAt: siteOffset(config.site.timeZone),
      clock,
    },
    channels: {
      channels: house.channels,
      sending: house.sending,
      estate,
      flow,
      troubles: house.troubles,
      clock,
    },
    notify: {
      book: house.dutyBook,
      notices: house.notices,
      channels: house.channels,
      desk,
      estate,
      flow,
      localTime: siteTime(config.site.timeZone),
      clock,
    },
    browsers: { browsers: house.browsers, channels: house.channels, estate, flow, clock },
    quality: { store: alarms, estate, clock },
    units,
    ...besideUnits(house, units, deviceViews, search),
    map: { ...house.map, sketches: house.sketches, estate, store: alarms, isSilent: (device) => deviceViews.isSilent(device), flow, clock },
    knowledge: { drivers, rulebook: house.rulebook, estate, subjects, flow },
    rules: {
      estate,
      rulebook: house.rulebook,
      flow,
      store: alarms,
      subjects,
      trial: { history, judged: house.judged, devices: () => estate.devices(), driver: (device) => estate.driver(device), clock },
    },
    audit: {
      search: alarms.auditSearch,
      line: (number) => alarms.auditLine(number),
      prove: (line) => proveLine(house.database, line),
      subjects,
      desk,
      people,
      estate,
      flow,
      date: siteDate(config.site.timeZone),
    },
    house: { sources, estate, presence, clock },
  });
  const answers = {
    links: house.answerLinks,
    notices: house.notices,
    desk,
    places: estate.places,
    views: alarmViews,
    flow,
    clock,
    localClock: siteClock(config.site.timeZone),
    site,
    log,
  };
  const metrics = new Metrics({
    status: sources,
    openAlarms: () => desk.open(),
    counts: () => deviceViews.allCounts(),
    screens: () => hub.screens,
  });
  const web = await startWeb({
    ...limits,
    address: config.web.host,
    port: config.web.port,
    site,
    dashboard,
    routes,
    access,
    subjects,
    log,
    clock,
    sources,
    metrics,
    mountPages: (app) => {
      mountAnswers(app, answers);
      const maps = { ...house.map, places: estate.places };
      mountMaps(app, '/maps', maps, {
        clock,
        admit(request) {
          const by = access.visitor(tokenOf(request, isSecure(request, site)), addressOf(request, site));
          if (!by) throw new BalefireError('not-signed-in');
          if (!by.may('device.read')) throw new BalefireError('not-allowed');
          return by;
        },
      });
      mountMaps(app, '/screen/:screen/maps', maps, { clock, admit: (request) => wallBy(request, access, site) });
      app.get('/screen/:screen/pass', (request, response) => {
        wallBy(request, access, site);
        response.set('Cache-Control', 'no-store').status(204).end();
      });
    },
    live: hub,
    metricsSecret: config.web.metricsSecret,
  });
  people.warm().catch((error: unknown) => log.warn({ err: error }, 'the hashing library does not work'));
  return { ...web, routes, access, hub, walls };
}

/** The wall that sends a request. Throws `not-signed-in` where its pass does not work. */
function wallBy(request: Request, access: Access, site: Site): Visitor {
  const screen = String(request.params['screen']);
  const by = access.screen(screen, passOf(request, screen, isSecure(request, site)), addressOf(request, site));
  if (!by) throw new BalefireError('not-signed-in');
  return by;
}

/** The water system, and what stands around an alarm: both say what the cards of buildings say. */
function besideUnits(
  house: House,
  { buildings, index }: ReturnType<typeof unitRooms>,
  devices: DeviceViews,
  search: DeviceSearch,
): Pick<ApiRooms, 'surroundings' | 'water'> {
  const { estate, presence, desk, isolations, rulebook, plans } = house;
  const clock = house.clock.now;
  const localTime = siteTime(house.config.site.timeZone);
  return {
    surroundings: { desk, surroundings: new SurroundingViews({ estate, presence, desk, devices, buildings, index, plans, clock }) },
    water: {
      water: new WaterViews({ estate, presence, desk, isolations, rulebook, devices, buildings, search, driverOf, localTime, clock }),
    },
  };
}

function unitRooms(house: House, devices: DeviceViews): ApiRooms['units'] & { readonly index: BuildingIndex } {
  const { estate, presence, desk, isolations, duty, flow } = house;
  const clock = house.clock.now;
  const offsetAt = siteOffset(house.config.site.timeZone);
  const index = new BuildingIndex(estate);
  const buildings = new BuildingViews({ estate, presence, desk, isolations, duty, devices, index, clock });
  const units = new UnitViews({ estate, devices, buildings, desk, offsetAt, clock });
  return { estate, units, buildings, index, sources: new LiveSources({ estate, presence, driverOf }), flow };
}

function statusSources(house: House, version: string): StatusSources {
  const { journal } = house;
  return {
    version,
    startedAt: house.clock.now(),
    troubles: () => house.troubles.all(),
    links: () => house.links().map((link) => link.state()),
    journal: () => journal.state(),
    history: () => house.history.state(),
    evidence: () => house.anchors.state(),
    counters: () => house.counters.all(),
    isStoring: storingWatch(() => ({ ...journal.state(), last: journal.last() }), house.clock.now),
  };
}
