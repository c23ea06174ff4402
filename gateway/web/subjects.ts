// Where a thing hangs in the tree of places, so that one question answers for all of them whether a person sees it.
import type { AlarmStore } from '../alarms/alarm-store.ts';
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Isolations } from '../alarms/isolations.ts';
import type { MaintenanceWindows } from '../alarms/maintenance.ts';
import type { WalkTests } from '../alarms/walk-tests.ts';
import type { Estate } from '../estate/estate.ts';
import type { People } from '../estate/people.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import type { MapLayers } from '../map/map-layers.ts';
import type { Sketches } from '../map/sketches.ts';
import type { ChannelSettings } from '../notify/channel-settings.ts';
import type { DutyBook } from '../notify/duty-book.ts';
import { BEYOND, type PassedOver } from '../passed-over.ts';
import type { Plans } from '../plans/plans.ts';
import type { DutyChecks } from '../prevention/duty-checks.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';
import type { Shifts } from '../shift/shifts.ts';
import type { ApiTokens } from './access/api-tokens.ts';
import type { BigScreens } from './access/big-screens.ts';
import { incidentOfPicture, pictureId } from './picture-id.ts';

/**
 * `scope`: a place or a device, what a parameter can be set for. `device`: a placed one; `known-device`: also one whose place another took. `transmission`: a placed
 * transmission device. `plan`: a place that has a floor plan.
 */
export type SubjectKind =
  | 'place'
  | 'unit'
  | 'building'
  | 'device'
  | 'known-device'
  | 'transmission'
  | 'held'
  | 'scope'
  | 'alarm'
  | 'incident'
  | 'picture'
  | 'isolation'
  | 'walk-test'
  | 'maintenance'
  | 'person'
  | 'duty-check'
  | 'duty-plan'
  | 'cap-message'
  | 'roster'
  | 'policy'
  | 'channel'
  | 'map-layer'
  | 'passed-over'
  | 'plan'
  | 'sketch'
  | 'own-rule'
  | 'shift'
  | 'api-token'
  | 'big-screen'
  | 'audit-line';

interface SubjectRooms {
  readonly estate: Estate;
  readonly desk: Pick<AlarmDesk, 'alarm' | 'incident'>;
  readonly isolations: Pick<Isolations, 'get'>;
  readonly walkTests: Pick<WalkTests, 'get'>;
  readonly maintenance: Pick<MaintenanceWindows, 'get'>;
  readonly people: Pick<People, 'get'>;
  readonly duty: Pick<DutyChecks, 'targets' | 'plan'>;
  readonly dutyBook: Pick<DutyBook, 'roster' | 'policy'>;
  readonly channels: Pick<ChannelSettings, 'placeOf'>;
  readonly layers: Pick<MapLayers, 'get'>;
  readonly passedOver: Pick<PassedOver, 'get' | 'beyond'>;
  readonly plans: Pick<Plans, 'get'>;
  readonly sketches: Pick<Sketches, 'get'>;
  readonly shifts: Pick<Shifts, 'get'>;
  readonly rulebook: Pick<Rulebook, 'own'>;
  readonly tokens: Pick<ApiTokens, 'get'>;
  readonly screens: Pick<BigScreens, 'get'>;
  readonly audit: Pick<AlarmStore, 'auditLine'>;
  readonly messages: { get(identifier: string): { readonly path: readonly string[] } | undefined };
}

export class Subjects {
  readonly #estate: Estate;
  readonly #desk: SubjectRooms['desk'];
  readonly #isolations: SubjectRooms['isolations'];
  readonly #walkTests: SubjectRooms['walkTests'];
  readonly #maintenance: SubjectRooms['maintenance'];
  readonly #people: Pick<People, 'get'>;
  readonly #duty: SubjectRooms['duty'];
  readonly #dutyBook: SubjectRooms['dutyBook'];
  readonly #channels: SubjectRooms['channels'];
  readonly #layers: SubjectRooms['layers'];
  readonly #messages: SubjectRooms['messages'];
  readonly #passedOver: SubjectRooms['passedOver'];
  readonly #plans: SubjectRooms['plans'];
  readonly #sketches: SubjectRooms['sketches'];
  readonly #shifts: SubjectRooms['shifts'];
  readonly #rulebook: SubjectRooms['rulebook'];
  readonly #tokens: SubjectRooms['tokens'];
  readonly #screens: SubjectRooms['screens'];
  readonly #audit: SubjectRooms['audit'];

