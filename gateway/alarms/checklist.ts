// Checklists 处置清单: what is to be done about an alarm of a class, step by step; those that the house brings along.
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';

export interface ChecklistStep {
  /** Stays with the step when the list is changed: what was said of it is kept under it. */
  readonly id: string;
  readonly title: Words;
  /** Seconds after the alarm was raised; null: in its time. */
  readonly due: number | null;
  /** The minute of the 1-3-5 rule of micro fire stations that it answers for. */
  readonly minute: 1 | 3 | 5 | null;
}

function step(id: string, zh: string, en: string, due: number | null = null, minute: ChecklistStep['minute'] = null): ChecklistStep {
  return { id, title: words(zh, en), due, minute };
}

const CALL_ROOM = step('call-room', '致电消防控制室，问明情况', 'Call the control room and ask what they see', 30);
const SEND = step('send', '派人到现场核实', 'Send somebody to look', 60);
const REPAIR = step('repair', '通知维保单位', 'Tell the maintenance company');
const RESTORED = step('restored', '确认恢复正常', 'Make sure that it is in order again');

/** In the order in which they are done. 1-3-5: on the spot in one minute, the neighbours in three, the fire service in five. */
export const BUILT_IN: Readonly<Record<AlarmClass, readonly ChecklistStep[]>> = {
  fire: [
    CALL_ROOM,
    step('on-site', '微型消防站 1 分钟到场核实', 'Micro fire station on the spot within 1 minute', 60, 1),
    step('call-119', '确认后立即拨打 119，说明地点、火势、被困人员', 'Once confirmed call 119: place, what burns, who is trapped', 120),
    step('neighbours', '邻近力量 3 分钟到场增援', 'Neighbouring teams there within 3 minutes', 180, 3),
    step('pumps', '确认消防泵、喷淋、防排烟已启动', 'Make sure that pumps, sprinklers and smoke extraction run', 180),
    step('lift', '电梯迫降首层', 'Recall the lifts to the ground floor', 180),
    step('evacuate', '启动应急广播，组织疏散', 'Start the voice alarm and clear the building', 180),
    step('access', '打开消防车通道与门禁，派人接车', 'Open the way for fire engines and the doors; somebody meets them', 300),
    step('fire-service', '5 分钟内消防救援力量到场', 'Fire service there within 5 minutes', 300, 5),
    step('count', '清点人数，报告失联人员', 'Count people and report who is missing', 600),
    step('scene', '保护现场，留存影像', 'Keep the scene and take pictures'),
  ],
  'pre-alarm': [
    CALL_ROOM,
    step('on-site', '派人到现场核实', 'Somebody on the spot to look', 180),
    step('watch', '调看视频与同区域其他探测器', 'Look at cameras and the other detectors of the zone', 180),
    step('cause', '查明原因并消除', 'Find the cause and remove it'),
  ],
  linkage: [
    CALL_ROOM,
    step('expected', '核对是否由火警联动引起', 'See whether a fire set it going', 60),
    step('state', '核实设备实际动作状态', 'See what the equipment really does', 300),
    step('reset', '处置完毕后恢复到自动', 'Back to automatic when it is over'),
  ],
  supervisory: [
    SEND,
    step('impairment', '确认是否影响灭火能力，必要时加强值守', 'Does it weaken the protection? If so post a watch', 1_800),
    REPAIR,
    RESTORED,
  ],
  fault: [
    step('look', '核实故障部位与影响范围', 'Where is the fault and what does it disable', 1_800),
    REPAIR,
    step('watch', '修复前落实临时防范措施', 'Put stopgap measures in place until it is repaired'),
    RESTORED,
  ],
  isolation: [
    step('reason', '核实屏蔽原因、批准人与期限', 'Reason, authority and end of the isolation', 1_800),
    step('watch', '屏蔽期间安排人工巡查', 'Patrols while it is isolated'),
    step('lifted', '到期前解除并试验', 'Lift it in time and test'),
  ],
  notice: [step('read', '阅知并按需转告', 'Read it, and pass it on where needed')],
};
