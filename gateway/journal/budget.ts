// What the disk has left: early warning, telemetry refused before fire, and a ballast thrown off for the last metres.
import { randomFillSync } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1 << 20;
/** Early warning below this share of the disk, or this much, whichever is more; on a disk under 2 GiB below half of it. */
const WARN_SHARE = 0.1;
const WARN_BYTES = 1024 * MIB;
const WARN_SHARE_OF_SMALL = 0.5;
/** A warning ends a tenth above where it began, so that it does not tremble. */
const WARN_END = 1.1;
/** A quarter of the ballast is some minutes of everything, or hours of fire: time enough to refuse telemetry first. */
const SHED_SHARE_OF_BALLAST = 0.25;
/** A commit needs a few pages of 4 KiB in the log and as many in the file. */
const SHED_LEAST_BYTES = MIB / 4;
/** With less than this free a disk is full, whatever name the error has. */
const FULL_BYTES = MIB / 8;
/** The ballast is laid down piece by piece, so that no commit waits behind 64 MiB. */
const PIECE_BYTES = MIB;
/** A ballast takes no more of a small disk than this. */
const BALLAST_SHARE = 1 / 8;
const BALLAST = 'ballast';

export interface Space {
  /** Bytes that may still be written. */
  readonly free: number;
  readonly total: number;
}

export interface DiskState {
  readonly free: number;
  readonly total: number;
  /** Less is free than a careful person would leave. */
  readonly isLow: boolean;
  /** Only urgent frames are taken now. */
  readonly isShedding: boolean;
  readonly hasBallast: boolean;
}

/** Space left for an ordinary process on the disk that holds a folder; without end where the disk does not say. Throws the system's error. */
export function spaceOf(folder: string): Space {
  const { bavail, blocks, bsize } = statfsSync(folder);
  if (blocks === 0) return { free: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };
  return { free: bavail * bsize, total: blocks * bsize };
}

/** Free bytes under which a person should hear of it. */
export function warnBelow(total: number): number {
  return Math.min(Math.max(total * WARN_SHARE, WARN_BYTES), total * WARN_SHARE_OF_SMALL);
}

/** Throws a folder's ballast off before anything else is open: a full disk lets nobody even take a lock. True: there was one. */
export function throwOffBallast(folder: string): boolean {
  const hadBallast = sizeOf(join(folder, BALLAST)) > 0;
  rmSync(join(folder, BALLAST), { force: true });
  return hadBallast;
}

/** Watches one disk. `space` is handed in by tests. The constructor throws the system's error when the disk says nothing. */
export class DiskBudget {
  readonly #folder: string;
  readonly #ballastBytes: number;
  readonly #space: () => Space;
  readonly #shedBelow: number;
  #laidDown: number;
  #isLow = false;
  #isShedding = false;

  constructor(folder: string, ballastBytes: number, space: () => Space = () => spaceOf(folder)) {
    this.#folder = folder;
    this.#space = space;
    this.#ballastBytes = Math.min(ballastBytes, Math.floor(space().total * BALLAST_SHARE));
    this.#shedBelow = Math.max(SHED_LEAST_BYTES, this.#ballastBytes * SHED_SHARE_OF_BALLAST);
    rmSync(this.#unfinished, { force: true });
    this.#laidDown = sizeOf(this.#ballast) >= this.#ballastBytes ? this.#ballastBytes : 0;
    if (this.#laidDown === 0) rmSync(this.#ballast, { force: true });
  }

  get isShedding(): boolean {
    return this.#isShedding;
  }

  /** Looks at the disk and says what follows. An answer that the system refuses changes nothing. */
  look(): DiskState {
    let space: Space = { free: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };
    try {
      space = this.#space();
      const warn = warnBelow(space.total);
      this.#isLow = space.free < (this.#isLow ? warn * WARN_END : warn);
      if (space.free < this.#shedBelow) this.#isShedding = true;
      else if (space.free >= this.#enough()) this.#isShedding = false;
    } catch {
      // A disk that does not even say how full it is will say so at the next commit.
    }
    return { ...space, isLow: this.#isLow, isShedding: this.#isShedding, hasBallast: this.#hasBallast };
  }

  /** Whether an error of the database means that the disk is full. */
  isFull(code: string): boolean {
    if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'SQLITE_IOERR_SHMSIZE') return true;
    try {
      return this.#space().free < FULL_BYTES;
    } catch {
      return false;
    }
  }

  /** The disk is full. For something urgent the ballast is thrown off; true: that made room, try again. */
  full(isUrgent: boolean): boolean {
    this.#isShedding = true;
    if (!isUrgent || this.#laidDown === 0) return false;
    rmSync(this.#ballast, { force: true });
    rmSync(this.#unfinished, { force: true });
    this.#laidDown = 0;
    return true;
  }

  /** Lays down the next piece of the ballast when the disk has room for all of it. True: there is more to do. */
  layBallast(): boolean {
    if (this.#hasBallast) return false;
    try {
      if (this.#space().free < this.#enough()) return false;
      const piece = Math.min(PIECE_BYTES, this.#ballastBytes - this.#laidDown);
      // Random, so that a compressing file system keeps room for it too.
      append(this.#unfinished, randomFillSync(Buffer.allocUnsafe(piece)));
      this.#laidDown += piece;
      if (this.#hasBallast) renameSync(this.#unfinished, this.#ballast);
    } catch {
      this.#laidDown = 0;
      rmSync(this.#unfinished, { force: true });
    }
    return !this.#hasBallast;
  }

  /** Free bytes from which all is well again: room for what the ballast still lacks, and twice the mark. */
  #enough(): number {
    return this.#ballastBytes - this.#laidDown + 2 * this.#shedBelow;
  }

  get #hasBallast(): boolean {
    return this.#laidDown === this.#ballastBytes;
  }

  get #ballast(): string {
    return join(this.#folder, BALLAST);
  }

  get #unfinished(): string {
    return join(this.#folder, `${BALLAST}.unfinished`);
  }
}

function append(path: string, bytes: Buffer): void {
  const file = openSync(path, 'a');
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
