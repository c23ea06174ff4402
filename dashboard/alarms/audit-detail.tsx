// The particulars of an audit row that have words; the others stand in its raw line.
import { CLASS_ORDER } from '../alarm-classes.ts';
import { type SpokenWords, useWords } from '../language.ts';
import { dateTime } from '../time.ts';

const VERDICT_KEYS = ['real', 'false', 'test', 'undetermined', 'unverified'] as const;
const CAUSE_KEYS = ['smoking', 'steam', 'dust', 'works', 'mistake', 'device-fault', 'other'] as const;
const SEEN_KEYS = ['real', 'false', 'nothing'] as const;
const ANSWER_KEYS = ['seen', 'going', 'unable'] as const;
const MODE_KEYS = ['now', 'random', 'plan'] as const;
const STEP_KEYS = ['done', 'not-applicable', 'blocked'] as const;
const PLAN_KEYS = ['daily', 'random'] as const;
const ISOLATION_KEYS = ['isolated', 'out-of-service'] as const;
const STAGE_KEYS = ['responding', 'controlled', 'out'] as const;
const FILE_KEYS = ['unit', 'building', 'target'] as const;

/** What the row says elsewhere already, and ids, which only a machine asks for. */
const SAID = new Set(['what', 'about', 'id', 'notice', 'report', 'step', 'key', 'taken', 'bytes', 'width', 'height']);
/** Characters; the rest is in the API. */
const LONGEST = 240;
/** Of a list so many are named; of more it is said how many there are. */
const NAMED = 3;

interface Props {
  readonly detail: Readonly<Record<string, unknown>>;
  /** What the row is about; not said twice. */
  readonly about: string;
}

export function AuditDetail({ detail, about }: Props) {
  const words = useWords();
  const told = flat(inOneLanguage(detail, words)).filter(({ value }) => value !== about);
  if (told.length === 0) return null;
  const line = told
    .map((one) => spoken(one, words))
    .filter((word) => word !== '')
    .join(' · ');
  return <span className="quiet">{line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}</span>;
}

interface Particular {
  readonly name: string;
  readonly value: string;
}

function spoken({ name, value }: Particular, words: SpokenWords): string {
  const { term } = words;
  const word = wordOf(name, value, words);
  if (word !== undefined) return word;
  if (name === 'title') return value;
  if (name === 'note' || name === 'text' || name === 'words') return `“${value}”`;
  // A parameter of the link has a name in words; a person or a plan has its own.
  if (name === 'name') return term('link-setting', value);
  const title = term('audit-detail', name);
  return title === name ? '' : `${title}: ${isMoment(value) ? dateTime(Number(value)) : value}`;
}

/** Milliseconds since 1970, of this century: no count and no measure of the house is as large. */
function isMoment(value: string): boolean {
  return /^1\d{12}$/.test(value);
}

/** A value that says all by itself. */
function wordOf(name: string, value: string, { t, term }: SpokenWords): string | undefined {
  const among = <T extends string>(keys: readonly T[]): T | undefined => keys.find((each) => each === value);
  switch (name) {
    case 'verdict': {
      const verdict = among(VERDICT_KEYS);
      return verdict && t(`verdict.${verdict}`);
    }
    case 'cause': {
      const cause = among(CAUSE_KEYS);
      return cause && t(`cause.${cause}`);
    }
    case 'mode': {
      const mode = among(MODE_KEYS);
      return mode && t(`duty-mode.${mode}`);
    }
    case 'kind': {
      const [plan, isolation, place] = [among(PLAN_KEYS), among(ISOLATION_KEYS), term('place-kind', value)];
      if (plan !== undefined) return t(`plan.${plan}`);
      if (isolation !== undefined) return t(`isolation.${isolation}`);
      return place === value ? '' : place;
    }
    case 'class': {
      const of = among(CLASS_ORDER);
      return of && t(`class.${of}`);
    }
    // Of a person, or of a roster.
    case 'role': {
      const [role, duty] = [term('role', value), term('duty-role', value)];
      return role === value ? (duty === value ? '' : duty) : role;
    }
    case 'command': {
      const command = term('command-name', value);
      return command === value ? undefined : command;
    }
    case 'of': {
      const file = among(FILE_KEYS);
      return file && t(`audit-detail.of-${file}`);
    }
    case 'from':
    case 'to': {
      const stage = among(STAGE_KEYS);
      if (stage !== undefined) return t(`incident.state-${stage}`);
      // An id of what was merged says nothing to a person.
      return isMoment(value) || /^\d\d:\d\d$/.test(value) ? undefined : '';
    }
    case 'agrees':
      return t(value === 'true' ? 'waiting.agree' : 'waiting.refuse');
    case 'isSoundHeard':
      return t(value === 'true' ? 'shift.heard' : 'shift.not-heard');
    case 'answer': {
      const answer = among(ANSWER_KEYS);
      return answer && t(`answer.${answer}`);
    }
    case 'saw': {
      const saw = among(SEEN_KEYS);
      return saw && t(`field.saw-${saw}`);
    }
    case 'far':
      return value === 'true' ? t('field.is-far') : '';
    case 'captured':
      return t('field.captured', { time: dateTime(Number(value)) });
    case 'state': {
      const state = among(STEP_KEYS);
      return value === 'open' ? t('work.undo') : state && t(`work.${state}`);
    }
    case 'through':
      return value === 'link' ? t('answer.through-link') : undefined;
    case 'enabled':
      return t(value === 'true' ? 'plan.on' : 'plan.off');
    case 'value':
      return value === '' ? t('audit-detail.taken-away') : undefined;
    default:
      return undefined;
  }
}

/** A title stands in the audit in both languages. */
function inOneLanguage(detail: object, { say }: SpokenWords): object {
  const { title } = detail as { readonly title?: { readonly zh?: unknown; readonly en?: unknown } };
  const isBoth = typeof title?.zh === 'string' && typeof title.en === 'string';
  return isBoth ? { ...detail, title: say({ zh: String(title.zh), en: String(title.en) }) } : detail;
}

/** Names and values at any depth, without what is empty or said elsewhere. A value that was taken away is said: it was a deed. */
function flat(detail: object): readonly Particular[] {
  return Object.entries(detail).flatMap(([name, value]: [string, unknown]): readonly Particular[] => {
    if (name === 'value' && value === null) return [{ name, value: '' }];
    if (value === null || value === undefined || value === '' || SAID.has(name)) return [];
    if (Array.isArray(value)) return listed(name, value);
    return typeof value === 'object' ? flat(value) : [{ name, value: String(value) }];
  });
}

function listed(name: string, all: readonly unknown[]): readonly Particular[] {
  if (all.length === 0) return [];
  const isNamed = all.length <= NAMED && all.every((one) => typeof one === 'string');
  return [{ name, value: isNamed ? all.join(', ') : String(all.length) }];
}
