// What is wrong with a policy, in the words of the person who wrote it.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Policy, PolicyStep } from './policy.ts';
import { faultAt, type WrittenFault } from './written-fault.ts';

/** More steps than a centre has people to name; keeps what one incident can send within sight. */
const MOST_STEPS = 20;
/** Of a step or of the whole: twenty calls an operator lets through to one number in a day (Aliyun voice). */
const MOST_REPEATS = 20;
/** What comes sooner than that to the same person is folded into one summary a minute (coalescing.ts). */
const SHORTEST_EVERY_S = 60;
/** What was not told within a day is a matter for the shift's log, not for a call. */
const LONGEST_S = 24 * 3_600;
/** A provider in order answers within a second or two; and in a minute of silence nobody is told of a fire. */
const BESIDE_AFTER_S = { least: 2, most: 60 } as const;

/** Every fault of a policy, none where it can be used. */
export function faultsOfPolicy(policy: Policy): WrittenFault[] {
  const faults: WrittenFault[] = [];
  if (policy.classes.length === 0) faults.push(faultAt('classes', words('未选择警情类别', 'it is for no class of alarm')));
  if (policy.steps.length === 0) faults.push(faultAt('steps', words('没有任何步骤', 'it has no steps')));
  if (policy.steps.length > MOST_STEPS)
    faults.push(faultAt('steps', words(`步骤超过 ${MOST_STEPS} 个`, `it has more than ${MOST_STEPS} steps`)));
  for (const [n, step] of policy.steps.entries()) faults.push(...faultsOfStep(step, n, policy.steps[n - 1]));
  if (policy.steps[0] && policy.steps[0].after !== 0) {
    faults.push(faultAt('steps.0.after', words('第 1 步必须立即通知（0 秒）', 'step 1 must be told at once (0 seconds)')));
  }
  if (policy.again) faults.push(...faultsOfRepeat('again', policy.again, words('整体重复', 'the repeating of the whole')));
  if (!isSpan(policy.lastEvery, SHORTEST_EVERY_S))
    faults.push(faultAt('lastEvery', spanFault(words('末步重复间隔', 'the span between endless repetitions'))));
  const { besideAfter } = policy;
  const { least, most } = BESIDE_AFTER_S;
  if (besideAfter !== undefined && !(Number.isInteger(besideAfter) && besideAfter >= least && besideAfter <= most)) {
    const said = words(
      `火警另启下一方式的时间须为 ${least} 至 ${most} 秒的整秒`,
      `the time after which a fire takes the next channel too must be whole seconds from ${least} to ${most}`,
    );
    faults.push(faultAt('besideAfter', said));
  }
  const isForFire = policy.classes.includes('fire');
  if (policy.acknowledgeTimeOut === null) {
    const endless = words('火警必须有确认后处置时限', 'a fire needs a time within which it is handled once acknowledged');
    if (isForFire) faults.push(faultAt('acknowledgeTimeOut', endless));
  } else if (!isSpan(policy.acknowledgeTimeOut, SHORTEST_EVERY_S)) {
    faults.push(faultAt('acknowledgeTimeOut', spanFault(words('确认后处置时限', 'the time to handle after acknowledging'))));
  }
  return faults;
}

function faultsOfStep(step: PolicyStep, n: number, before: PolicyStep | undefined): WrittenFault[] {
  const of = (zh: string, en: string): Words => words(`第 ${n + 1} 步：${zh}`, `step ${n + 1}: ${en}`);
  const faults: WrittenFault[] = [];
  const fault = (field: string, zh: string, en: string): void => void faults.push(faultAt(`steps.${n}.${field}`, of(zh, en)));
  if (!isSpan(step.after, 0)) fault('after', '时间须为 0 秒至 24 小时的整秒', 'its time must be whole seconds from 0 to 24 hours');
  if (before && step.after < before.after) fault('after', '早于前一步', 'it comes before the step above it');
  if (step.via.length === 0) fault('via', '未选择通知方式', 'it names no channel');
  if (new Set(step.via).size < step.via.length) fault('via', '同一通知方式出现两次', 'it names a channel twice');
  if (step.needs !== undefined && !(Number.isInteger(step.needs) && step.needs >= 1)) {
    fault('needs', '确认人数须为 1 或更多', 'at least one person must acknowledge');
  }
  if (step.repeat) faults.push(...faultsOfRepeat(`steps.${n}.repeat`, step.repeat, of('重复', 'its repeating')));
  return faults;
}

function faultsOfRepeat(field: string, { every, times }: { readonly every: number; readonly times: number }, what: Words): WrittenFault[] {
  const faults: WrittenFault[] = [];
  if (!isSpan(every, SHORTEST_EVERY_S)) faults.push(faultAt(`${field}.every`, spanFault(what)));
  if (!(Number.isInteger(times) && times >= 1 && times <= MOST_REPEATS)) {
    const count = words(`${what.zh}次数须为 1 至 ${MOST_REPEATS}`, `${what.en} must be 1 to ${MOST_REPEATS} times`);
    faults.push(faultAt(`${field}.times`, count));
  }
  return faults;
}

function spanFault(what: Words): Words {
  return words(
    `${what.zh}须为 ${SHORTEST_EVERY_S} 秒至 24 小时的整秒`,
    `${what.en} must be whole seconds from ${SHORTEST_EVERY_S} to 24 hours`,
  );
}

function isSpan(seconds: number, least: number): boolean {
  return Number.isInteger(seconds) && seconds >= least && seconds <= LONGEST_S;
}
