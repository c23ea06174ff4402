// What a person measures on the map; it lives as long as the page and is nobody else's. What is drawn for others is a sketch.
import { useCallback, useMemo, useState } from 'react';
import type { Degrees } from './coordinates.ts';
import type { Shape } from './engine.ts';
import { area, areaText, length, lengthText } from './measure.ts';

export type Tool = Shape['kind'];

export interface Drawing {
  readonly tool: Tool | null;
  readonly choose: (tool: Tool | null) => void;
  /** What is finished, and what is being drawn. */
  readonly shapes: readonly Shape[];
  readonly corners: number;
  readonly add: (spot: Degrees) => void;
  readonly back: () => void;
  readonly finish: () => void;
  readonly clear: () => void;
}

/** Fewer corners than this are nothing yet. */
const FEWEST: Readonly<Record<Tool, number>> = { line: 2, area: 3 };

export function useDrawing(): Drawing {
  const [tool, setTool] = useState<Tool | null>(null);
  const [done, setDone] = useState<readonly Shape[]>([]);
  const [draft, setDraft] = useState<readonly Degrees[]>([]);

  const choose = useCallback((next: Tool | null) => {
    setTool(next);
    setDraft([]);
  }, []);
  const add = useCallback(
    (spot: Degrees) =>
      setDraft((before) => {
        // The second click of a double click falls on the corner that the first has set.
        const last = before.at(-1);
        return last !== undefined && last[0] === spot[0] && last[1] === spot[1] ? before : [...before, spot];
      }),
    [],
  );
  const finish = useCallback(() => {
    if (tool === null) return;
    if (draft.length >= FEWEST[tool]) setDone((before) => [...before, measured(tool, draft)]);
    setDraft([]);
    setTool(null);
  }, [tool, draft]);
  const shapes = useMemo(() => (tool === null || draft.length === 0 ? done : [...done, measured(tool, draft)]), [tool, draft, done]);

  return {
    tool,
    choose,
    shapes,
    corners: draft.length,
    add,
    back: useCallback(() => setDraft((before) => before.slice(0, -1)), []),
    finish,
    clear: useCallback(() => {
      setDone([]);
      setDraft([]);
    }, []),
  };
}

function measured(kind: Tool, spots: readonly Degrees[]): Shape {
  if (spots.length < 2) return { kind, spots };
  const around = kind === 'area' && spots.length > 2;
  return { kind, spots, name: around ? areaText(area(spots)) : lengthText(length(spots)) };
}
