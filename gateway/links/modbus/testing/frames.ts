// Takes in the frames of a link as the journal would, and lets a test wait for them.
import { type RegisterBlock, unpackBlocks } from '../../../../device-drivers/register-blocks.ts';
import type { ArrivingFrame } from '../../link.ts';

export class Frames {
  readonly all: ArrivingFrame[] = [];
  /** Set: every frame is refused with it. */
  refuseWith: Error | undefined;
  readonly #waiting: { until: () => boolean; resolve: () => void }[] = [];

  readonly accept = async (frame: ArrivingFrame): Promise<void> => {
    if (!this.refuseWith) this.all.push(frame);
    this.#wake();
    if (this.refuseWith) throw this.refuseWith;
  };

  /** Wakes up with each line of the link's log, too. */
  readonly log = {
    lines: [] as string[],
    info: (_about: object, text: string): void => this.#write(text),
    warn: (_about: object, text: string): void => this.#write(text),
  };

  /** Resolves as soon as it is so; looked at with each frame and each line of the log. */
  until(so: () => boolean): Promise<void> {
    if (so()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ until: so, resolve }));
  }

  /** The polls of a device, each as its blocks. */
  polls(device: string): RegisterBlock[][] {
    return this.all.filter((frame) => frame.device === device && frame.kind === 'up').map(({ body }) => blocksOf(body));
  }

  presence(device: string): unknown[] {
    return this.all
      .filter((frame) => frame.device === device && frame.kind === 'presence')
      .map(({ body }) => JSON.parse(new TextDecoder().decode(body)).online);
  }

  #write(text: string): void {
    this.log.lines.push(text);
    this.#wake();
  }

  #wake(): void {
    for (const [nth, { until, resolve }] of [...this.#waiting.entries()].reverse()) {
      if (!until()) continue;
      this.#waiting.splice(nth, 1);
      resolve();
    }
  }
}

function blocksOf(body: Uint8Array): RegisterBlock[] {
  const blocks = unpackBlocks(body);
  if (typeof blocks === 'string') throw new Error(`a frame of the link can't be unpacked: ${blocks}`);
  return blocks;
}
