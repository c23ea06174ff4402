// A file that is being edited: begun from the version one saw, saved against it, and merged where somebody else was first.
import { useState } from 'react';
import type { FileVersion } from '../../gateway/web/place-file-contract.ts';
import { ApiProblem, get, send } from '../api.ts';
import { type Clash, merged, same, withTheirs } from './merge.ts';

interface Kept<F> {
  readonly version: number;
  readonly file: F | null;
}

/** Who was first and what they changed; `clashes`: null before the person has taken it over. */
export interface Meanwhile {
  readonly versions: readonly FileVersion[];
  readonly clashes: readonly Clash[] | null;
}

interface Address {
  /** Where the file stands: `/units/tower`. */
  readonly path: string;
}

export interface FileForm<F extends object> {
  /** What the form begins with. */
  readonly initial: F;
  readonly meanwhile: Meanwhile | null;
  readonly isChanged: (file: F) => boolean;
  /** Resolves when it is saved; false: somebody else was first, `meanwhile` says who. Throws an `ApiProblem`. */
  readonly save: (file: F) => Promise<boolean>;
  /** What is in the form with what the other changed; the next save is made from the other's version. */
  readonly takeOver: (mine: F) => F;
  /** What is in the form with what the other wrote in one clash. */
  readonly takeTheirs: (mine: F, clash: Clash) => F;
}

export function useFileForm<F extends object>({ path }: Address, seen: Kept<F>, empty: F): FileForm<F> {
  // As it was when the form opened: the page behind it goes on asking.
  const [base, setBase] = useState(seen);
  const [initial] = useState(seen.file ?? empty);
  const [theirs, setTheirs] = useState<Kept<F> | null>(null);
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null);
  return {
    initial,
    meanwhile,
    isChanged: (file) => !same(file, base.file ?? empty),
    async save(file) {
      try {
        await send('PUT', `${path}/file`, { version: base.version, file });
        return true;
      } catch (thrown) {
        if (!(thrown instanceof ApiProblem) || thrown.code !== 'changed-meanwhile') throw thrown;
        const [newest, { items }] = await Promise.all([
          get<Kept<F>>(path),
          get<{ items: FileVersion[] }>(`${path}/versions`, { since: base.version }),
        ]);
        setTheirs(newest);
        setMeanwhile({ versions: items, clashes: null });
        return false;
      }
    },
    takeOver(mine) {
      if (theirs === null) return mine;
      const { file, clashes } = merged(base.file ?? empty, mine, theirs.file ?? empty);
      setBase(theirs);
      setTheirs(null);
      setMeanwhile((before) => before && { ...before, clashes });
      return file;
    },
    takeTheirs(mine, clash) {
      setMeanwhile((before) => before && { ...before, clashes: before.clashes?.filter((one) => one !== clash) ?? null });
      return withTheirs(mine, clash);
    },
  };
}
