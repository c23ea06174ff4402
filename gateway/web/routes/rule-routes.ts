// Rules of one's own, limits with their versions, the second person, and a rule tried on the last days.
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import { OWN_PREFIX } from '../../../rules/own-rule.ts';
import type { Rule } from '../../../rules/rule.ts';
import { clearSentenceOf, sentenceOf } from '../../../rules/sentence.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import { BalefireError } from '../../errors.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { type TrialRooms, tryOnHistory, watchedBy } from '../../rulebook/trial.ts';
import type { Visitor } from '../access/access.ts';
import { type LimitRooms, limitVersions, limitViews, waitingChanges } from '../limit-views.ts';
import { FieldError, type FieldProblem } from '../problems.ts';
import { type Route, route } from '../route.ts';
import {
  addOwnRule,
  decideLimit,
  decideOwnRule,
  limitScope,
  limitVersion,
  limitVersionsOf,
  limitView,
  type OwnRuleView,
  ownRule,
  ownRuleId,
  ruleCheck,
  ruleTally,
  ruleTrial,
  setOwnRule,
  tryRule,
  type WrittenRule,
  waitingChange,
} from '../rule-contract.ts';
import { ownRuleView } from '../rule-views.ts';
import type { Subjects } from '../subjects.ts';
import type { Acting } from './acting.ts';

const TALLY_MS = 30 * 86_400_000;

export interface RuleRouteRooms extends LimitRooms {
  readonly flow: Acting;
  readonly store: Pick<AlarmStore, 'raisedSince'>;
  readonly subjects: Pick<Subjects, 'pathOf' | 'isSeen'>;
  readonly trial: TrialRooms;
}

