// Small real disks for tests: a tmpfs that can be full, and an ext4 image whose power can be cut.
import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function run(command: string, ...rest: string[]): string {
  return execFileSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function works(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** A file system in memory with a bound. Needs root. */
export class SmallDisk {
  readonly folder: string;

  constructor(kib: number) {
    this.folder = mkdtempSync(join(tmpdir(), 'balefire-small-'));
    run('mount', '-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', this.folder);
  }

  /** Whether this machine lets us. */
  static isPossible(): boolean {
    return works(() => new SmallDisk(64).remove());
  }

  /** Fills it to the last byte. */
  fill(): void {
    const file = openSync(this.#filler, 'a');
    for (const piece of [Buffer.alloc(4096, 'x'), Buffer.alloc(1, 'x')]) {
      while (works(() => writeSync(file, piece))) {
        // Until the disk refuses.
      }
    }
    closeSync(file);
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.#filler, { force: true });
  }

  remove(): void {
    run('umount', '-l', this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}

/** An ext4 image on a loop device. Needs root, a loop device and mkfs.ext4. */
export class LoopDisk {
  readonly #home: string;
  readonly #mounted: string[] = [];

  constructor() {
    this.#home = mkdtempSync(join(tmpdir(), 'balefire-loop-'));
    run('truncate', '-s', '64M', this.#image('live'));
    run('mkfs.ext4', '-q', '-F', this.#image('live'));
    this.#mount('live');
  }

  static isPossible(): boolean {
    return works(() => {
      const disk = new LoopDisk();
      disk.remove();
    });
  }

  get folder(): string {
    return this.#folder('live');
  }

  sync(): void {
    run('sync', '-f', this.folder);
  }

  /** Holds every write and every fsync until `thaw`. */
  freeze(): void {
    run('fsfreeze', '-f', this.folder);
  }

  /** Lets go on what `freeze` held; nothing when nothing is held. */
  thaw(): void {
    works(() => run('fsfreeze', '-u', this.folder));
  }

  /** What the disk had taken at this moment and nothing of what was still in memory: takes the power away. */
  cutPower(): void {
    copyFileSync(this.#image('live'), this.#image('cut'));
  }

  /** The folder as it is after a restart: the copy is mounted, and ext4 plays its own journal. */
  afterReboot(): string {
    this.#mount('cut');
    return this.#folder('cut');
  }

  remove(): void {
    for (const name of this.#mounted) run('umount', '-l', this.#folder(name));
    rmSync(this.#home, { recursive: true, force: true });
  }

  #mount(name: string): void {
    mkdirSync(this.#folder(name));
    run('mount', '-o', 'loop', this.#image(name), this.#folder(name));
    this.#mounted.push(name);
  }

  #image(name: string): string {
    return join(this.#home, `${name}.img`);
  }

  #folder(name: string): string {
    return join(this.#home, name);
  }
}

/** `describe`, or a skipped one that says what is missing. */
export function describeWhere(isPossible: boolean, needs: string): (name: string, tests: () => void) => void {
  return (name, tests) => (isPossible ? describe(name, tests) : describe.skip(`${name} (skipped: needs ${needs})`, tests));
}
