// What invented transmission devices and parts reply to a question, in the words of the gateway.
import type { CommandView } from '../../gateway/web/contract.ts';

/** What a transmission device says of its own state, line by line. */
const ANSWERED = [
  { zh: '用户信息传输装置：正常监视、主电故障', en: 'Transmission device: normal monitoring, mains power fault' },
  { zh: '状态发生时间 2026-11-21 23:40:12', en: 'Since 2026-11-21 23:40:12' },
];
const OF_PARTS: Readonly<Record<string, CommandView['result']>> = {
  'read-part-state': [{ zh: '3-25 点型光电感烟火灾探测器 12层05室感烟：正常运行', en: '3-25 point smoke detector 12层05室感烟: running' }],
  'read-part-configuration': [{ zh: '3-25 点型光电感烟火灾探测器：12层05室感烟', en: '3-25 point smoke detector: 12层05室感烟' }],
  // A head that measures nothing has nothing to tell.
  'read-analogue': [],
};

export function replyTo({ command }: Pick<CommandView, 'command'>): CommandView['result'] {
  return OF_PARTS[command] ?? ANSWERED;
}
