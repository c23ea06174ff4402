// Carrying out what people do: each deed to the room it concerns, and its line in the audit.
import { type Words, words } from '../device-drivers/words.ts';
import type { RuleEngine } from '../rules/engine.ts';
import type { ActOutcome } from './act-outcome.ts';
import { type Act, GATEWAY } from './acts.ts';
import type { AuditRecord } from './alarms/alarm-store.ts';
import type { AlarmAct, AlarmDesk, IsolationAct } from './alarms/desk.ts';
import type { IncidentAct } from './alarms/incidents.ts';
import type { Commands } from './commands/commands.ts';
import { type ConcludingAgain, isOwnTry } from './concluding-again.ts';
import { BalefireError } from './errors.ts';
import type { Estate } from './estate/estate.ts';
import { ROOT_PLACE } from './estate/places.ts';
import type { Presence } from './estate/presence.ts';
import { NOTES } from './notes.ts';
import type { DutyBook } from './notify/duty-book.ts';
import type { PassedOver } from './passed-over.ts';
import type { Plans } from './plans/plans.ts';
import type { DutyChecks } from './prevention/duty-checks.ts';
import type { Shifts } from './shift/shifts.ts';
import type { WalkTesting } from './walk-testing.ts';

interface Rooms {
  /** Ids of the rules in the book. */
  readonly rules: ReadonlySet<string>;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly engine: RuleEngine;
  readonly desk: AlarmDesk;
  readonly commands: Commands;
  readonly duty: DutyChecks;
  readonly walkTesting: WalkTesting;
  readonly dutyBook: DutyBook;
  readonly shifts: Shifts;
  readonly plans: Plans;
  readonly passedOver: PassedOver;
  readonly concludingAgain: ConcludingAgain;
}

/** A kind of deed: the one place that says what it does, what it is about, and what must be saved after it. */
interface DeedRow<A extends Act> {
  /** As the audit calls it. */
  readonly title: Words;
  /** What its line in the audit is about: the id of an alarm, incident, device, place … */
  readonly about: (act: A) => string;
  /** What the audit keeps of it; left out: all but secrets. Telephone numbers of people are nobody's to read in an audit. */
  readonly detail?: (act: A) => Readonly<Record<string, unknown>>;
  /** Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
  readonly carryOut: (act: A, rooms: Rooms) => ActOutcome;
  /** After any other deed memories and conclusions are saved together: they must agree on who is there and what the limits are. */
  readonly touches?: 'conclusions';
}

type DeedRows = { readonly [Do in Act['do']]: DeedRow<Extract<Act, { do: Do }>> };

type Untitled<A extends Act> = Omit<DeedRow<A>, 'title'>;

const NOTHING: ActOutcome = {};

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

const PUT_PLACE: Untitled<Extract<Act, { do: 'add-place' | 'change-place' }>> = {
  about: ({ place }) => place.id,
  carryOut(act, { estate }) {
    estate.putPlace(act.place);
    return NOTHING;
  },
};

