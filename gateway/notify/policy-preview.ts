// What a policy would do: "a fire here at 02:00 would tell … by … after …", with the gaps of the rosters in it.
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import { type Policy, scheduleOf, type Told, toldFor } from './policy.ts';
import { DUTY_ROLES, type Person } from './roster.ts';
import { type RosterBook, SEAT_WORDS, type Whom } from './roster-book.ts';

interface PreviewLine {
  readonly at: number;
  /** Seconds since the incident began. */
  readonly after: number;
  readonly step: number;
  readonly whom: Whom;
  /** Nobody of the step is on duty: the people are those who stand in. */
  readonly isGap: boolean;
  readonly people: readonly Person[];
  readonly via: readonly string[];
  readonly words: Words;
}

export interface Preview {
  readonly lines: readonly PreviewLine[];
  /** What goes on after the last line. */
  readonly after: readonly Words[];
}

/** What a person calls a name that a policy uses for a channel. */
type TitleOf = (via: string) => Words;

/** The timeline of an incident that begins at `at` and that nobody acknowledges. */
export function preview(
  policy: Policy,
  book: RosterBook,
  alarmClass: AlarmClass,
  path: readonly string[],
  at: number,
  titleOf: TitleOf = (via) => words(via, via),
): Preview {
  const lines = scheduleOf(policy).flatMap((telling): PreviewLine[] => {
    const own = policy.steps[telling.step];
    if (!own) return [];
    const due = at + telling.offset;
    const told = toldFor(policy, telling.step, path, due, book);
    const after = telling.offset / 1_000;
    const isGap = book.peopleFor(own.whom, path, due, policy.drill).length === 0;
    const { people, via } = told;
    return [
      {
        at: due,
        after,
        step: telling.step,
        whom: own.whom,
        isGap,
        people,
        via,
        words: lineWords({ after, whom: own.whom, isGap, told, policy, book, titleOf }),
      },
    ];
  });
  return { lines, after: wordsAfter(policy, alarmClass) };
}

/** Whom a step names, for a person to read. */
function wordsOf(whom: Whom, drill: boolean, book: RosterBook): Words {
  if (whom === 'seat') return SEAT_WORDS;
  if ('role' in whom) return DUTY_ROLES[whom.role];
  const name = book.person(whom.person, drill)?.name ?? whom.person;
  return words(name, name);
}

interface Line {
  readonly after: number;
  readonly whom: Whom;
  readonly isGap: boolean;
  readonly told: Told;
  readonly policy: Policy;
  readonly book: RosterBook;
  readonly titleOf: TitleOf;
}

function lineWords({ after, whom, isGap, told, policy, book, titleOf }: Line): Words {
  const when = after === 0 ? words('立即', 'at once') : words(`${after} 秒后`, `after ${after} s`);
  const named = wordsOf(whom, policy.drill, book);
  const names = told.people.map((person) => person.name);
  const titles = told.via.map(titleOf);
  const via = words(titles.map(({ zh }) => zh).join(' → '), titles.map(({ en }) => en).join(' → '));
  if (!isGap) {
    const who = whom === 'seat' ? named : words(`${named.zh}（${names.join('、')}）`, `${named.en} (${names.join(', ')})`);
    return words(`${when.zh}通知${who.zh}，方式 ${via.zh}`, `${when.en}: ${who.en} by ${via.en}`);
  }
  const instead = wordsOf(told.whom, policy.drill, book);
  return words(
    `${when.zh}：${named.zh}无人值班，改为通知${instead.zh}（${names.join('、')}），方式 ${via.zh}`,
    `${when.en}: nobody on duty as ${named.en}, told instead: ${instead.en} (${names.join(', ')}) by ${via.en}`,
  );
}

function wordsAfter(policy: Policy, alarmClass: AlarmClass): Words[] {
  const lines: Words[] = [];
  if (alarmClass === 'fire') {
    lines.push(
      words(
        `此后每 ${policy.lastEvery} 秒重复末步，直到有人确认`,
        `then the last step every ${policy.lastEvery} s until somebody acknowledges`,
      ),
    );
  }
  if (policy.acknowledgeTimeOut !== null) {
    const limit = policy.acknowledgeTimeOut;
    lines.push(words(`确认后 ${limit} 秒未处置，从第 1 步重新通知`, `acknowledged and not handled for ${limit} s: again from step 1`));
  }
  return lines;
}
