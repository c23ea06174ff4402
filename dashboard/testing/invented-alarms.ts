// Invented alarms for looking at screens, in the forms of the contract.
import { QUANTITIES, type QuantityId, type Value } from '../../device-drivers/quantity.ts';
import type { AlarmView, DeviceView, RawFrame } from '../../gateway/web/contract.ts';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';

const both = (zh: string, en: string) => ({ zh, en });

interface Kind {
  readonly class: AlarmView['class'];
  readonly quantity: QuantityId;
  readonly point: string;
  readonly value: Value;
  readonly title: { readonly zh: string; readonly en: string };
  readonly advice: { readonly zh: string; readonly en: string };
  readonly because: { readonly zh: string; readonly en: string };
  readonly latching: boolean;
  readonly rule: string;
  readonly clause: AlarmView['clause'];
}

/** What can happen, by a short name. */
export const KINDS = {
  smoke: {
    class: 'fire',
    quantity: 'smoke.alarm',
    point: 'state',
    value: 'alarm',
    title: both('感烟探测器报警', 'Smoke detector in alarm'),
    advice: both(
      '立即派人到场核实；同时电话联系值班室，确认后拨打 119',
      'Send someone to look at once; call the duty room; once confirmed call 119',
    ),
    because: both('烟感状态为“报警”', 'The smoke detector says “alarm”'),
    latching: true,
    rule: 'smoke-alarm',
    clause: { text: 'GB 50116-2013 3.1.2', sure: 'memory' },
  },
  button: {
    class: 'fire',
    quantity: 'callpoint.pressed',
    point: 'pressed',
    value: true,
    title: both('手动报警按钮按下', 'Manual call point pressed'),
    advice: both('有人按下手报：按真实火警处置，立即派人并准备疏散', 'Someone pressed it: treat as real, send people, prepare to evacuate'),
    because: both('手动报警按钮为“按下”', 'The call point says “pressed”'),
    latching: true,
    rule: 'callpoint-pressed',
    clause: { text: 'GB 50116-2013 6.3', sure: 'secondary' },
  },
  density: {
    class: 'pre-alarm',
    quantity: 'smoke.density',
    point: 'density',
    value: 0.184,
    title: both('烟雾浓度上升', 'Smoke density rising'),
    advice: both('留意同层其他探测器，通知现场人员查看', 'Watch the detectors of this floor; have someone look'),
    because: both('烟雾浓度 0.184 dB/m，高于 0.150 dB/m', 'Smoke density 0.184 dB/m, above 0.150 dB/m'),
    latching: false,
    rule: 'smoke-density-high',
    clause: null,
  },
  pump: {
    class: 'linkage',
    quantity: 'pump.running',
    point: 'running',
    value: true,
    title: both('喷淋泵启动', 'Sprinkler pump started'),
    advice: both('核对是否有水流指示器或压力开关动作', 'Check whether a flow or pressure switch acted'),
    because: both('水泵为“运行”', 'The pump says “running”'),
    latching: false,
    rule: 'pump-started',
    clause: { text: 'GB 50974-2014 11.0.4', sure: 'text' },
  },
  pressure: {
    class: 'supervisory',
    quantity: 'water.pressure',
    point: 'pressure',
    value: 0.062,
    title: both('消火栓水压过低', 'Hydrant pressure low'),
    advice: both('检查阀门与稳压泵', 'Check valves and the jockey pump'),
    because: both('水压 0.062 MPa，低于 0.100 MPa 已 30 s', 'Water pressure 0.062 MPa, below 0.100 MPa for 30 s'),
    latching: false,
    rule: 'hydrant-pressure-low',
    clause: { text: 'GB 50974-2014 7.4.12', sure: 'text' },
  },
  battery: {
    class: 'fault',
    quantity: 'battery.percent',
    point: 'battery',
    value: 9,
    title: both('电量过低', 'Battery low'),
    advice: both('安排更换电池', 'Have the battery changed'),
    because: both('电量 9 %，低于 15 %', 'Battery 9 %, below 15 %'),
    latching: false,
    rule: 'battery-low',
    clause: null,
  },
  tilt: {
    class: 'notice',
    quantity: 'hydrant.tilt',
    point: 'tilt',
    value: 31,
    title: both('消火栓倾斜', 'Hydrant tilted'),
    advice: both('到场查看是否被撞', 'See whether it was hit'),
    because: both('倾角 31 °，高于 20 °', 'Tilt 31 °, above 20 °'),
    latching: false,
    rule: 'hydrant-tilted',
    clause: null,
  },
  part: {
    class: 'fire',
    quantity: 'state.fire',
    point: 'fire',
    value: true,
    title: both('部件火警', 'Fire at a part of the panel'),
    advice: both(
      '立即核实：通知控制室派人到场；确认火灾的，拨打 119，启动预案，疏散',
      'Verify at once: have the control room and whoever is near go there; if it burns, call 119, start the plan, evacuate',
    ),
    because: both('火警为“报警”', 'Fire says “alarm”'),
    latching: true,
    rule: 'part-fire',
    clause: { text: 'GB/T 26875.3-2011 8.2.1', sure: 'text' },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

export interface Making {
  readonly id: string;
  readonly change: number;
  readonly at: number;
  readonly incident: IncidentView;
  readonly firstOut: boolean;
  readonly drill: boolean;
  readonly registered: boolean;
}

/** A fire nobody has seen yet; its alarms are added by who raises them. */
export function makeIncident(of: Pick<IncidentView, 'id' | 'change' | 'place' | 'began' | 'drill' | 'firstOut'>): IncidentView {
  return {
    ...of,
    class: 'fire',
    closed: false,
    alarms: [],
    count: 0,
    points: 0,
    kinds: [],
    closedAt: null,
    state: 'new',
    verdict: null,
    proposed: null,
    taken: null,
    reviewBy: null,
    closedBy: null,
    reopened: null,
    follows: null,
    mergedInto: null,
    answers: [],
    handOver: null,
    reports: [],
    spot: { longitude: 120.1536, latitude: 30.2875 },
    evidence: { points: 0, kinds: [], callPoint: false, waterFlow: false, falseBefore: 2, sure: 'weak' },
  };
}

export function makeAlarm(name: KindName, device: DeviceView, making: Making): AlarmView {
  const kind: Kind = KINDS[name];
  return {
    id: making.id,
    change: making.change,
    device: {
      id: device.id,
      name: device.name,
      model: device.model,
      kind: device.kind,
      registered: making.registered,
      part: standingOf(device),
    },
    point: kind.point,
    quantity: kind.quantity,
    pointTitle: QUANTITIES[kind.quantity].title,
    class: kind.class,
    title: kind.title,
    advice: kind.advice,
    because: kind.because,
    rule: { id: kind.rule, version: 1 },
    clause: kind.clause,
    place: device.place,
    condition: 'active',
    attention: 'new',
    verdict: 'unverified',
    latching: kind.latching,
    closed: false,
    drill: making.drill,
    occurredAt: making.at - 420,
    receivedAt: making.at,
    restoredAt: null,
    closedAt: null,
    times: 1,
    value: kind.value,
    acknowledged: null,
    judged: null,
    reset: null,
    incident: making.incident.id,
    firstOut: making.firstOut,
    shelved: null,
    isolated: null,
    suppressed: null,
    chattersSince: null,
  };
}

function standingOf({ part }: DeviceView): AlarmView['device']['part'] {
  if (part === null) return null;
  const { of: _, description: __, ...standing } = part;
  return standing;
}

/** What a frame was understood as. */
export type Understood = Pick<RawFrame['readings'][number], 'device' | 'point' | 'title' | 'quantity'> & { readonly value: Value };

/** A value of a device as a driver says it. */
export function understoodAs(point: string, id: QuantityId, value: Value): Understood {
  return { device: '示例设备', point, title: QUANTITIES[id].title, quantity: id, value };
}

/** A frame that such an alarm could rest on. */
export function inventedFrame(entry: number, at: number, understood: Understood, drill = false): RawFrame {
  const { point, value } = understood;
  const text = JSON.stringify({ at, seq: entry, points: { [point]: value }, ...(drill ? { drill: true } : {}) });
  return {
    ...GARBLED,
    entry,
    receivedAt: at,
    text,
    hex: Buffer.from(text).toString('hex'),
    drill,
    readings: [{ ...understood, quality: 'good' }],
    faults: [],
  };
}

/** A frame that nobody understands. */
export function garbledFrame(entry: number, at: number): RawFrame {
  return { ...GARBLED, entry, receivedAt: at };
}

const GARBLED: Omit<RawFrame, 'entry' | 'receivedAt'> = {
  link: 'mqtt',
  peer: '10.20.0.41:50211',
  kind: 'up',
  text: null,
  hex: 'fffe7b226174223a31373030c328',
  drill: false,
  readings: [],
  faults: ['malformed-utf8'],
  fields: [],
};
