// What may be wrong with the journal, and which of it a person is told: the worst, once when it begins, once when it ends.
import { type Words, words } from '../../device-drivers/words.ts';

/** Worst first: the order is the order of the screen. */
const KINDS = ['refused', 'stalled', 'shedding', 'damaged', 'fault', 'low'] as const;
export type TroubleKind = (typeof KINDS)[number];

export class Troubles {
  readonly #tell: (trouble: Words | null) => void;
  readonly #standing = new Map<TroubleKind, Words>();
  #told: string | undefined;

  constructor(tell: (trouble: Words | null) => void) {
    this.#tell = tell;
  }

  has(kind: TroubleKind): boolean {
    return this.#standing.has(kind);
  }

  begin(kind: TroubleKind, text: Words): void {
    this.#standing.set(kind, text);
    this.#say();
  }

  end(kind: TroubleKind): void {
    if (this.#standing.delete(kind)) this.#say();
  }

  #say(): void {
    const worst = KINDS.find((kind) => this.#standing.has(kind));
    const text = worst === undefined ? undefined : this.#standing.get(worst);
    if (text?.en === this.#told) return;
    this.#told = text?.en;
    this.#tell(text ?? null);
  }
}

export const TROUBLE_TEXTS = {
  refused: (code: string) =>
    words(
      `磁盘拒绝写入（${code}）：新报文未予确认，设备会重发；磁盘恢复后自动继续。请立即检查磁盘。`,
      `The disk refuses to write (${code}): new frames are not confirmed and devices will send them again. It goes on by itself when the disk does. Look at the disk now.`,
    ),
  full: () =>
    words(
      '磁盘已满：新报文未予确认，设备会重发；腾出空间后自动继续。请立即清理磁盘。',
      'The disk is full: new frames are not confirmed and devices will send them again. It goes on by itself when there is room. Make room now.',
    ),
  died: () =>
    words(
      '日志线程意外退出，正在重启：未落盘的报文未予确认。',
      'The journal thread ended and is being started again: what was not on the disk was not confirmed.',
    ),
  stalled: (seconds: number) =>
    words(
      `磁盘超过 ${seconds} 秒没有回应：新报文等待确认。`,
      `The disk has not answered for ${seconds} s: new frames wait for their confirmation.`,
    ),
  shedding: () =>
    words(
      '磁盘即将写满：只接收火警等紧急报文，普通遥测暂不接收。请立即清理磁盘。',
      'The disk is nearly full: only urgent frames such as fire are taken, ordinary telemetry is refused. Make room now.',
    ),
  low: (freeBytes: number) =>
    words(`磁盘剩余空间不足：还剩 ${mib(freeBytes)} MiB。`, `Disk space is running low: ${mib(freeBytes)} MiB left.`),
  fault: (code: string) =>
    words(
      `磁盘写回出错（${code}）：已确认的报文仍在日志中，请检查磁盘。`,
      `The disk fails now and then (${code}): what was confirmed is in the log. Look at the disk.`,
    ),
  damaged: (file: string, from: number, why: string) =>
    words(
      `日志文件 ${file} 自第 ${from} 条起有损坏（${why}），损坏部分已跳过。`,
      `The journal file ${file} is damaged from entry ${from} on (${why}); the damaged part is passed over.`,
    ),
} as const;

/** In steps of 64 MiB where there is much, so that the text does not change with every frame. */
function mib(bytes: number): number {
  const whole = Math.floor(bytes / 2 ** 20);
  return whole > 128 ? whole - (whole % 64) : whole - (whole % 8);
}
