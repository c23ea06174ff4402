// What people do about places, devices, their files and limits.
import { words } from '../../device-drivers/words.ts';
import { judgesAlikeElsewhere } from '../../rules/own-rule.ts';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import { importDevices } from '../estate/device-import.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import { replaceDevice } from '../estate/replace-device.ts';
import { type DeedRows, NOTHING, type Rooms, type Untitled } from './deed.ts';

type EstateDeed = Extract<
  Act,
  {
    do:
      | 'command'
      | 'add-place'
      | 'change-place'
      | 'import-devices'
      | 'register-device'
      | 'change-device'
      | 'replace-device'
      | 'renew-secret'
      | 'remove-device'
      | 'dismiss-held'
      | 'import-parts'
      | 'change-plans'
      | 'remove-plan'
      | 'restore-plan'
      | 'draw-sketch'
      | 'remove-sketch'
      | 'set-place-file'
      | 'set-enrolment-key';
  }
>;

const PUT_PLACE: Untitled<Extract<Act, { do: 'add-place' | 'change-place' }>> = {
  about: ({ place }) => place.id,
  carryOut({ place, at }, { estate, engine }) {
    const before = estate.places.get(place.id);
    estate.putPlace(place);
    // What stands in it has the limits of another place from now on.
    if (before && before.parent !== place.parent)
      for (const { id, path } of estate.devices()) if (path.includes(place.id)) engine.lookAgain(id, at);
    return NOTHING;
  },
};

export const ON_ESTATE: DeedRows<EstateDeed> = {
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
  'import-devices': {
    title: words('批量导入设备', 'Imported a list of devices'),
    about: ({ place }) => place,
    // The list itself is in the journal; the audit says how many.
    detail: ({ places, devices }) => {
      const added = devices.filter(({ isNew }) => isNew).length;
      return { places: places.length, added, changed: devices.length - added };
    },
    carryOut(act, rooms) {
      for (const id of importDevices(rooms.estate, act)) forget(id, act.at, rooms);
      for (const { device } of act.devices) watch(device.id, act.at, rooms);
      return NOTHING;
    },
  },
  'change-device': {
    title: words('修改设备', 'Changed a device'),
    about: ({ device }) => device.id,
    carryOut(act, rooms) {
      rooms.estate.change(act.device);
      watch(act.device.id, act.at, rooms);
      // It may stand elsewhere now, where other limits count.
      rooms.engine.lookAgain(act.device.id, act.at);
      return NOTHING;
    },
  },
  'replace-device': {
    title: words('更换设备', 'Replaced a device'),
    about: ({ device }) => device,
    detail: ({ record, reason }) => ({ by: record.id, model: record.model, serial: record.serial ?? '', reason }),
    carryOut(act, rooms) {
      const { gone, heirs } = replaceDevice(rooms.estate, act, (id) => rooms.desk.openOf(id));
      const by = { ...act.by, at: act.at };
      for (const id of gone) {
        // What was isolated is there no more, and whoever replaced it has seen so.
        for (const { id: isolation } of rooms.isolations.of(id))
          rooms.desk.actOnIsolation({ do: 'end-isolation', isolation, by: act.by, at: act.at, token: `${act.token} ${isolation}` });
        forget(id, act.at, rooms);
      }
      rooms.plans.inherit(heirs, by);
      // Before silence is counted: the rules that name the old one watch the new one from its first second.
      for (const rule of rooms.rulebook.inherit(heirs, by, act.reason)) rooms.engine.changeRule(rule, act.at, judgesAlikeElsewhere);
      for (const id of heirs.values()) watch(id, act.at, rooms);
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
      for (const id of rooms.estate.remove(act.device)) {
        forget(id, act.at, rooms);
        rooms.rulebook.forgetScope(id);
      }
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
  'change-plans': {
    title: words('修改平面图', 'Changed floor plans'),
    about: ({ changes: [first] }) => first?.place ?? ROOT_PLACE,
    carryOut: (act, { plans }) => plans.change(act),
    touches: 'conclusions',
  },
  'remove-plan': {
    title: words('移除平面图', 'Took a floor plan down'),
    about: ({ place }) => place,
    carryOut: (act, { plans }) => plans.remove(act),
    touches: 'conclusions',
  },
  'restore-plan': {
    title: words('恢复平面图', 'Hung a floor plan again'),
    about: ({ place }) => place,
    carryOut: (act, { plans }) => plans.restore(act),
    touches: 'conclusions',
  },
  'draw-sketch': {
    title: words('地图标绘', 'Drew on the map'),
    about: ({ sketch }) => sketch.place,
    // The corners are in the journal; the audit says what was drawn.
    detail: ({ sketch: { id, kind, label, note, radius, spots, onScreens = false }, version }) => ({
      sketch: id,
      kind,
      label,
      note,
      ...(kind === 'circle' ? { radius } : { corners: spots.length }),
      ...(onScreens ? { onScreens } : {}),
      version: version + 1,
    }),
    carryOut: (act, { sketches }) => sketches.draw(act),
    touches: 'conclusions',
  },
  'remove-sketch': {
    title: words('移除地图标绘', 'Took a drawing off the map'),
    about: ({ place }) => place,
    detail: ({ id, label }) => ({ sketch: id, label }),
    carryOut: (act, { sketches }) => sketches.remove(act),
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
};

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
