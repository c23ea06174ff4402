// Which kinds of place usually stand below which: what is offered first when a place is added. Pure.
import type { PlaceKind } from '../../gateway/web/contract.ts';

/** The way of the house: region → unit → building → floor → zone; region → forest farm → checkpoint, post, water. */
const USUALLY_BELOW: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  region: ['unit', 'farm', 'region', 'station'],
  unit: ['building', 'zone', 'water'],
  building: ['floor', 'zone'],
  floor: ['zone'],
  zone: ['zone'],
  farm: ['checkpoint', 'post', 'water', 'zone'],
  checkpoint: ['post', 'zone'],
  post: ['zone'],
  water: ['zone'],
  station: ['zone'],
};

/** `usual` is never empty; `others` are allowed too, for a site that is built otherwise. */
export function kindsBelow(parent: PlaceKind): { readonly usual: readonly PlaceKind[]; readonly others: readonly PlaceKind[] } {
  const usual = USUALLY_BELOW[parent];
  const all = Object.keys(USUALLY_BELOW) as PlaceKind[];
  return { usual, others: all.filter((kind) => !usual.includes(kind)) };
}
