// The limits of a place or a device as a screen shows them: what counts now, who says so, and what its versions were.
import type { Device } from '../../device-drivers/device.ts';
import { QUANTITIES, type Quantity } from '../../device-drivers/quantity.ts';
import { words } from '../../device-drivers/words.ts';
import { driverParameter } from '../../rules/book/house.ts';
import { limitsOf, type RuleParameter } from '../../rules/book.ts';
import { LONGEST_TIME_S, SHORTEST_SILENCE_S } from '../../rules/own-range.ts';
import { parameterTitle } from '../../rules/parameter-words.ts';
import type { Rule } from '../../rules/rule.ts';
import { HAND_OVER_LIMIT } from '../alarms/hand-over-limit.ts';
import type { Estate } from '../estate/estate.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import { setAbove } from '../estate/scope.ts';
import { limitKey, limitOfKey, type Rulebook } from '../rulebook/rulebook.ts';
import type { Version } from '../rulebook/versions.ts';
import type { LimitVersionView, LimitView, WaitingChange } from './rule-contract.ts';
import { changesOf, signed } from './rule-views.ts';

export interface LimitRooms {
  readonly estate: Estate;
  readonly rulebook: Rulebook;
}

/** The limits that any rule asks for at a device, or at any device below a place; of a place also how long a hand-over may wait. */
export function limitViews(scope: string, rooms: LimitRooms): LimitView[] {
  const { estate, rulebook } = rooms;
  const device = estate.record(scope) && estate.device(scope);
  const samples = device ? [device] : samplesBelow(scope, estate);
  const asked = new Map<string, Rule[]>();
  for (const rule of rulebook.rules()) {
    if (!rule.enabled || !reaches(rule, scope, estate) || !samples.some((one) => concerns(rule, one, estate))) continue;
    for (const { name } of parametersIn(rule, rulebook)) asked.set(name, [...(asked.get(name) ?? []), rule]);
  }
  const ofRules = rulebook
    .parameters()
    .filter(({ name }) => asked.has(name) || estate.limits.of(scope, name) !== undefined || rulebook.limits.waiting(limitKey(scope, name)));
  const ofPlace = estate.places.get(scope) ? [HAND_OVER_LIMIT] : [];
  return [...ofRules, ...ofPlace].map((parameter) => viewOf(scope, parameter, asked.get(parameter.name) ?? [], device, rooms));
}

function parametersIn(rule: Rule, rulebook: Rulebook): RuleParameter[] {
  const asked = new Set(limitsOf(rule).flatMap(([limit]) => (typeof limit === 'number' ? [] : [limit.parameter])));
  return rulebook.parameters().filter(({ name }) => asked.has(name));
}

/** One device of each model: what a rule asks for follows from kind and model. */
function samplesBelow(place: string, estate: Estate): Device[] {
  const models = new Map<string, Device>();
  for (const device of estate.devices()) if (!models.has(device.model) && device.path.includes(place)) models.set(device.model, device);
  return [...models.values()];
}

/** Whether a rule that is bound to places or devices has to do with a scope: stands in it, above it, or below it. */
function reaches({ watches: { places, devices } }: Rule, scope: string, estate: Estate): boolean {
  const path = estate.places.get(scope) ? estate.places.pathOf(scope) : (estate.device(scope)?.path ?? []);
  const isNear = (id: string): boolean =>
    path.includes(id) || (estate.places.get(id) !== undefined && estate.places.pathOf(id).includes(scope));
  if (places && !places.some(isNear)) return false;
  return devices === undefined || devices.some((id) => id === scope || (estate.device(id)?.path.includes(scope) ?? false));
}

function concerns({ watches }: Rule, device: Device, estate: Estate): boolean {
  if (watches.kinds && !watches.kinds.includes(device.kind)) return false;
  if ((watches.models && !watches.models.includes(device.model)) || watches.exceptModels?.includes(device.model)) return false;
  if (watches.quantity === 'link.online') return true;
  return estate.driver(device)?.points.some(({ quantity }) => quantity === watches.quantity) ?? false;
}

function viewOf(scope: string, parameter: RuleParameter, rules: readonly Rule[], device: Device | undefined, rooms: LimitRooms): LimitView {
  const { estate, rulebook } = rooms;
  const { name, otherwise } = parameter;
  const key = limitKey(scope, name);
  const last = rulebook.limits.last(key);
  const waiting = rulebook.limits.waiting(key);
  const own = estate.limits.of(scope, name);
  const above = aboveOf(scope, parameter, device, estate);
  const known = rules.length > 0 ? rules : rulebook.rules().filter(({ id }) => parameter.rules.includes(id));
  return {
    name,
    title: name === HAND_OVER_LIMIT.name ? HAND_OVER_LIMIT.title : parameterTitle(name, known[0]),
    quantity: parameter.quantity ?? null,
    ...measureOf(parameter),
    otherwise,
    rules: known.map((rule) => ({ id: rule.id, title: rule.title, class: rule.class })),
    now: own === undefined ? above : { value: own, source: 'own', place: null },
    above,
    version: last?.version ?? 0,
    changed: last ? { ...versionOf(last), before: rulebook.limits.of(key)[1]?.value ?? null } : null,
    waiting: waiting ? { ...signed(waiting.by), reason: waiting.reason, value: waiting.value } : null,
  };
}

