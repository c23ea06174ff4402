// What people do about alarms, isolations and incidents.
import { words } from '../../device-drivers/words.ts';
import type { Act } from '../acts.ts';
import type { AlarmAct, IsolationAct } from '../alarms/desk.ts';
import type { IncidentAct } from '../alarms/incident-acts.ts';
import { type DeedRows, NOTHING, type Untitled } from './deed.ts';

type AlarmDeed =
  | AlarmAct
  | IsolationAct
  | IncidentAct
  | Extract<Act, { do: 'begin-walk-test' | 'end-walk-test' | 'set-checklist' | 'merge-incidents' | 'split-incident' }>;

const ON_ALARM: Untitled<AlarmAct> = {
  about: ({ alarm }) => alarm,
  carryOut: (act, { desk }) => ({ alarm: desk.act(act) }),
  touches: 'conclusions',
};

const ON_ISOLATION: Untitled<Exclude<IsolationAct, { do: 'isolate' }>> = {
  about: ({ isolation }) => isolation,
  carryOut: (act, { desk }) => ({ isolation: desk.actOnIsolation(act) }),
  touches: 'conclusions',
};

const ON_INCIDENT: Untitled<IncidentAct> = {
  about: ({ incident }) => incident,
  carryOut: (act, { desk }) => ({ incident: desk.actOnIncident(act) }),
  touches: 'conclusions',
};

/** Sent again under its key it is answered with the incident that holds the report. */
const FROM_THE_SPOT: Untitled<IncidentAct> = {
  ...ON_INCIDENT,
  again({ incident }, { desk }) {
    const known = desk.incident(incident);
    return known ? { incident: known } : {};
  },
};

export const ON_ALARMS: DeedRows<AlarmDeed> = {
  acknowledge: { title: words('确认警情', 'Acknowledged'), ...ON_ALARM },
  judge: { title: words('判定警情', 'Judged'), ...ON_ALARM },
  reset: { title: words('复位', 'Reset'), ...ON_ALARM },
  shelve: { title: words('搁置', 'Shelved'), ...ON_ALARM },
  unshelve: { title: words('取消搁置', 'Unshelved'), ...ON_ALARM },
  isolate: {
    title: words('屏蔽', 'Isolated'),
    about: ({ scope }) => (scope.of === 'place' ? scope.place : scope.device),
    carryOut: (act, { desk }) => ({ isolation: desk.actOnIsolation(act) }),
    touches: 'conclusions',
  },
  'renew-isolation': { title: words('屏蔽续期', 'Renewed an isolation'), ...ON_ISOLATION },
  'end-isolation': { title: words('解除屏蔽', 'Ended an isolation'), ...ON_ISOLATION },
  'see-isolation': { title: words('知悉屏蔽到期', 'Saw that an isolation ended'), ...ON_ISOLATION },
  'begin-walk-test': {
    title: words('开始测试模式', 'Began a walk test'),
    about: ({ place }) => place,
    carryOut: (act, { walkTesting }) => ({ walkTest: walkTesting.begin(act) }),
  },
  'end-walk-test': {
    title: words('结束测试模式', 'Ended a walk test'),
    about: ({ test }) => test,
    carryOut: (act, { walkTesting }) => ({ walkTest: walkTesting.end(act) }),
  },
  'verify-incident': { title: words('现场核实', 'Went to look'), ...ON_INCIDENT },
  'find-incident': { title: words('核警结论', 'Said what it was'), ...ON_INCIDENT },
  'second-incident': { title: words('复核误报', 'Agreed: false alarm'), ...ON_INCIDENT },
  'move-incident': { title: words('处置进展', 'Course of the incident'), ...ON_INCIDENT },
  'close-incident': { title: words('关闭事件', 'Closed the incident'), ...ON_INCIDENT },
  'reopen-incident': { title: words('重新打开事件', 'Opened the incident again'), ...ON_INCIDENT },
  'take-incident': { title: words('接手处置', 'Took the incident'), ...ON_INCIDENT },
  'release-incident': { title: words('交还处置', 'Handed the incident back'), ...ON_INCIDENT },
  'answer-incident': {
    title: words('答复通知', 'Answered a notice'),
    ...ON_INCIDENT,
    detail: ({ answer, notice }) => ({ answer, through: 'link', notice }),
  },
  'go-to-incident': { title: words('前往核实', 'Set out to look'), ...FROM_THE_SPOT },
  'arrive-at-incident': { title: words('到场打卡', 'Checked in on the spot'), ...FROM_THE_SPOT },
  'describe-incident': { title: words('上报现场情况', 'Told what is to be seen'), ...FROM_THE_SPOT },
  'mark-step': { title: words('处置清单', 'Checklist'), ...ON_INCIDENT },
  'add-note': { title: words('现场记录', 'Note'), ...ON_INCIDENT },
  'add-picture': { title: words('现场照片', 'Picture'), ...ON_INCIDENT },
  'offer-incident': { title: words('移交处置', 'Handed over'), ...ON_INCIDENT },
  'accept-incident': { title: words('接收移交', 'Accepted the hand-over'), ...ON_INCIDENT },
  'decline-incident': { title: words('谢绝移交', 'Declined the hand-over'), ...ON_INCIDENT },
  'withdraw-incident': { title: words('撤回移交', 'Took the hand-over back'), ...ON_INCIDENT },
  'set-checklist': {
    title: words('修改处置清单', 'Changed a checklist'),
    about: ({ place }) => place,
    carryOut(act, { checklists }) {
      checklists.set(act);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'merge-incidents': {
    title: words('合并事件', 'Merged incidents'),
    about: ({ into }) => into,
    carryOut: (act, { desk }) => ({ incident: desk.mergeIncidents(act) }),
    touches: 'conclusions',
  },
  'split-incident': {
    title: words('拆分事件', 'Split an incident'),
    about: ({ incident }) => incident,
    carryOut: (act, { desk }) => ({ incident: desk.splitIncident(act) }),
    touches: 'conclusions',
  },
};