const DEEDS: DeedRows = {
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
  command: {
    title: words('下发指令', 'Gave a command'),
    about: ({ device }) => device,
    carryOut: (act, { commands }) => ({ command: commands.give(act) }),
    touches: 'conclusions',
  },
  'add-place': { title: words('新增位置', 'Added a place'), ...PUT_PLACE },
  'change-place': { title: words('修改位置', 'Changed a place'), ...PUT_PLACE },
  'register-device': {
    title: words('登记设备', 'Placed a device'),
    about: ({ device }) => device.id,
    carryOut(act, rooms) {
      // What was judged while it was held goes on: one vocabulary, the same points, so that its fire can end.
      for (const id of rooms.estate.register(act.device, act.secretHash)) forget(id, act.at, rooms);
      watch(act.device.id, act.at, rooms);
      return NOTHING;
    },
  },
  'change-device': {
    title: words('修改设备', 'Changed a device'),
    about: ({ device }) => device.id,
    carryOut(act, rooms) {
      rooms.estate.change(act.device);
      watch(act.device.id, act.at, rooms);
      return NOTHING;
    },
  },
  'renew-secret': {
    title: words('重发密钥', 'Issued a new secret'),
    about: ({ device }) => device,
    carryOut(act, { estate }) {
      estate.renewSecret(act.device, act.secretHash);
      return NOTHING;
    },
  },
  'remove-device': {
    title: words('删除设备', 'Removed a device'),
    about: ({ device }) => device,
    carryOut(act, rooms) {
      for (const id of rooms.estate.remove(act.device)) forget(id, act.at, rooms);
      return NOTHING;
    },
  },
  'dismiss-held': {
    title: words('移除待登记设备', 'Dismissed an unplaced device'),
    about: ({ device }) => device,
    carryOut(act, rooms) {
      const gone = rooms.estate.forgetHeld(act.device);
      if (gone.length === 0) throw new BalefireError('not-found', { what: act.device });
      for (const id of gone) forget(id, act.at, rooms);
      return NOTHING;
    },
  },
  'import-parts': {
    title: words('导入部件表', 'Imported a part list'),
    about: ({ device }) => device,
    // A list of a thousand parts is in the journal; the audit says how many.
    detail: ({ device, parts, places }) => ({ device, parts: parts.length, places: places.length }),
    carryOut(act, { estate }) {
      estate.importParts(act);
      return NOTHING;
    },
  },
  'check-duty': {
    title: words('查岗', 'Checked duty'),
    about: ({ devices, id }) => (devices.length === 1 ? (devices[0] ?? id) : id),
    carryOut: (act, { duty }) => ({ duty: duty.begin(act) }),
    touches: 'conclusions',
  },
  'set-duty-plan': {
    title: words('设定查岗计划', 'Set a duty plan'),
    about: ({ plan }) => plan.place,
    carryOut(act, { duty }) {
      duty.setPlan(act.plan);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-duty-plan': {
    title: words('删除查岗计划', 'Removed a duty plan'),
    about: ({ plan }) => plan,
    carryOut(act, { duty }) {
      duty.removePlan(act.plan);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'begin-shift': {
    title: words('上岗', 'Came on duty'),
    about: ({ id }) => id,
    carryOut: (act, { shifts }) => ({ shift: shifts.begin(act) }),
    touches: 'conclusions',
  },
  'end-shift': {
    title: words('交班', 'Handed over'),
    about: ({ shift }) => shift,
    carryOut: (act, { shifts, desk }) => ({ shift: shifts.end(act, desk.open()) }),
    touches: 'conclusions',
  },
  'change-plans': {
    title: words('修改平面图', 'Changed floor plans'),
    about: ({ changes: [first] }) => first?.place ?? ROOT_PLACE,
    carryOut: (act, { plans }) => plans.change(act),
    touches: 'conclusions',
  },
  'set-roster': {
    title: words('设定值班表', 'Set a roster'),
    about: ({ roster }) => roster.place,
    detail: ({ roster }) => ({ roster: { ...roster, people: roster.people.map(({ id, name }) => ({ id, name })) } }),
    carryOut(act, { dutyBook, estate }) {
      dutyBook.setRoster(act.roster, estate.places);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-roster': {
    title: words('删除值班表', 'Removed a roster'),
    about: ({ roster }) => roster,
    carryOut(act, { dutyBook }) {
      dutyBook.removeRoster(act.roster);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-policy': {
    title: words('设定通知策略', 'Set a notification policy'),
    about: ({ policy }) => policy.place ?? ROOT_PLACE,
    carryOut(act, { dutyBook, estate }) {
      dutyBook.setPolicy(act.policy, estate.places);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'remove-policy': {
    title: words('删除通知策略', 'Removed a notification policy'),
    about: ({ policy }) => policy,
    carryOut(act, { dutyBook }) {
      dutyBook.removePolicy(act.policy);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-place-file': {
    title: words('保存档案', 'Saved a file'),
    about: ({ place }) => place,
    detail: ({ file, version }) => ({ of: file.of, version: version + 1 }),
    carryOut(act, { estate }) {
      estate.files.set(act, act.by, act.at, estate.places);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  'set-enrolment-key': {
    title: words('设置登记密钥', 'Set an enrolment key'),
    about: ({ place }) => place,
    carryOut(act, { estate }) {
      estate.setEnrolmentKey(act.place, act.keyHash);
      return NOTHING;
    },
  },
  'set-parameter': {
    title: words('设定参数', 'Set a limit'),
    about: ({ scope }) => scope,
    carryOut(act, { estate, engine }) {
      estate.setParameter(act.scope, act.name, act.value);
      // A hold or a silence that runs with the old limit must end with the new one.
      for (const device of estate.devices()) {
        if (device.id === act.scope || device.path.includes(act.scope)) engine.lookAgain(device.id, act.at);
      }
      return NOTHING;
    },
  },
  'conclude-again': {
    title: words('再试未能处理的报文', 'Tried again what was passed over'),
    about: ({ ids }) => ids[0] ?? GATEWAY.id,
    carryOut(act, { concludingAgain }) {
      concludingAgain.again(act);
      return NOTHING;
    },
  },
  'dismiss-passed-over': {
    title: words('移出未能处理的报文', 'Dismissed what was passed over'),
    about: ({ device }) => device,
    carryOut(act, { passedOver }) {
      passedOver.drop(act.id);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  started: {
    title: words('网关启动', 'The gateway started'),
    about: () => GATEWAY.id,
    carryOut(act, { estate, engine, presence, desk, rules }) {
      // While the gateway stood still it heard nobody; silence counts from now, or every start would be a storm.
      // A part is not silent by itself, and there may be a hundred thousand of them.
      for (const device of estate.devices()) if (device.address.by !== 'part') engine.watch(device, act.at);
      presence.connectionsLost();
      desk.rulesAre(rules, act.at);
      return NOTHING;
    },
  },
  note: {
    title: words('记录', 'A note'),
    about: ({ about }) => about,
    carryOut: () => NOTHING,
    touches: 'conclusions',
  },
};

/** What a line of the audit is called; a name that a newer gateway wrote stands for itself. */
export function auditTitle(what: string): Words {
  const deed: Partial<Record<string, { readonly title: Words }>> = DEEDS;
  const note: Partial<Record<string, Words>> = NOTES;
  return deed[what]?.title ?? note[what] ?? words(what, what);
}

/** The row of an act: the table's type holds that it fits. */
function rowOf(act: Act): DeedRow<Act> {
  return DEEDS[act.do] as unknown as DeedRow<Act>;
}

/** Whether a deed leaves all memories as they are, so that saving the conclusions is enough. */
export function touchesConclusionsOnly({ do: deed }: Act): boolean {
  return DEEDS[deed].touches === 'conclusions';
}

/** Carries out an act. Throws a BalefireError, and has changed nothing, where it cannot be carried out. */
export function carryOut(act: Act, rooms: Rooms): ActOutcome {
  return rowOf(act).carryOut(act, rooms);
}

/** A device is no more: its alarms lose their causes, and nothing is remembered of it. */
function forget(id: string, at: number, { desk, engine, presence }: Rooms): void {
  desk.deviceRemoved(id, at);
  engine.forget(id);
  presence.forget(id);
}

function watch(id: string, since: number, { estate, engine }: Rooms): void {
  const device = estate.device(id);
  if (device) engine.watch(device, since);
}

/** The audit's line of an act; none for the gateway's own start. Hashes of secrets stay out of it. */
export function auditOf(act: Act): Omit<AuditRecord, 'number'> | undefined {
  if (act.do === 'started' || (act.do === 'conclude-again' && isOwnTry(act))) return undefined;
  const { do: deed, by, at, token: _token, ...rest } = act;
  const { secretHash: _secret, keyHash: _key, ...full } = rest as Record<string, unknown>;
  const detail = rowOf(act).detail?.(act) ?? full;
  return {
    at,
    by: by.id,
    name: by.name,
    from: by.from,
    what: act.do === 'note' ? act.what : deed,
    about: rowOf(act).about(act),
    detail: act.do === 'note' ? act.detail : detail,
  };
}