/** What counts without an own value: the nearest place, what the model's own rhythm gives, or the default. */
function aboveOf(scope: string, { name, otherwise }: RuleParameter, device: Device | undefined, estate: Estate): LimitView['above'] {
  const given = setAbove(scope, name, estate);
  if (given)
    return { value: given.value, source: 'place', place: { id: given.place, name: estate.places.get(given.place)?.name ?? given.place } };
  const driver = device && estate.driver(device);
  const ofModel = driver && driverParameter(name, driver);
  return ofModel === undefined ? { value: otherwise, source: 'default', place: null } : { value: ofModel, source: 'model', place: null };
}

/** Unit and bounds of a parameter: what it may be for its rules to speak and to be silent again. */
export function measureOf({ name, quantity, use, most }: RuleParameter): Pick<LimitView, 'unit' | 'decimals' | 'lowest' | 'highest'> {
  if (name === HAND_OVER_LIMIT.name) return { unit: 's', decimals: 0, lowest: HAND_OVER_LIMIT.lowest, highest: HAND_OVER_LIMIT.highest };
  if (quantity === undefined)
    return { unit: 's', decimals: 0, lowest: use === 'silent' ? SHORTEST_SILENCE_S : 0, highest: most ?? LONGEST_TIME_S };
  const known: Quantity = QUANTITIES[quantity];
  if (known.kind !== 'number') return { unit: '', decimals: 0, lowest: 0, highest: LONGEST_TIME_S };
  const { unit, decimals, range } = known;
  const [lowest, highest] = range;
  if (use !== 'rising' && use !== 'falling') return { unit, decimals, lowest, highest };
  // A change of nothing, or back, would hold of any value.
  return { unit, decimals, lowest: 10 ** -decimals, highest: Number((highest - lowest).toFixed(decimals)) };
}

/** The versions of a limit, the last first. */
export function limitVersions(scope: string, name: string, { rulebook }: LimitRooms): LimitVersionView[] {
  return rulebook.limits.of(limitKey(scope, name)).map(versionOf);
}

function versionOf({ version, value, reason, by, agreed }: Version<number | null>): LimitVersionView {
  return {
    version,
    value,
    reason,
    ...signed(by),
    since: agreed?.at ?? by.at,
    agreed: agreed && { ...signed(agreed), reason: agreed.reason },
  };
}

/** What waits for a second person, limits and rules, the oldest first, of scopes and rules that `sees` lets through. */
export function waitingChanges(
  sees: (kind: 'scope' | 'own-rule', id: string) => boolean,
  { estate, rulebook }: LimitRooms,
): WaitingChange[] {
  const limits = [...rulebook.limits.allWaiting()].flatMap((one): WaitingChange[] => {
    const { scope, name } = limitOfKey(one.key);
    if (!sees('scope', scope)) return [];
    const parameter = rulebook.parameters().find((each) => each.name === name);
    const text = (value: number | null | undefined): WaitingChange['before'] => {
      if (value === null || value === undefined) return words('不单独设定', 'not set here');
      const said = `${value} ${parameter ? measureOf(parameter).unit : ''}`.trim();
      return words(said, said);
    };
    const rule = rulebook.rules().find(({ id }) => parameter?.rules.includes(id));
    return [
      {
        of: 'limit',
        key: name,
        scope: { id: scope, name: estate.places.get(scope)?.name ?? estate.record(scope)?.name ?? scope },
        title: parameterTitle(name, rule),
        ...signed(one.by),
        reason: one.reason,
        before: text(estate.limits.of(scope, name) ?? setAbove(scope, name, estate)?.value ?? parameter?.otherwise),
        after: text(one.value),
        changes: [],
      },
    ];
  });
  const seesScope = (id: string): boolean => sees('scope', estate.places.get(id) || estate.record(id) ? id : ROOT_PLACE);
  const rules = [...rulebook.own.allWaiting()].flatMap((one): WaitingChange[] => {
    if (!sees('own-rule', one.key)) return [];
    return [
      {
        of: 'rule',
        key: one.key,
        scope: null,
        title: one.value.title,
        ...signed(one.by),
        reason: one.reason,
        before: words('启用', 'in force'),
        after: one.value.enabled ? words('修改判定条件', 'judges otherwise') : words('停用', 'switched off'),
        changes: changesOf(rulebook.own.last(one.key)?.value, one.value, estate, seesScope),
      },
    ];
  });
  return [...limits, ...rules].sort((one, other) => one.at - other.at);
}
