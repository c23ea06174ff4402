// What classes of alarms, verdicts, causes and states of incidents are called wherever the gateway itself writes to a person.
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from './alarm.ts';
import type { Seen } from './field-reports.ts';
import { type Answer, familyOf, type IncidentState } from './incident.ts';

export const CLASS_WORDS: Readonly<Record<AlarmClass, Words>> = {
  fire: words('火警', 'Fire'),
  'pre-alarm': words('预警', 'Pre-alarm'),
  linkage: words('联动', 'Linkage'),
  supervisory: words('监管', 'Supervisory'),
  fault: words('故障', 'Fault'),
  isolation: words('屏蔽', 'Isolation'),
  notice: words('提示', 'Notice'),
};

export const VERDICT_WORDS: Readonly<Record<Alarm['verdict'], Words>> = {
  unverified: words('未核实', 'Not verified'),
  real: words('属实', 'Real'),
  false: words('误报', 'False alarm'),
  test: words('测试', 'Test'),
  undetermined: words('待定', 'Undetermined'),
};

/** Why an alarm was false. */
export const FALSE_CAUSE_WORDS = {
  smoking: words('吸烟', 'Smoking'),
  steam: words('蒸汽', 'Steam'),
  dust: words('灰尘', 'Dust'),
  works: words('施工', 'Works'),
  mistake: words('误触', 'Mistake'),
  'device-fault': words('设备故障', 'Device fault'),
  'unannounced-test': words('未报备的测试', 'Unannounced test'),
  other: words('其他', 'Other'),
} as const satisfies Readonly<Record<string, Words>>;

export const STATE_WORDS: Readonly<Record<IncidentState, Words>> = {
  new: words('未确认', 'New'),
  acknowledged: words('已确认', 'Acknowledged'),
  verifying: words('核实中', 'Being verified'),
  confirmed: words('确认火警', 'Confirmed fire'),
  responding: words('处置中', 'Responding'),
  controlled: words('已控制', 'Controlled'),
  out: words('已扑灭', 'Out'),
  'false-alarm': words('误报', 'False alarm'),
  test: words('测试', 'Test'),
  undetermined: words('待定', 'Undetermined'),
  closed: words('已关闭', 'Closed'),
};

/** What the state of an incident of a class is called: a fault that was found to be one is no fire. */
export function stateWords(state: IncidentState, alarmClass: AlarmClass): Words {
  return state === 'confirmed' && familyOf(alarmClass) !== 'fire' ? NO_FIRE : STATE_WORDS[state];
}
const NO_FIRE = words('已核实属实', 'Confirmed');

/** What somebody who was told says by the link of a notice. */
export const ANSWER_WORDS: Readonly<Record<Answer, Words>> = {
  going: words('我去现场', 'I am going'),
  seen: words('我已知悉', 'I have seen it'),
  unable: words('无法前往', 'I cannot come'),
};

/** What somebody on the spot says is to be seen. */
export const SEEN_WORDS: Readonly<Record<Seen, Words>> = {
  real: words('看到真实火警', 'Sees a real fire'),
  false: words('看是误报', 'Sees a false alarm'),
  nothing: words('未发现异常', 'Finds nothing'),
};
