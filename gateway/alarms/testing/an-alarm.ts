// An alarm and what can happen to it, for tests.
import type { Finding } from '../../../rules/finding.ts';
import type { Rule } from '../../../rules/rule.ts';
import type { Alarm, AlarmEvent } from '../alarm.ts';

export const smoke: Rule = {
  id: 'smoke-alarm',
  version: 1,
  title: { zh: '感烟火警', en: 'Smoke alarm' },
  class: 'fire',
  enabled: true,
  watches: { quantity: 'smoke.alarm' },
  raiseWhen: { is: 'state', among: ['alarm'] },
  latching: true,
  advice: { zh: '立即核实', en: 'Verify at once' },
};
export const by = { id: 'p1', name: '值班员', from: '127.0.0.1', at: 5_000 };

function finding(change: Finding['change'], rule: Rule = smoke): Finding {
  return {
    rule,
    device: 'd',
    point: 'smoke',
    change,
    at: 2_000,
    value: change === 'clear' ? 'normal' : 'alarm',
    because: rule.title,
    drill: false,
  };
}

export function event(change: Finding['change'], entry = 7, rule: Rule = smoke, receivedAt = 2_100): AlarmEvent {
  return { is: 'finding', finding: finding(change, rule), entry, receivedAt };
}

export function anAlarm(over: Partial<Alarm> = {}): Alarm {
  return {
    id: 'a1',
    change: 1,
    device: 'd',
    deviceName: '烟感',
    model: 'm',
    kind: 'smoke',
    registered: true,
    point: 'smoke',
    quantity: 'smoke.alarm',
    class: 'fire',
    rule: { id: smoke.id, version: 1 },
    title: smoke.title,
    advice: smoke.advice,
    because: smoke.title,
    clause: null,
    path: ['root'],
    latching: true,
    drill: false,
    condition: 'active',
    attention: 'new',
    verdict: 'unverified',
    causes: [smoke.id],
    occurredAt: 1_000,
    receivedAt: 1_100,
    restoredAt: null,
    closedAt: null,
    times: 1,
    value: 'alarm',
    acknowledged: null,
    judged: null,
    reset: null,
    incident: 'i1',
    firstOut: true,
    evidence: [5],
    shelved: null,
    isolated: null,
    suppressed: null,
    begins: [1_100],
    chattersSince: null,
    chattered: null,
    ...over,
  };
}
