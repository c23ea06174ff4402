// What people do about judgement: limits of places and devices, and rules of their own.
import { words } from '../../device-drivers/words.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Act } from '../acts.ts';
import { mustKnowScope, setAbove } from '../estate/scope.ts';
import type { Version } from '../rulebook/versions.ts';
import { type DeedRows, NOTHING, type Rooms } from './deed.ts';

type RuleDeed = Extract<Act, { do: 'set-parameter' | 'decide-limit' | 'set-own-rule' | 'decide-own-rule' }>;

export const ON_RULES: DeedRows<RuleDeed> = {
  'set-parameter': {
    title: words('设定参数', 'Set a limit'),
    about: ({ scope }) => scope,
    carryOut(act, rooms) {
      const { scope, name, value, at } = act;
      const { estate, rulebook } = rooms;
      mustKnowScope(scope, estate);
      const otherwise = rulebook.parameters().find((one) => one.name === name)?.otherwise ?? 0;
      const above = setAbove(scope, name, estate)?.value ?? otherwise;
      const before = estate.limits.of(scope, name) ?? above;
      const entered = rulebook.setLimit(act, before, value ?? above);
      if (entered) apply(scope, name, entered.value, at, rooms);
      return NOTHING;
    },
  },
  'decide-limit': {
    title: words('审批限值', 'Decided on a limit'),
    about: ({ scope }) => scope,
    carryOut(act, rooms) {
      mustKnowScope(act.scope, rooms.estate);
      const entered = rooms.rulebook.decideLimit(act);
      if (entered) apply(act.scope, act.name, entered.value, act.at, rooms);
      return NOTHING;
    },
  },
  'set-own-rule': {
    title: words('修改自定义规则', 'Wrote a rule'),
    about: ({ rule }) => rule.id,
    carryOut(act, rooms) {
      judgeBy(rooms.rulebook.setRule(act), act.at, rooms);
      return NOTHING;
    },
  },
  'decide-own-rule': {
    title: words('审批自定义规则', 'Decided on a rule'),
    about: ({ rule }) => rule,
    carryOut(act, rooms) {
      judgeBy(rooms.rulebook.decideRule(act), act.at, rooms);
      return NOTHING;
    },
  },
};

/** A hold or a silence that runs with the old limit must end with the new one. */
function apply(scope: string, name: string, value: number | null, at: number, { estate, engine }: Rooms): void {
  estate.setParameter(scope, name, value);
  for (const device of estate.devices()) {
    if (device.id === scope || device.path.includes(scope)) engine.lookAgain(device.id, at);
  }
}

function judgeBy(entered: Version<Rule> | undefined, at: number, { engine, desk, rulebook }: Rooms): void {
  if (!entered || !engine.changeRule(entered.value, at)) return;
  const others = new Set(rulebook.inForce());
  others.delete(entered.key);
  desk.rulesAre(others, at);
}
