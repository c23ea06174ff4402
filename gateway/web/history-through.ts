// Who stood in the place of a device during a span, one after the other: its history goes on through a replacement.
import type { Device } from '../../device-drivers/device.ts';
import { partId } from '../../device-drivers/gb26875/part.ts';
import type { Estate } from '../estate/estate.ts';

/** A device and the part of the span in which it stood there. */
export interface Stood {
  readonly id: string;
  readonly model: string;
  /** ms since 1970; inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** In order of time; the device itself is the last. A part goes with the device it stands behind. */
export function stoodWithin(estate: Estate, device: Device, span: { readonly from: number; readonly to: number }): Stood[] {
  const { address } = device;
  const root = address.by === 'part' ? address.of : device.id;
  const chain = estate.replacements.chain(root);
  const stood: Stood[] = [];
  let { from } = span;
  for (const id of chain.slice(0, chain.indexOf(root))) {
    const left = estate.replacements.of(id);
    if (!left || left.at <= from) continue;
    if (left.at >= span.to) break;
    const own = address.by === 'part' ? { id: partId({ ...address, of: id }), model: device.model } : { id, model: left.old.model };
    stood.push({ ...own, from, to: left.at });
    from = left.at;
  }
  return [...stood, { id: device.id, model: device.model, from, to: span.to }];
}