  constructor(rooms: SubjectRooms) {
    this.#estate = rooms.estate;
    this.#desk = rooms.desk;
    this.#isolations = rooms.isolations;
    this.#walkTests = rooms.walkTests;
    this.#maintenance = rooms.maintenance;
    this.#people = rooms.people;
    this.#duty = rooms.duty;
    this.#dutyBook = rooms.dutyBook;
    this.#channels = rooms.channels;
    this.#layers = rooms.layers;
    this.#messages = rooms.messages;
    this.#passedOver = rooms.passedOver;
    this.#plans = rooms.plans;
    this.#sketches = rooms.sketches;
    this.#shifts = rooms.shifts;
    this.#rulebook = rooms.rulebook;
    this.#tokens = rooms.tokens;
    this.#screens = rooms.screens;
    this.#audit = rooms.audit;
  }

  /** Whether somebody sees a thing; what hangs at several places is seen from each. */
  isSeen(kind: SubjectKind, id: string, sees: (path: readonly string[]) => boolean): boolean {
    if (kind === 'duty-check')
      return this.#duty.targets(id).some(({ device }) => sees(this.pathOf('device', device) ?? this.#estate.places.pathOf('')));
    if (kind === 'own-rule') return this.#pathsOfRule(id)?.some((path) => path.length === 0 || sees(path)) ?? false;
    const path = this.pathOf(kind, id);
    // Who sees a floor sees the floor's share of what happens in the building.
    if (kind === 'picture') return this.pathOf(kind, id) !== undefined && this.isSeen('incident', incidentOfPicture(id), sees);
    if (kind === 'incident' && path && !sees(path))
      return this.#desk.incident(id)?.alarms.some((alarm) => sees(this.pathOf('alarm', alarm) ?? path)) ?? false;
    return path !== undefined && sees(path);
  }

