// What the house hands to the channel that speaks through the estate's own devices.
import type { Arguments } from '../../../device-drivers/command.ts';
import type { Words } from '../../../device-drivers/words.ts';
import type { Notice } from '../notice.ts';

export interface EstateVoices {
  /** Ids of the commands that the device knows by its driver; undefined: there is no such device. */
  commandsOf(device: string): readonly string[] | undefined;
  /** Another incident, no drill and no less urgent, has something that waits for somebody: what sounds for it must not fall silent. */
  isCalledElsewhere(but: Pick<Notice, 'incident' | 'class'>): boolean;
  /**
   * Gives a command as the gateway; resolves when it is on its way in the journal. `id` is the same for a repetition, so
   * that a device obeys it once. Words: why it was not taken, such as that fifty wait already.
   */
  give(order: {
    readonly id: string;
    readonly device: string;
    readonly command: string;
    readonly arguments: Arguments;
  }): Promise<'given' | Words>;
}