export function ruleRoutes(rooms: RuleRouteRooms): Route[] {
  const { estate, rulebook, flow, store, subjects, trial } = rooms;
  let isTrying = false;

  /** Refuses at its fields what is not sound, or reaches beyond what its author sees. */
  function refuseUnsound(rule: Rule, by: Visitor): void {
    const faults: FieldProblem[] = rulebook.faultsOf(rule).map(({ path, words: said }) => ({ path: `body.rule.${path}`, words: said }));
    faults.push(...beyond(rule, by));
    if (faults.length > 0) throw new FieldError(faults);
  }

  /**
   * Which of what a rule is bound to its author does not see. What is gone since the last version counts as the root's: who sees
   * everything can still switch such a rule off, or put it right.
   */
  function beyond({ id: rule, watches: { places, devices } }: Rule, by: Visitor): FieldProblem[] {
    const root = estate.places.pathOf(ROOT_PLACE);
    const before = rulebook.own.last(rule)?.value.watches;
    const isOut = (kind: 'place' | 'device', id: string): boolean => {
      const wasThere = (kind === 'place' ? before?.places : before?.devices)?.includes(id) === true;
      const path = subjects.pathOf(kind, id) ?? (wasThere ? root : undefined);
      return path === undefined || !by.sees(path);
    };
    const out = (kind: 'place' | 'device', ids: readonly string[] = []): FieldProblem[] => {
      const missing = ids.filter((id) => isOut(kind, id));
      const said = words(`没有找到，或不在您的管辖范围：${missing.join('、')}`, `Not found, or beyond what you see: ${missing.join(', ')}`);
      return missing.length > 0 ? [{ path: `body.rule.watches.${kind}s`, words: said }] : [];
    };
    const found = [...out('place', places), ...out('device', devices)];
    if (found.length > 0 || places !== undefined || devices !== undefined || by.sees(root)) return found;
    return [{ path: 'body.rule.watches.places', words: words('请选择您管辖范围内的位置', 'Choose places of those that you see') }];
  }

  const viewOf = (id: string, by: Visitor): OwnRuleView => ownRuleView(id, (path) => by.sees(path), rooms);

  return [
    route({
      method: 'get',
      path: '/own-rules/{id}',
      id: 'readOwnRule',
      summary: words('自定义规则及其各版本', 'A rule of one’s own with its versions'),
      needs: 'rule.read',
      params: ownRuleId,
      answer: ownRule,
      names: { 'params.id': 'own-rule' },
      handle: ({ params, by }) => viewOf(params.id, by),
    }),
    route({
      method: 'post',
      path: '/own-rules',
      id: 'addOwnRule',
      summary: words('新增自定义规则', 'Write a rule of one’s own'),
      needs: 'parameter.manage',
      body: addOwnRule,
      answer: ownRule,
      status: 201,
      async handle({ body, by }) {
        if (rulebook.own.last(body.id)) throw new FieldError([{ path: 'body.id', words: words('编号已被使用', 'This id is taken') }]);
        const rule = asRule(body.id, 1, body.rule);
        refuseUnsound(rule, by);
        await flow.act({ do: 'set-own-rule', rule, version: 0, reason: body.reason }, by.author);
        return viewOf(body.id, by);
      },
    }),
    route({
      method: 'put',
      path: '/own-rules/{id}',
      id: 'setOwnRule',
      summary: words('修改、停用或启用自定义规则', 'Change, switch off or on a rule of one’s own'),
      needs: 'parameter.manage',
      params: ownRuleId,
      names: { 'params.id': 'own-rule' },
      body: setOwnRule,
      answer: ownRule,
      async handle({ params, body, by }) {
        const rule = asRule(params.id, body.version + 1, body.rule);
        const before = rulebook.own.last(params.id);
        if (before && beyond(before.value, by).length > 0) throw new BalefireError('not-allowed');
        refuseUnsound(rule, by);
        await flow.act({ do: 'set-own-rule', rule, version: body.version, reason: body.reason }, by.author);
        return viewOf(params.id, by);
      },
    }),
    route({
      method: 'post',
      path: '/own-rules/{id}/decision',
      id: 'decideOwnRule',
      summary: words('批准或退回自定义规则的修改', 'Agree to a change of a rule of one’s own, or refuse it'),
      needs: 'rule.approve',
      params: ownRuleId,
      names: { 'params.id': 'own-rule' },
      body: decideOwnRule,
      answer: ownRule,
      async handle({ params, body, by }) {
        // What it watched is at stake as much as what it is to watch: nobody takes a rule from places that they do not see.
        const concerned = [rulebook.own.last(params.id)?.value, rulebook.own.waiting(params.id)?.value];
        if (concerned.some((rule) => rule && beyond(rule, by).length > 0)) throw new BalefireError('not-allowed');
        await flow.act({ do: 'decide-own-rule', rule: params.id, ...body }, by.author);
        return viewOf(params.id, by);
      },
    }),
    route({
      method: 'post',
      path: '/rule-checks',
      id: 'checkRule',
      summary: words('检查规则草稿：语句、错误、涉及的设备', 'Check a rule that is being written: its sentence, faults and devices'),
      needs: 'parameter.manage',
      body: tryRule,
      answer: ruleCheck,
      handle({ body, by }) {
        const rule = asRule(body.id ?? `${OWN_PREFIX}draft`, 1, body.rule);
        const faults = rulebook.faultsOf(rule);
        const isSound = faults.length === 0;
        return {
          sentence: isSound ? sentenceOf(rule) : null,
          clears: (isSound && clearSentenceOf(rule)) || null,
          faults,
          devices: isSound ? watchedBy(rule, trial).filter(({ device }) => by.sees(device.path)).length : 0,
          needsSecond: isSound && rulebook.needsSecond(rule),
        };
      },
    }),
    route({
      method: 'post',
      path: '/rule-trials',
      id: 'tryRule',
      summary: words('以近 7 天历史试运行规则', 'Try a rule on the history of the last 7 days'),
      needs: 'parameter.manage',
      body: tryRule,
      answer: ruleTrial,
      async handle({ body, by }) {
        const rule = asRule(body.id ?? `${OWN_PREFIX}draft`, 1, body.rule);
        refuseUnsound(rule, by);
        // One at a time: two would take twice the disk from live judgement.
        if (isTrying) throw new BalefireError('too-many');
        isTrying = true;
        try {
          const { alarms, blind, ...rest } = await tryOnHistory(rule, (path) => by.sees(path), trial);
          const named = alarms.map((one) => ({ ...one, name: estate.record(one.device)?.name ?? one.device }));
          return { ...rest, alarms: named, blind: [...blind] };
        } finally {
          isTrying = false;
        }
      },
    }),
    route({
      method: 'get',
      path: '/rule-tally',
      id: 'readRuleTally',
      summary: words('近 30 天各规则报警次数', 'How often each rule raised in the last 30 days'),
      needs: 'rule.read',
      answer: ruleTally,
      handle({ by }) {
        const since = trial.clock() - TALLY_MS;
        const { rows, isWhole } = store.raisedSince(since);
        const raised = new Map<string, number>();
        for (const { rule, path } of rows) if (by.sees(path)) raised.set(rule, (raised.get(rule) ?? 0) + 1);
        return { isWhole, items: [...raised].map(([rule, n]) => ({ rule, raised: n })) };
      },
    }),
    route({
      method: 'get',
      path: '/limits',
      id: 'listLimits',
      summary: words('位置或设备的限值：现值、来源、设定人与原因', 'Limits of a place or a device: what counts, who says so and why'),
      needs: 'rule.read',
      query: limitScope,
      answer: z.object({ items: z.array(limitView) }),
      names: { 'query.scope': 'scope' },
      handle: ({ query }) => ({ items: limitViews(query.scope, rooms) }),
    }),
    route({
      method: 'get',
      path: '/limit-versions',
      id: 'listLimitVersions',
      summary: words('一项限值的各版本，最近在前', 'The versions of a limit, the last first'),
      needs: 'rule.read',
      query: limitVersionsOf,
      answer: z.object({ items: z.array(limitVersion) }),
      names: { 'query.scope': 'scope' },
      handle: ({ query }) => ({ items: limitVersions(query.scope, query.name, rooms) }),
    }),
    route({
      method: 'post',
      path: '/limit-decisions',
      id: 'decideLimit',
      summary: words('批准或退回限值修改', 'Agree to a limit that waits, or refuse it'),
      needs: 'rule.approve',
      body: decideLimit,
      answer: z.object({ items: z.array(limitView) }),
      names: { 'body.scope': 'scope' },
      async handle({ body, by }) {
        await flow.act({ do: 'decide-limit', ...body }, by.author);
        return { items: limitViews(body.scope, rooms) };
      },
    }),
    route({
      method: 'get',
      path: '/waiting-changes',
      id: 'listWaitingChanges',
      summary: words('待第二人批准的修改', 'Changes that wait for a second person'),
      needs: 'rule.read',
      answer: z.object({ items: z.array(waitingChange) }),
      handle: ({ by }) => ({
        items: waitingChanges((kind, id) => subjects.isSeen(kind, id, (path) => by.sees(path)), rooms),
      }),
    }),
  ];
}

function asRule(id: string, version: number, rule: WrittenRule): Rule {
  return { id, version, ...rule } as Rule;
}
