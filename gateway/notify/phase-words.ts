// What each phase of telling is called in a message.
import { type Words, words } from '../../device-drivers/words.ts';
import type { NoticePhase } from './notice.ts';

export const PHASE_WORDS: Readonly<Record<NoticePhase, Words>> = {
  raised: words('', ''),
  escalated: words('升级', 'escalated'),
  update: words('更新', 'update'),
  resolved: words('解除', 'resolved'),
  test: words('测试', 'test'),
};
