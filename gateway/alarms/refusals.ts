// Why a deed about an alarm or an isolation is refused, in words.
import type { Refusal } from './alarm.ts';
import type { IsolationRefusal } from './isolation.ts';

export const ALARM_REFUSALS: Readonly<Record<Refusal, string>> = {
  closed: '警情已关闭 / the alarm is closed',
  'already-acknowledged': '已有人确认 / somebody has acknowledged it',
  'still-active': '尚未恢复，不能复位 / it is still active and cannot be reset',
  'not-latching': '此类警情无需复位 / this alarm needs no reset',
  unverified: '请先核警再复位 / say what it was before you reset it',
  'fire-not-shelved': '火警与预警不能搁置 / a fire or a pre-alarm cannot be shelved',
  'already-shelved': '已搁置 / it is shelved already',
  'not-shelved': '未搁置 / it is not shelved',
  'already-restored': '已恢复 / it is restored already',
  'shelved-too-long': '搁置至多一个班次（12 小时） / it is shelved for a shift (12 hours) at most',
};

export const ISOLATION_REFUSALS: Readonly<Record<IsolationRefusal, string>> = {
  ended: '屏蔽已结束 / the isolation has ended',
  'too-long': '屏蔽至多 24 小时，停用至多 30 天 / an isolation lasts 24 hours at most, a withdrawal from service 30 days',
  'not-ended': '屏蔽尚未结束 / the isolation has not ended',
  'already-seen': '已有人知悉 / somebody has taken notice',
};
