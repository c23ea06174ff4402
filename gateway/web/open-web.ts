// The web of a house: gives each group of routes, the live hub and the server the rooms they use, and opens the port.
import { driverOf, drivers } from '../../device-drivers/catalogue.ts';
import { BuildingIndex } from '../assess/building-index.ts';
import type { House } from '../house.ts';
import type { Log } from '../log.ts';
import { packageFile } from '../package-root.ts';
import { siteClock, siteDate, siteOffset, siteTime } from '../site-time.ts';
import { Access } from './access/access.ts';
import { AlarmViews } from './alarm-views.ts';
import { mountAnswers } from './answer/answer-door.ts';
import { type ApiRooms, apiRoutes } from './api.ts';
import { BuildingViews } from './building-views.ts';
import { DeviceSearch } from './device-search.ts';
import { DeviceViews } from './device-views.ts';
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
import { UnitViews } from './unit-views.ts';

/** What a proof may set otherwise. */
export interface WebVariations extends Pick<MountOptions, 'sessionRate' | 'addressRate' | 'machineRate' | 'patienceMs'> {
  /** Folder of the built dashboard. */
  readonly dashboard?: string;
}

export interface OpenWeb extends Web {
  readonly routes: readonly Route[];
  readonly access: Access;
  readonly hub: LiveHub;
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
    tokens: access.tokens,
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
    change: () => alarms.change,
  });
  // Before the door opens: a screen that comes at once must not miss what happens next.
  house.show(hub);
  const routes = apiRoutes({
    session: { access, people, flow, log },
    people: { people, access, estate, flow },
    apiTokens: { tokens: access.tokens, estate, flow, clock },
    places: { estate, flow },
    devices: { estate, desk, views: deviceViews, search, flow, history, journal, drivers, driverOf },
    alarms: { store: alarms, desk, views: alarmViews, deviceViews, flow, clock },
    incidents: { store: alarms, desk, isolations: house.isolations, estate, views: alarmViews, flow, clock },
    work: {
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
        notices: (incident) => house.notices.ofIncident(incident),
        picture: (picture) => house.pictures.read(picture),
        clock,
        version,
      },
    },
    record: {
      store: alarms,
      desk,
      estate,
      flow,
      pictures: house.pictures,
      checklists: house.checklists,
      notices: (incident) => house.notices.ofIncident(incident),
      date: siteDate(config.site.timeZone),
      clock,
      version,
    },
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
    units: unitRooms(house, deviceViews),
    map: { ...house.map, estate, store: alarms, isSilent: (device) => deviceViews.isSilent(device), flow, clock },
    knowledge: { drivers, rules: () => house.rulebook.rules(), estate, subjects, flow },
    rules: {
      estate,
      rulebook: house.rulebook,
      flow,
      store: alarms,
      subjects,
      trial: { history, judged: house.judged, devices: () => estate.devices(), driver: (device) => estate.driver(device), clock },
    },
    house: { sources, store: alarms, subjects, estate, presence, clock },
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
      mountMaps(app, { ...house.map, places: estate.places }, { access, site, clock });
    },
    live: hub,
    metricsSecret: config.web.metricsSecret,
  });
  people.warm().catch((error: unknown) => log.warn({ err: error }, 'the hashing library does not work'));
  return { ...web, routes, access, hub };
}

function unitRooms(house: House, devices: DeviceViews): ApiRooms['units'] {
  const { estate, presence, desk, isolations, duty, flow } = house;
  const clock = house.clock.now;
  const offsetAt = siteOffset(house.config.site.timeZone);
  const index = new BuildingIndex(estate);
  const buildings = new BuildingViews({ estate, presence, desk, isolations, duty, devices, index, clock });
  const units = new UnitViews({ estate, devices, buildings, desk, offsetAt, clock });
  return { estate, units, buildings, sources: new LiveSources({ estate, presence, driverOf }), flow };
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
