// What people do about duty: checks of presence, shifts, rosters, and who is told.
import { words } from '../../device-drivers/words.ts';
import type { Act } from '../acts.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import { type DeedRows, NOTHING } from './deed.ts';

type DutyDeed = Extract<
  Act,
  {
    do:
      | 'check-duty'
      | 'set-duty-plan'
      | 'remove-duty-plan'
      | 'begin-shift'
      | 'end-shift'
      | 'set-roster'
      | 'remove-roster'
      | 'set-policy'
      | 'remove-policy';
  }
>;

export const ON_DUTY: DeedRows<DutyDeed> = {
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
      duty.setPlan(act.plan, act.version, act.by.name);
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
  'set-roster': {
    title: words('设定值班表', 'Set a roster'),
    about: ({ roster }) => roster.place,
    detail: ({ roster }) => ({ roster: { ...roster, people: roster.people.map(({ id, name }) => ({ id, name })) } }),
    carryOut(act, { dutyBook, estate }) {
      dutyBook.setRoster(act.roster, estate.places, { version: act.version, who: act.by.name });
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
      dutyBook.setPolicy(act.policy, estate.places, { version: act.version, who: act.by.name });
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
};
