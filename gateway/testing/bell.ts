// Rung whenever something happened in a house under test, so that a test waits for what happens and not for a clock.

export class Bell {
  #waiting: (() => void)[] = [];

  readonly ring = (): void => {
    for (const wake of this.#waiting.splice(0)) wake();
  };

  /** After all that listens to the same event has had its turn. */
  readonly ringSoon = (): void => {
    setImmediate(this.ring);
  };

  /** Resolves when it is so; looked at at once, and whenever the bell is rung. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
