// The part of the fake gateway that keeps what places and devices set: limits of the rules and times of the link.
import type { Router } from 'express';
import type { DeviceView, Place } from '../../gateway/web/contract.ts';
import type { LimitView, ParameterView } from '../../gateway/web/rule-contract.ts';
import type { StationLink } from '../../gateway/web/transmission-contract.ts';
import { LINK_SETTINGS } from '../transmission/link-settings.ts';
import { refuse } from './fake-answers.ts';

/** One place sets a limit of a rule, one a time of the link. */
export function inventedParameters(): ParameterView[] {
  return [
    { scope: 'region', name: 'hydrantLow', value: 0.15 },
    { scope: 'estate', name: 'inspectionCycle', value: 1_830 },
  ];
}

const PRESSURE = 'hydrantPressureLow';

/** The one limit of the rules that the invented estate lets people set; under half of its default it waits for a second person. */
function pressureLimit(own: number | undefined, waiting: LimitView['waiting']): LimitView {
  const above = { value: 0.1, source: 'default' as const, place: null };
  return {
    name: PRESSURE,
    title: { zh: '消火栓水压过低', en: 'Hydrant pressure low' },
    quantity: 'water.pressure',
    unit: 'MPa',
    decimals: 3,
    lowest: -0.1,
    highest: 4,
    otherwise: 0.1,
    rules: [{ id: 'hydrant-pressure-low', title: { zh: '消火栓水压过低', en: 'Hydrant pressure low' }, class: 'supervisory' }],
    now: own === undefined ? above : { value: own, source: 'own', place: null },
    above,
    version: own === undefined ? 0 : 1,
    changed: null,
    waiting,
  };
}

const HAND_OVER = 'handOverLimit';

/** Of a place: how long a hand-over may wait for its answer. */
function handOverLimit(own: number | undefined): LimitView {
  const above = { value: 120, source: 'default' as const, place: null };
  return {
    name: HAND_OVER,
    title: { zh: '移交应答时限', en: 'Time to answer a hand-over' },
    quantity: null,
    unit: 's',
    decimals: 0,
    lowest: 30,
    highest: 600,
    otherwise: 120,
    rules: [],
    now: own === undefined ? above : { value: own, source: 'own', place: null },
    above,
    version: own === undefined ? 0 : 1,
    changed: null,
    waiting: null,
  };
}

/** What counts for the link of a device, and who says so. */
export function linkSettingsOf(device: DeviceView | undefined, parameters: readonly ParameterView[]): StationLink['settings'] {
  const places = [...(device?.place ?? [])].reverse();
  return LINK_SETTINGS.map(({ name, otherwise }) => {
    const setBy = (scope: string) => parameters.find((one) => one.scope === scope && one.name === name)?.value;
    const place = places.find(({ id }) => setBy(id) !== undefined);
    const own = setBy(device?.id ?? '');
    const fallback =
      place === undefined
        ? ({ value: otherwise, source: 'default', place: null } as const)
        : ({ value: setBy(place.id) ?? otherwise, source: 'place', place: { id: place.id, name: place.name } } as const);
    return { name, ...(own === undefined ? fallback : ({ value: own, source: 'device', place: null } as const)), fallback };
  });
}

interface Known {
  readonly parameters: ParameterView[];
  readonly places: readonly Place[];
  readonly deviceOf: (id: string) => DeviceView | undefined;
}

export function parameterRoutes(routes: Router, { parameters, places, deviceOf }: Known): void {
  const isKnown = (scope: string): boolean => places.some((one) => one.id === scope) || deviceOf(scope) !== undefined;
  let waiting: LimitView['waiting'] = null;
  routes.get('/limits', (request, response) => {
    const scope = String(request.query['scope']);
    const setAs = (name: string) => parameters.find((one) => one.scope === scope && one.name === name)?.value;
    const ofPlace = places.some(({ id }) => id === scope) ? [handOverLimit(setAs(HAND_OVER))] : [];
    response.json({ items: [pressureLimit(setAs(PRESSURE), waiting), ...ofPlace] });
  });
  routes.get('/waiting-changes', (_, response) => response.json({ items: [] }));
  routes.get('/rule-tally', (_, response) => response.json({ isWhole: true, items: [] }));
  routes.get('/parameters', (request, response) => {
    const { scope } = request.query;
    if (typeof scope === 'string' && !isKnown(scope)) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.json({ items: parameters.filter((one) => scope === undefined || one.scope === scope) });
  });
  routes.put('/parameters', (request, response) => {
    const { scope, name, value, reason } = request.body;
    if (!isKnown(scope)) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    const bounds = [...LINK_SETTINGS, handOverLimit(undefined)].find((one) => one.name === name);
    const isWithin = bounds === undefined || value === null || (value >= bounds.lowest && value <= bounds.highest);
    if (!isWithin || value === 13) {
      const words =
        name === HAND_OVER ? { zh: '应为 30 至 600', en: 'Must be from 30 to 600' } : { zh: `不能是 ${value}`, en: `Must not be ${value}` };
      return refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', [{ path: 'body.value', message: '', words }]);
    }
    if (name === PRESSURE && value !== null && value < 0.05) {
      waiting = { by: 'admin', name: '示范管理员', at: Date.now(), reason, value };
      return response.json({ items: [] });
    }
    const at = parameters.findIndex((one) => one.scope === scope && one.name === name);
    if (at >= 0) parameters.splice(at, 1);
    if (value !== null) parameters.push({ scope, name, value });
    response.json({ items: parameters.filter((one) => one.scope === scope) });
  });
}
