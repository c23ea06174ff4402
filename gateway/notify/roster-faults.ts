// What is wrong with a roster, in the words of the person who wrote it.
import { type Words, words } from '../../device-drivers/words.ts';
import { dayOf, minutesIn, weekdayOf } from './local-day.ts';
import type { Roster, RosterChange, ShiftSpan } from './roster.ts';

/** Every fault of a roster, none where it can be used. Hours without cover are no fault: `gaps` shows them. */
export function faultsOfRoster(roster: Roster): Words[] {
  const ids = new Set(roster.people.map((person) => person.id));
  const faults: Words[] = [];
  if (roster.people.length === 0) faults.push(words('值班表中没有人员', 'the roster has no people'));
  if (ids.size < roster.people.length) faults.push(words('同一人员登记了两次', 'a person is listed twice'));
  for (const { id, name, contacts } of roster.people) {
    if (name.trim() === '') faults.push(words(`人员 ${id} 没有姓名`, `person ${id} has no name`));
    if (Object.values(contacts).every((to) => to.trim() === '')) {
      faults.push(words(`${name || id} 没有任何联系方式`, `${name || id} can be reached on no channel`));
    }
  }
  if (roster.shifts.length === 0) faults.push(words('值班表中没有班次', 'the roster has no shifts'));
  for (const shift of roster.shifts) {
    faults.push(...faultsOfSpan(shift, ids));
    if (shift.days.length === 0) {
      faults.push(words(`班次 ${shift.from}–${shift.to} 未选择星期`, `the shift ${shift.from}–${shift.to} is on no day of the week`));
    }
  }
  for (const change of roster.changes) faults.push(...faultsOfChange(change, roster, ids));
  return faults;
}

function faultsOfSpan({ from, to, people }: ShiftSpan, ids: ReadonlySet<string>): Words[] {
  const faults: Words[] = [];
  for (const clock of [from, to]) {
    if (minutesIn(clock) === undefined)
      faults.push(words(`“${clock}”不是时刻，应为 00:00 至 23:59`, `“${clock}” is no time of day, 00:00 to 23:59`));
  }
  if (people.length === 0) faults.push(words(`班次 ${from}–${to} 没有人员`, `the shift ${from}–${to} has no people`));
  return [...faults, ...people.flatMap((person) => unknown(person, ids))];
}

function faultsOfChange(change: RosterChange, roster: Roster, ids: ReadonlySet<string>): Words[] {
  switch (change.is) {
    case 'holiday':
      return [...noDate(change.date), ...change.shifts.flatMap((shift) => faultsOfSpan(shift, ids))];
    case 'leave': {
      const faults = [...noDate(change.first), ...noDate(change.last), ...unknown(change.person, ids)];
      if (faults.length > 0 || change.first <= change.last) return faults;
      return [words(`休假在开始（${change.first}）之前就已结束`, `a leave ends before it begins (${change.first})`)];
    }
    case 'swap':
      return faultsOfSwap(change, roster, ids);
  }
}

function faultsOfSwap(change: Extract<RosterChange, { is: 'swap' }>, roster: Roster, ids: ReadonlySet<string>): Words[] {
  const { date, from, to } = change;
  const faults = [...noDate(date), ...unknown(from, ids), ...unknown(to, ids)];
  const day = dayOf(date);
  if (day === undefined || faults.length > 0) return faults;
  const holiday = roster.changes.find((other) => other.is === 'holiday' && other.date === date);
  const spans: readonly ShiftSpan[] =
    holiday?.is === 'holiday' ? holiday.shifts : roster.shifts.filter((shift) => shift.days.includes(weekdayOf(day)));
  if (!spans.some((shift) => shift.people.includes(from))) {
    faults.push(words(`${nameOf(from, roster)} 在 ${date} 没有可换的班`, `${nameOf(from, roster)} has no shift on ${date} to give away`));
  }
  const isAway = roster.changes.some((other) => other.is === 'leave' && other.person === to && other.first <= date && date <= other.last);
  if (isAway) {
    faults.push(
      words(`${nameOf(to, roster)} 在 ${date} 休假，不能替班`, `${nameOf(to, roster)} is on leave on ${date} and cannot stand in`),
    );
  }
  return faults;
}

function nameOf(id: string, roster: Roster): string {
  return roster.people.find((person) => person.id === id)?.name ?? id;
}

function noDate(date: string): Words[] {
  return dayOf(date) === undefined ? [words(`“${date}”不是日期，应如 2026-10-01`, `“${date}” is no date like 2026-10-01`)] : [];
}

function unknown(person: string, ids: ReadonlySet<string>): Words[] {
  return ids.has(person) ? [] : [words(`人员 ${person} 不在本表中`, `person ${person} is not in this roster`)];
}