  /** Ids of the places from the root down to where it stands; undefined where there is no such thing. */
  pathOf(kind: SubjectKind, id: string): readonly string[] | undefined {
    switch (kind) {
      case 'place':
        return this.#estate.places.get(id) && this.#estate.places.pathOf(id);
      case 'unit':
      case 'building':
        return this.#estate.places.get(id)?.kind === kind ? this.#estate.places.pathOf(id) : undefined;
      case 'device':
        return this.#estate.record(id) && this.#estate.device(id)?.path;
      case 'known-device': {
        const old = this.#estate.replacements.of(id)?.old;
        return this.pathOf('device', id) ?? (old && this.#estate.places.pathOf(old.place));
      }
      case 'transmission':
        return this.#estate.record(id)?.gb26875 ? this.#estate.device(id)?.path : undefined;
      case 'duty-check': {
        const [first] = this.#duty.targets(id);
        return first && this.pathOf('device', first.device);
      }
      case 'duty-plan': {
        const plan = this.#duty.plan(id);
        return plan && this.#estate.places.pathOf(plan.place);
      }
      case 'roster': {
        const roster = this.#dutyBook.roster(id);
        return roster && this.#estate.places.pathOf(roster.place);
      }
      case 'policy': {
        const policy = this.#dutyBook.policy(id);
        return policy && this.#estate.places.pathOf(policy.place ?? ROOT_PLACE);
      }
      case 'channel': {
        const place = this.#channels.placeOf(id);
        return place === undefined ? undefined : this.#estate.places.pathOf(place);
      }
      case 'map-layer': {
        const layer = this.#layers.get(id);
        return layer && this.#estate.places.pathOf(layer.place);
      }
      case 'passed-over': {
        const root = this.#estate.places.pathOf(ROOT_PLACE);
        if (id === BEYOND) return this.#passedOver.beyond() ? root : undefined;
        const row = this.#passedOver.get(id);
        return row && (this.#estate.device(row.device)?.path ?? root);
      }
      case 'own-rule': {
        const [first] = this.#pathsOfRule(id) ?? [];
        return first && (first.length > 0 ? first : this.#estate.places.pathOf(ROOT_PLACE));
      }
      case 'plan':
        return this.#plans.get(id) && this.pathOf('place', id);
      case 'sketch': {
        const sketch = this.#sketches.get(id);
        return sketch && this.#estate.places.pathOf(sketch.place);
      }
      case 'shift': {
        const shift = this.#shifts.get(id);
        return shift && this.#estate.places.pathOf(shift.place);
      }
      case 'api-token': {
        const token = this.#tokens.get(id);
        return token && this.#estate.places.pathOf(token.place);
      }
      case 'big-screen': {
        const screen = this.#screens.get(id);
        return screen && this.#estate.places.pathOf(screen.place);
      }
      case 'audit-line': {
        const line = this.#audit.auditLine(Number(id));
        return line && (this.pathOfAny(line.about) ?? this.pathOfAny(line.by) ?? this.#estate.places.pathOf(ROOT_PLACE));
      }
      case 'held':
        return this.#estate.heldRecord(id) && this.#estate.device(id)?.path;
      case 'scope':
        return this.pathOf('place', id) ?? this.pathOf('device', id);
      case 'alarm':
        return this.#desk.alarm(id)?.path;
      case 'cap-message':
        return this.#messages.get(id)?.path;
      case 'incident':
        return this.#desk.incident(id)?.path;
      case 'picture': {
        const incident = this.#desk.incident(incidentOfPicture(id));
        return incident?.entries?.some(({ key, media }) => media !== null && pictureId(incident.id, key) === id)
          ? incident.path
          : undefined;
      }
      case 'isolation':
      case 'maintenance': {
        const scope = (kind === 'isolation' ? this.#isolations : this.#maintenance).get(id)?.scope;
        return scope && (scope.of === 'place' ? this.pathOf('place', scope.place) : this.#estate.device(scope.device)?.path);
      }
      case 'walk-test': {
        const test = this.#walkTests.get(id);
        return test && this.#estate.places.pathOf(test.place);
      }
      case 'person': {
        const person = this.#people.get(id);
        return person && this.#estate.places.pathOf(person.place);
      }
    }
  }

  /** Of the places and devices that it is bound to; one that is bound to none is everybody's, an empty path. */
  #pathsOfRule(id: string): readonly (readonly string[])[] | undefined {
    const watches = this.#rulebook.own.last(id)?.value.watches;
    if (!watches) return undefined;
    const { places = [], devices = [] } = watches;
    const paths = [...places.map((place) => this.pathOf('place', place)), ...devices.map((device) => this.pathOf('device', device))];
    // What it was bound to and is no more is for who sees everything: else nobody could put such a rule right.
    return paths.length === 0 ? [[]] : paths.map((path) => path ?? this.#estate.places.pathOf(ROOT_PLACE));
  }

  /** Where a thing of any kind hangs that the audit names; undefined where nothing of that id is there (any more). */
  pathOfAny(id: string): readonly string[] | undefined {
    return this.find(id)?.path;
  }

  /** What an id is the id of, and where that hangs. */
  find(id: string): { readonly kind: SubjectKind; readonly path: readonly string[] } | undefined {
    for (const kind of [
      'alarm',
      'incident',
      'isolation',
      'walk-test',
      'maintenance',
      'known-device',
      'place',
      'person',
      'held',
      'roster',
      'policy',
      'channel',
      'map-layer',
      'shift',
      'api-token',
      'big-screen',
      'own-rule',
    ] as const) {
      const path = this.pathOf(kind, id);
      if (path) return { kind, path };
    }
    return undefined;
  }
}
