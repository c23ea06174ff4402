// A policy as it is written on the screen: numbers may still be missing, and what can be left out has a switch.
import type { NotifyPolicy } from '../../gateway/web/notify-contract.ts';
import type { FieldProblem } from '../api.ts';
import type { SpokenWords } from '../language.ts';
import type { Whom } from './policy-words.ts';
import { part } from './written.ts';

type Class = NotifyPolicy['classes'][number];

/** Seconds and times; null while nothing stands in the field. */
export interface RepeatDraft {
  readonly every: number | null;
  readonly times: number | null;
}

export interface StepDraft {
  /** Holds the step while others go or come around it. */
  readonly key: number;
  readonly after: number | null;
  readonly whom: Whom;
  readonly via: readonly string[];
  readonly repeat: RepeatDraft | null;
  readonly needs: number | null;
}

export interface PolicyDraft {
  readonly title: NotifyPolicy['title'];
  readonly place: string | null;
  readonly classes: readonly Class[];
  readonly hours: NotifyPolicy['hours'];
  readonly drill: boolean;
  readonly steps: readonly StepDraft[];
  readonly stopOnAcknowledge: boolean;
  /** Switched off: acknowledged is enough, for ever. */
  readonly timesOut: boolean;
  readonly acknowledgeTimeOut: number | null;
  readonly again: RepeatDraft | null;
  readonly lastEvery: number | null;
  readonly besideAfter: number | null;
  /** The one from which it was made; 0: it is new. */
  readonly version: number;
}

/** Isolations and notices are shown and told to nobody. */
export const TOLD_CLASSES = ['fire', 'pre-alarm', 'linkage', 'supervisory', 'fault'] as const satisfies readonly Class[];
export const HOURS = ['always', 'day', 'night'] as const satisfies readonly NotifyPolicy['hours'][];
/** As the house's own has them for a fire. */
const USUAL = { acknowledgeTimeOut: 180, lastEvery: 180, besideAfter: 5 } as const;

export function draftOf(policy: NotifyPolicy | null, isNew: boolean): PolicyDraft {
  if (policy === null)
    return {
      title: { zh: '', en: '' },
      place: null,
      classes: ['fire', 'pre-alarm', 'linkage'],
      hours: 'always',
      drill: false,
      steps: [{ key: 0, after: 0, whom: 'seat', via: ['console'], repeat: null, needs: 1 }],
      stopOnAcknowledge: true,
      timesOut: true,
      again: null,
      version: 0,
      ...USUAL,
    };
  return {
    title: isNew ? { zh: '', en: '' } : policy.title,
    place: policy.place,
    classes: policy.classes,
    hours: policy.hours,
    drill: policy.drill,
    steps: policy.steps.map(({ after, whom, via, repeat, needs }, key) => ({
      key,
      after,
      whom,
      via,
      repeat: repeat ?? null,
      needs: needs ?? 1,
    })),
    stopOnAcknowledge: policy.stopOnAcknowledge,
    timesOut: policy.acknowledgeTimeOut !== null,
    acknowledgeTimeOut: policy.acknowledgeTimeOut ?? USUAL.acknowledgeTimeOut,
    again: policy.again,
    lastEvery: policy.lastEvery,
    besideAfter: policy.besideAfter ?? USUAL.besideAfter,
    version: isNew ? 0 : policy.version,
  };
}

/** As the gateway takes it; a new policy has no version. */
export function bodyOf({ steps, timesOut, acknowledgeTimeOut, title, version, ...rest }: PolicyDraft): Record<string, unknown> {
  return {
    ...rest,
    ...(version === 0 ? {} : { version }),
    // Whoever reads one language alone need not invent the other.
    title: { zh: title.zh.trim() || title.en.trim(), en: title.en.trim() || title.zh.trim() },
    acknowledgeTimeOut: timesOut ? acknowledgeTimeOut : null,
    steps: steps.map(({ after, whom, via, repeat, needs }) => ({
      after,
      whom,
      via,
      ...(repeat === null ? {} : { repeat }),
      ...(needs === null || needs === 1 ? {} : { needs }),
    })),
  };
}

/** What the gateway would refuse in the words of a machine. */
export function missingIn(draft: PolicyDraft, t: SpokenWords['t']): FieldProblem[] {
  const found: FieldProblem[] = [];
  const need = (isThere: boolean, path: string, field: string): void => {
    if (!isThere) found.push({ path: `body.${path}`, message: t('field.missing', { field }) });
  };
  const repeat = (what: RepeatDraft | null, path: string): void => {
    need(what === null || what.every !== null, `${path}.every`, t('policy.every'));
    need(what === null || what.times !== null, `${path}.times`, t('policy.times'));
  };
  need(`${draft.title.zh}${draft.title.en}`.trim() !== '', 'title.zh', t('policy.title'));
  need(draft.place !== null, 'place', t('policy.place'));
  for (const [n, step] of draft.steps.entries()) {
    need(step.after !== null, part('steps', n, 'after'), t('policy.after'));
    need(step.whom === 'seat' || 'role' in step.whom || step.whom.person !== '', part('steps', n, 'whom'), t('policy.whom'));
    repeat(step.repeat, part('steps', n, 'repeat'));
  }
  need(!draft.timesOut || draft.acknowledgeTimeOut !== null, 'acknowledgeTimeOut', t('policy.time-out'));
  repeat(draft.again, 'again');
  need(draft.lastEvery !== null, 'lastEvery', t('policy.last-every'));
  need(draft.besideAfter !== null, 'besideAfter', t('policy.beside-after'));
  return found;
}
