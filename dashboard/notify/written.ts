// What a person is writing: kept while the page stands, so that neither a refusal nor the end of a session loses it.
import { useState } from 'react';
import { type ApiProblem, asProblem, type FieldProblem } from '../api.ts';
import { kept, useKeptKey } from '../kept-in-page.ts';

export interface Written<T> {
  readonly value: T;
  readonly isChanged: boolean;
  /** It was taken up again from before. */
  readonly wasKept: boolean;
  readonly busy: boolean;
  /** What is wrong with which field; paths as the gateway says them, `body.shifts.0.people`. */
  readonly fields: readonly FieldProblem[];
  /** What is wrong with no field of it. */
  readonly problem: ApiProblem | null;
  /** `touched`: the field whose fault is gone by that, `shifts.0.people`; left out: what is wrong is anybody's guess now. */
  readonly change: (next: T, touched?: string) => void;
  /**
   * Sends it, unless something is missing. Forgotten once it went through. `onBehind`: somebody else had saved it meanwhile; what is
   * written stays.
   */
  readonly save: (work: (value: T) => Promise<void>, onBehind?: () => void) => Promise<void>;
  /** Back to what it was. */
  readonly discard: () => void;
}

/** `missing`: what the gateway would refuse in the words of a machine, at its field and in the language that is on. */
export function useWritten<T>(what: string, original: T, missing: (value: T) => readonly FieldProblem[] = () => []): Written<T> {
  const key = useKeptKey(what);
  // Null: nothing is written yet, so that what is shown follows what is saved.
  const [mine, setMine] = useState<T | null>(() => (kept.get(key) as T | undefined) ?? null);
  const value = mine ?? original;
  const [wasKept, setWasKept] = useState(() => kept.has(key));
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<readonly FieldProblem[]>([]);
  /** Where something was missing when it was last to be saved: said anew each time, as the language may change. */
  const [gaps, setGaps] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  return {
    value,
    isChanged: mine !== null && JSON.stringify(mine) !== JSON.stringify(original),
    wasKept,
    busy,
    fields: gaps.length === 0 ? fields : missing(value).filter(({ path }) => gaps.includes(path)),
    problem,
    change(next, touched) {
      kept.set(key, next);
      setMine(next);
      setFields((before) => (touched === undefined ? [] : before.filter(({ path }) => !isWithin(path, touched))));
      setGaps((before) => (touched === undefined ? [] : before.filter((path) => !isWithin(path, touched))));
    },
    async save(work, onBehind) {
      const found = missing(value).map(({ path }) => path);
      setProblem(null);
      setFields([]);
      setGaps(found);
      if (found.length > 0) return;
      setBusy(true);
      try {
        await work(value);
        // What was written while it was on its way is not sent yet.
        if (kept.get(key) === value) kept.delete(key);
      } catch (thrown) {
        const said = asProblem(thrown);
        setFields(said.fields);
        setProblem(said.fields.length > 0 ? null : said);
        if (said.code === 'changed-meanwhile') onBehind?.();
      } finally {
        setBusy(false);
      }
    },
    discard() {
      kept.delete(key);
      setMine(null);
      setWasKept(false);
      setFields([]);
      setGaps([]);
      setProblem(null);
    },
  };
}

/** Whether another version stands now than the one from which this was made. */
export function isBehind(standing: { readonly version: number } | null, { version }: { readonly version: number }): boolean {
  return standing !== null && standing.version !== version;
}

/** The way to a field from the top: `steps.0.after`. */
export function part(...steps: readonly (string | number)[]): string {
  return steps.join('.');
}

/** Whether a path as the gateway says it is that of a field, or of a part of it. */
export function isWithin(path: string, field: string): boolean {
  return path === `body.${field}` || path.startsWith(`body.${field}.`);
}
