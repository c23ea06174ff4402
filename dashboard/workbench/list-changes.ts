// What one version of a checklist changed against the one before it. Pure.
import type { ChecklistVersions } from '../../gateway/web/work-contract.ts';

export type VersionStep = NonNullable<ChecklistVersions['items'][number]['steps']>[number];

export type ListChange =
  | { readonly is: 'added' | 'removed' | 'moved'; readonly step: VersionStep }
  | { readonly is: 'changed'; readonly step: VersionStep; readonly before: VersionStep };

/** In the order of the list, what is gone last. Moved is a step whose neighbours before it, of those in both lists, are others. */
export function changesOfList(before: readonly VersionStep[], after: readonly VersionStep[]): ListChange[] {
  const old = new Map(before.map((step) => [step.id, step]));
  const now = new Set(after.map(({ id }) => id));
  const was = before.filter(({ id }) => now.has(id)).map(({ id }) => id);
  const is = after.filter(({ id }) => old.has(id)).map(({ id }) => id);
  const stays = longestRun(was, is);
  const changes = after.flatMap((step): ListChange[] => {
    const one = old.get(step.id);
    if (!one) return [{ is: 'added', step }];
    const isSame = one.title.zh === step.title.zh && one.title.en === step.title.en && one.due === step.due && one.minute === step.minute;
    return [
      ...(isSame ? [] : [{ is: 'changed', step, before: one } as const]),
      ...(stays.has(step.id) ? [] : [{ is: 'moved', step } as const]),
    ];
  });
  return [...changes, ...before.filter(({ id }) => !now.has(id)).map((step): ListChange => ({ is: 'removed', step }))];
}

/** The most ids that stand in one order in both: what is not among them was moved. Forty steps at most. */
function longestRun(one: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const place = new Map(other.map((id, at) => [id, at]));
  const runs: string[][] = [];
  for (const id of one) {
    const at = place.get(id) ?? 0;
    const fits = runs.filter((run) => (place.get(run.at(-1) ?? '') ?? 0) < at);
    const longest = fits.reduce<string[]>((best, run) => (run.length > best.length ? run : best), []);
    runs.push([...longest, id]);
  }
  return new Set(runs.reduce<string[]>((best, run) => (run.length > best.length ? run : best), []));
}
