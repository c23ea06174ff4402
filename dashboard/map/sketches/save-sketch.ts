// What a person drew or changed, on its way to the gateway.
import type { SketchView } from '../../../gateway/web/sketch-contract.ts';
import { send } from '../../api.ts';
import type { SketchDraft } from './use-sketching.ts';

/** Saves it as a new one, or over the version that the person saw. Rejects with the gateway's refusal. */
export async function saveSketch({ of, kind, spots, radius, label, note, colour, place, onScreens }: SketchDraft): Promise<SketchView> {
  const body = {
    kind,
    label,
    note,
    colour,
    place,
    onScreens,
    radius: kind === 'circle' ? radius : null,
    spots: spots.map(([longitude, latitude]) => ({ longitude, latitude })),
  };
  return of === null
    ? await send<SketchView>('POST', '/map/sketches', body)
    : await send<SketchView>('PUT', `/map/sketches/${encodeURIComponent(of.id)}`, { ...body, version: of.version });
}
