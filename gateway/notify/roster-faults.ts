// What is wrong with a roster, in the words of the person who wrote it.
import { words } from '../../device-drivers/words.ts';
import { dayOf, minutesIn, weekdayOf } from './local-day.ts';
import type { Roster, RosterChange, ShiftSpan } from './roster.ts';
import { faultAt, type WrittenFault } from './written-fault.ts';

/** Every fault of a roster, none where it can be used. Hours without cover are no fault: `gaps` shows them. */
export function faultsOfRoster(roster: Roster): WrittenFault[] {
  const ids = new Set(roster.people.map((person) => person.id));
  const faults: WrittenFault[] = [];
  if (roster.people.length === 0) faults.push(faultAt('people', words('值班表中没有人员', 'the roster has no people')));
  if (ids.size < roster.people.length) faults.push(faultAt('people', words('同一人员登记了两次', 'a person is listed twice')));
  for (const [n, { id, name, contacts }] of roster.people.entries()) {
    if (name.trim() === '') faults.push(faultAt(`people.${n}.name`, words(`人员 ${id} 没有姓名`, `person ${id} has no name`)));
    if (Object.values(contacts).every((to) => to.trim() === '')) {
      const unreachable = words(`${name || id} 没有任何联系方式`, `${name || id} can be reached on no channel`);
      faults.push(faultAt(`people.${n}.contacts`, unreachable));
    }
  }
  if (roster.shifts.length === 0) faults.push(faultAt('shifts', words('值班表中没有班次', 'the roster has no shifts')));
  for (const [n, shift] of roster.shifts.entries()) {
    faults.push(...faultsOfSpan(`shifts.${n}`, shift, ids));
    if (shift.days.length === 0) {
      const never = words(`班次 ${shift.from}–${shift.to} 未选择星期`, `the shift ${shift.from}–${shift.to} is on no day of the week`);
      faults.push(faultAt(`shifts.${n}.days`, never));
    }
  }
  for (const [n, change] of roster.changes.entries()) faults.push(...faultsOfChange(`changes.${n}`, change, roster, ids));
  return faults;
}

function faultsOfSpan(at: string, { from, to, people }: ShiftSpan, ids: ReadonlySet<string>): WrittenFault[] {
  const faults: WrittenFault[] = [];
  for (const [name, clock] of Object.entries({ from, to })) {
    if (minutesIn(clock) === undefined)
      faults.push(
        faultAt(`${at}.${name}`, words(`“${clock}”不是时刻，应为 00:00 至 23:59`, `“${clock}” is no time of day, 00:00 to 23:59`)),
      );
  }
  if (people.length === 0)
    faults.push(faultAt(`${at}.people`, words(`班次 ${from}–${to} 没有人员`, `the shift ${from}–${to} has no people`)));
  return [...faults, ...people.flatMap((person) => unknown(`${at}.people`, person, ids))];
}

function faultsOfChange(at: string, change: RosterChange, roster: Roster, ids: ReadonlySet<string>): WrittenFault[] {
  switch (change.is) {
    case 'holiday':
      return [...noDate(`${at}.date`, change.date), ...change.shifts.flatMap((shift, n) => faultsOfSpan(`${at}.shifts.${n}`, shift, ids))];
    case 'leave': {
      const dates = [...noDate(`${at}.first`, change.first), ...noDate(`${at}.last`, change.last)];
      const faults = [...dates, ...unknown(`${at}.person`, change.person, ids)];
      if (faults.length > 0 || change.first <= change.last) return faults;
      const backwards = words(`休假在开始（${change.first}）之前就已结束`, `a leave ends before it begins (${change.first})`);
      return [faultAt(`${at}.last`, backwards)];
    }
    case 'swap':
      return faultsOfSwap(at, change, roster, ids);
  }
}

function faultsOfSwap(at: string, change: Extract<RosterChange, { is: 'swap' }>, roster: Roster, ids: ReadonlySet<string>): WrittenFault[] {
  const { date, from, to } = change;
  const faults = [...noDate(`${at}.date`, date), ...unknown(`${at}.from`, from, ids), ...unknown(`${at}.to`, to, ids)];
  const day = dayOf(date);
  if (day === undefined || faults.length > 0) return faults;
  const holiday = roster.changes.find((other) => other.is === 'holiday' && other.date === date);
  const spans: readonly ShiftSpan[] =
    holiday?.is === 'holiday' ? holiday.shifts : roster.shifts.filter((shift) => shift.days.includes(weekdayOf(day)));
  if (!spans.some((shift) => shift.people.includes(from))) {
    const nothing = words(
      `${nameOf(from, roster)} 在 ${date} 没有可换的班`,
      `${nameOf(from, roster)} has no shift on ${date} to give away`,
    );
    faults.push(faultAt(`${at}.from`, nothing));
  }
  const isAway = roster.changes.some((other) => other.is === 'leave' && other.person === to && other.first <= date && date <= other.last);
  if (isAway) {
    const away = words(
      `${nameOf(to, roster)} 在 ${date} 休假，不能替班`,
      `${nameOf(to, roster)} is on leave on ${date} and cannot stand in`,
    );
    faults.push(faultAt(`${at}.to`, away));
  }
  return faults;
}

function nameOf(id: string, roster: Roster): string {
  return roster.people.find((person) => person.id === id)?.name ?? id;
}

function noDate(field: string, date: string): WrittenFault[] {
  if (dayOf(date) !== undefined) return [];
  return [faultAt(field, words(`“${date}”不是日期，应如 2026-10-01`, `“${date}” is no date like 2026-10-01`))];
}

function unknown(field: string, person: string, ids: ReadonlySet<string>): WrittenFault[] {
  return ids.has(person) ? [] : [faultAt(field, words(`人员 ${person} 不在本表中`, `person ${person} is not in this roster`))];
}
