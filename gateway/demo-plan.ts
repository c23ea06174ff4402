// The floor plan of the demonstration: an invented drawing and where the devices of that floor stand, as a person would put them.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GATEWAY } from './acts.ts';
import { BalefireError } from './errors.ts';
import type { House } from './house.ts';
import { packageFile } from './package-root.ts';
import { readDrawing } from './plans/drawing.ts';
import { planScale, spot } from './web/plan-contract.ts';

const DRAWING = packageFile('config/demo-plan.svg');
const ARRANGEMENT = packageFile('config/demo-plan.json');

/** Throws `bad-configuration` where the drawing is none. */
export async function hangDemoPlan({ drawings, flow }: Pick<House, 'drawings' | 'flow'>): Promise<void> {
  const bytes = readFileSync(DRAWING);
  const drawing = readDrawing(bytes);
  if ('zh' in drawing) throw new BalefireError('bad-configuration', { detail: `${DRAWING}: ${drawing.zh} / ${drawing.en}` });
  const file = z.object({ place: z.string(), scale: planScale, positions: z.record(z.string(), spot) });
  const arrangement = file.parse(JSON.parse(readFileSync(ARRANGEMENT, 'utf8')));
  await drawings.keep(drawing, bytes);
  await flow.act({ do: 'change-plans', changes: [{ ...arrangement, version: 0, drawing }] }, GATEWAY);
}
