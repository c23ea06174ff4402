// What each class of alarm and each phase is called in a message.
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { NoticePhase } from './notice.ts';

export const CLASS_WORDS: Readonly<Record<AlarmClass, Words>> = {
  fire: words('火警', 'Fire'),
  'pre-alarm': words('预警', 'Pre-alarm'),
  linkage: words('联动', 'Linkage'),
  supervisory: words('监管', 'Supervisory'),
  fault: words('故障', 'Fault'),
  isolation: words('屏蔽', 'Isolation'),
  notice: words('提示', 'Notice'),
};

export const PHASE_WORDS: Readonly<Record<NoticePhase, Words>> = {
  raised: words('', ''),
  escalated: words('升级', 'escalated'),
  update: words('更新', 'update'),
  resolved: words('解除', 'resolved'),
  test: words('测试', 'test'),
};
