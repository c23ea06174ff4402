// What the house knows: drivers, quantities, rules, and the limits that are set for a place or a device.
import { z } from 'zod';
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import { STATION_PARAMETERS } from '../../../device-drivers/gb26875/settings.ts';
import { QUANTITIES, type Quantity } from '../../../device-drivers/quantity.ts';
import { words } from '../../../device-drivers/words.ts';
import type { RuleParameter } from '../../../rules/book.ts';
import { isOwnRule } from '../../../rules/own-rule.ts';
import { HAND_OVER_LIMIT } from '../../alarms/hand-over-limit.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Rulebook } from '../../rulebook/rulebook.ts';
import { driverView, type QuantityView, quantityView } from '../contract.ts';
import { measureOf } from '../limit-views.ts';
import { FieldError, type FieldProblem } from '../problems.ts';
import { parameterList, setParameter } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { parameterView, ruleView } from '../rule-contract.ts';
import { ruleViewOf } from '../rule-views.ts';
import type { Subjects } from '../subjects.ts';
import type { Acting } from './acting.ts';

export interface KnowledgeRooms {
  readonly drivers: () => readonly DeviceDriver[];
  readonly rulebook: Pick<Rulebook, 'rules' | 'parameters' | 'own'>;
  readonly estate: Estate;
  readonly subjects: Pick<Subjects, 'pathOf' | 'isSeen'>;
  readonly flow: Acting;
}

function viewOfQuantity(id: string, one: Quantity): QuantityView {
  switch (one.kind) {
    case 'number':
      return { id, kind: one.kind, title: one.title, unit: one.unit, decimals: one.decimals };
    case 'flag':
      return { id, kind: one.kind, title: one.title, on: one.on, off: one.off };
    case 'state':
      return { id, kind: one.kind, title: one.title, states: { ...one.states }, normal: one.normal };
  }
}

/** Why a value cannot be the parameter of that name, or undefined where it can. Null takes a parameter away. */
function parameterProblem(parameters: readonly RuleParameter[], name: string, value: number | null): FieldProblem | undefined {
  const bounded = [...STATION_PARAMETERS, HAND_OVER_LIMIT].find((one) => one.name === name);
  if (bounded) {
    const { lowest, highest } = bounded;
    const isWithin = value === null || (value >= lowest && value <= highest);
    return isWithin
      ? undefined
      : { path: 'body.value', words: words(`应为 ${lowest} 至 ${highest}`, `Must be from ${lowest} to ${highest}`) };
  }
  const known = parameters.find((one) => one.name === name);
  if (!known) return { path: 'body.name', words: words('没有规则使用这个参数', 'No rule asks for this parameter') };
  if (value === null) return undefined;
  const { lowest, highest, unit } = measureOf(known);
  return value >= lowest && value <= highest
    ? undefined
    : {
        path: 'body.value',
        words: words(`应为 ${lowest} 至 ${highest} ${unit}`.trimEnd(), `Must be from ${lowest} to ${highest} ${unit}`.trimEnd()),
      };
}

export function knowledgeRoutes(rooms: KnowledgeRooms): Route[] {
  const { drivers, rulebook, estate, subjects, flow } = rooms;
  return [
    route({
      method: 'get',
      path: '/drivers',
      id: 'listDrivers',
      summary: words('设备型号', 'Models of devices'),
      needs: 'signed-in',
      answer: z.object({ items: z.array(driverView) }),
      handle: () => ({
        items: drivers().map(({ model, vendor, title, kind, protocol, source, points }) => {
          const quantities = [...new Set(points.map(({ quantity }) => quantity))];
          return { model, vendor, title, kind, protocol, source, quantities };
        }),
      }),
    }),
    route({
      method: 'get',
      path: '/quantities',
      id: 'listQuantities',
      summary: words('物理量', 'Quantities'),
      needs: 'signed-in',
      answer: z.object({ items: z.array(quantityView) }),
      handle: () => ({ items: Object.entries<Quantity>(QUANTITIES).map(([id, one]) => viewOfQuantity(id, one)) }),
    }),
    route({
      method: 'get',
      path: '/rules',
      id: 'listRules',
      summary: words('判定规则', 'Rules'),
      needs: 'rule.read',
      answer: z.object({ items: z.array(ruleView) }),
      handle: ({ by }) => ({
        items: rulebook
          .rules()
          .filter(({ id }) => !isOwnRule(id) || subjects.isSeen('own-rule', id, (path) => by.sees(path)))
          .map((one) => ruleViewOf(one, (path) => by.sees(path), rooms)),
      }),
    }),
    route({
      method: 'get',
      path: '/parameters',
      id: 'listParameters',
      summary: words('规则参数', 'Limits set for places and devices'),
      needs: 'rule.read',
      query: parameterList,
      answer: z.object({ items: z.array(parameterView) }),
      names: { 'query.scope': 'scope' },
      handle: ({ query, by }) => ({
        items: [...estate.parameters(query.scope)].filter((one) => {
          const path = subjects.pathOf('scope', one.scope);
          return path !== undefined && by.sees(path);
        }),
      }),
    }),
    route({
      method: 'put',
      path: '/parameters',
      id: 'setParameter',
      summary: words('设定规则参数；空值表示取消', 'Set a limit for a place or a device; null takes it away'),
      needs: 'parameter.manage',
      body: setParameter,
      answer: z.object({ items: z.array(parameterView) }),
      names: { 'body.scope': 'scope' },
      async handle({ body, by }) {
        const { scope, name, value, version } = body;
        const reason = body.reason === '' ? undefined : body.reason;
        const problem = parameterProblem(rulebook.parameters(), name, value);
        const problems = problem ? [problem] : [];
        if (name === HAND_OVER_LIMIT.name && !estate.places.get(scope))
          problems.push({ path: 'body.scope', words: words('移交应答时限按位置设定', 'The time to answer a hand-over is set for places') });
        if (reason === undefined && !STATION_PARAMETERS.some((one) => one.name === name))
          problems.push({ path: 'body.reason', words: words('请填写原因', 'Say why') });
        if (problems.length > 0) throw new FieldError(problems);
        await flow.act({ do: 'set-parameter', scope, name, value, version, reason }, by.author);
        return { items: [...estate.parameters(body.scope)] };
      },
    }),
  ];
}
