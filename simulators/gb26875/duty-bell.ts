// The duty check 查岗 at the device: a bell rings until somebody presses the button, and somebody may be slow or away.

/** Who sits by the device. A number: seconds until they press; late: half a minute after the time that was given. */
export interface DutyAnswer {
  readonly answers: 'at-once' | 'late' | 'never' | number;
  /** Operator number, 0..255; 1 where it is left out. */
  readonly operator?: number;
}

/** Without an answer it rings for 10 minutes (GB 26875.1, 查岗), or a minute longer than the centre waits. */
const RINGS_MINUTES = 10;

export class DutyBell {
  readonly #answer: DutyAnswer;
  readonly #minuteMs: number;
  readonly #pressed: (operator: number) => void;
  readonly #over: () => void;
  #pressing: NodeJS.Timeout | undefined;
  #ringing: NodeJS.Timeout | undefined;

  /** `minuteMs`: how long a minute of the duty check is; 60,000 but in tests. */
  constructor(answer: DutyAnswer, minuteMs: number, told: { pressed(operator: number): void; over(): void }) {
    this.#answer = answer;
    this.#minuteMs = minuteMs;
    this.#pressed = told.pressed;
    this.#over = told.over;
  }

  get isRinging(): boolean {
    return this.#ringing !== undefined;
  }

  /** A duty check that gives so many minutes; one that rings already begins anew. */
  ring(minutes: number): void {
    this.#stop();
    this.#ringing = setTimeout(() => this.stop(), Math.max(RINGS_MINUTES, minutes + 1) * this.#minuteMs);
    const { answers } = this.#answer;
    if (answers === 'never') return;
    const afterMs = answers === 'at-once' ? 0 : answers === 'late' ? (minutes + 0.5) * this.#minuteMs : answers * 1000;
    this.#pressing = setTimeout(() => this.press(), afterMs);
  }

  /** Somebody presses the button. `false` where nothing rings. */
  press(operator = this.#answer.operator ?? 1): boolean {
    if (!this.isRinging) return false;
    this.#stop();
    this.#pressed(operator);
    return true;
  }

  /** It falls silent unanswered. */
  stop(): void {
    if (!this.isRinging) return;
    this.#stop();
    this.#over();
  }

  #stop(): void {
    clearTimeout(this.#pressing);
    clearTimeout(this.#ringing);
    this.#ringing = undefined;
  }
}
