// What people do about an incident, as events of its life, and why one is refused, in a person's words.
import type { Act } from '../acts.ts';
import type { Signature } from './alarm.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent, IncidentRefusal } from './incident-life.ts';

export type IncidentAct = Extract<
  Act,
  {
    do:
      | 'verify-incident'
      | 'find-incident'
      | 'second-incident'
      | 'move-incident'
      | 'close-incident'
      | 'reopen-incident'
      | 'take-incident'
      | 'release-incident'
      | 'answer-incident'
      | 'go-to-incident'
      | 'arrive-at-incident'
      | 'describe-incident'
      | 'mark-step'
      | 'add-note'
      | 'add-picture'
      | 'offer-incident'
      | 'accept-incident'
      | 'decline-incident'
      | 'withdraw-incident';
  }
>;

/** What an act is to the life of an incident. */
export function eventOf(act: IncidentAct): IncidentEvent {
  const by: Signature = { ...act.by, at: act.at };
  switch (act.do) {
    case 'verify-incident':
      return { is: 'verify', by };
    case 'find-incident':
      return { is: 'find', by, verdict: act.verdict, cause: act.cause ?? null, note: act.note ?? null };
    case 'second-incident':
      return { is: 'second', by };
    case 'move-incident':
      return { is: 'move', by, to: act.to };
    case 'close-incident':
      return { is: 'close', by, isSupervisor: act.isSupervisor };
    case 'reopen-incident':
      return { is: 'reopen', by, reason: act.reason };
    case 'take-incident':
      return { is: 'take', by, reason: act.reason ?? null };
    case 'release-incident':
      return { is: 'release', by };
    case 'answer-incident':
      return { is: 'answer', by, notice: act.notice, answer: act.answer };
    case 'go-to-incident':
      return { is: 'report', by, report: { ...by, report: act.report, captured: act.captured, is: 'going' } };
    case 'arrive-at-incident': {
      const { position, distance, far } = act;
      return { is: 'report', by, report: { ...by, report: act.report, captured: act.captured, is: 'arrived', position, distance, far } };
    }
    case 'describe-incident': {
      const { saw, cause, note } = act;
      return { is: 'report', by, report: { ...by, report: act.report, captured: act.captured, is: 'saw', saw, cause, note } };
    }
    case 'mark-step':
      return { is: 'mark', by, step: act.step, title: act.title, state: act.state, reason: act.reason ?? null };
    case 'add-note':
      return { is: 'record', by, key: act.key, text: act.text, taken: act.taken, media: null };
    case 'add-picture':
      return { is: 'record', by, key: act.key, text: act.text, taken: act.taken, media: act.media };
    case 'offer-incident':
      return { is: 'offer', by, to: act.to, words: act.words, within: act.within };
    case 'accept-incident':
      return { is: 'accept', by };
    case 'decline-incident':
      return { is: 'decline', by, reason: act.reason };
    case 'withdraw-incident':
      return { is: 'withdraw', by };
  }
}

/** Why not, in a person's words. */
export function refusalOf(why: IncidentRefusal, { taken, proposed }: Incident): string {
  if (why === 'taken' && taken) return `${taken.name} 正在处置，接手须注明原因 / ${taken.name} is handling it; say why you take over`;
  if (why === 'same-person' && proposed) return `须由 ${proposed.name} 以外的人复核 / somebody other than ${proposed.name} must agree`;
  return REFUSALS[why];
}

export const REFUSALS: Readonly<Record<IncidentRefusal, string>> = {
  closed: '事件已关闭 / the incident is closed',
  'not-closed': '事件未关闭，或已并入其他事件 / the incident is not closed, or went up in another',
  'too-late': '关闭超过 24 小时，不能重新打开 / it was closed more than 24 hours ago',
  taken: '他人正在处置 / somebody else is handling it',
  'not-taken': '无人在处置 / nobody has taken it',
  'already-acknowledged': '已有人确认 / somebody has acknowledged it',
  'already-verified': '已核实 / it has been verified',
  'no-cause': '误报须注明原因 / a false alarm needs its cause',
  unverified: '尚未核警 / nobody has said yet what it was',
  'not-confirmed': '未确认为真实火警 / it is not confirmed as a fire',
  'nothing-proposed': '没有待复核的判定 / there is no finding to agree to',
  'same-person': '须由另一人复核 / another person must agree',
  'still-active': '仍有报警未恢复：请先屏蔽并设定期限 / an alarm is still active: isolate it first, with an end',
  'not-out': '火情未结束 / the fire is not out',
  'needs-supervisor': '待定事件须由监督人员复核后关闭 / an undetermined incident is reviewed and closed by a supervisor',
  'already-answered': '此通知已答复 / this notice has been answered',
  'too-many-reports': '这起事件的现场记录已满 / this incident has as many reports from the spot as it can hold',
  'no-reason': '不适用或受阻须注明原因 / what does not apply or is blocked needs its reason',
  'already-marked': '此步骤已有人标记 / somebody has marked this step already',
  'not-marked': '此步骤未标记 / this step is not marked',
  'other-content': '同一编号已有不同内容 / other content has come under this key',
  'too-many-pictures': '一起事件最多 200 张照片 / an incident has 200 pictures at most',
  'too-many-notes': '一起事件最多 200 条记录 / an incident has 200 notes at most',
  'closed-long-ago': '事件关闭已超过 7 天，不再补充记录 / it was closed more than 7 days ago: nothing is added any more',
  'went-up': '事件已并入其他事件 / the incident went up in another',
  'not-yours': '须由处置人移交：请先“由我处置” / only who handles it hands it over: take it first',
  'to-yourself': '不能移交给自己 / it cannot be handed over to yourself',
  'nothing-offered': '没有待接收的移交 / no hand-over waits for an answer',
  'not-offered-to-you': '此移交不是给您的 / this hand-over is for somebody else',
};
