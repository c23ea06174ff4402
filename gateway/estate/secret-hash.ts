// Secrets of people: what is a good one, and its hash by argon2id. The one file that knows the hashing library.
import { hash, verify } from '@node-rs/argon2';
import { type Words, words } from '../../device-drivers/words.ts';
import { BalefireError } from '../errors.ts';

/** OWASP password storage: argon2id with 19 MiB, 2 passes, 1 lane; about 40 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashes at once: two of libuv's four threads, so that the disk and the resolver keep theirs. */
const AT_ONCE = 2;
/** Hashes that may wait: at 40 ms each and two at once the last one waits a second. One more is refused. */
const WAITING_LIMIT = 50;

const SHORTEST_SECRET = 12;

/** Secrets of twelve and more characters that stand at the top of every list of stolen ones. */
const WORST: ReadonlySet<string> = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '123123123123',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'abcdefghijkl',
  'administrator',
  'administrator1',
  'admin1234567',
  'admin12345678',
  'adminadminadmin',
  'balefire1234',
  'changeme1234',
  'letmein12345',
  'password1234',
  'password12345',
  'passwordpassword',
  'qazwsxedcrfv',
  'qwerty123456',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'woaini1314520',
  'woaini520520',
]);

/** Why a secret is not good enough, or undefined where it is: NIST 800-63B 5.1.1.2 (length and a list, no composition rules). */
export function secretProblem(secret: string, login: string): Words | undefined {
  if ([...secret].length < SHORTEST_SECRET) return words(`密码至少 ${SHORTEST_SECRET} 个字符`, `At least ${SHORTEST_SECRET} characters`);
  const plain = secret.toLowerCase();
  if (plain.includes(login.toLowerCase()) && plain.length - login.length < 6)
    return words('密码不能就是账号', 'Not the login with a little added');
  if (WORST.has(plain) || new Set(plain).size < 5) return words('这个密码太常见', 'This secret is on every list');
  return undefined;
}

/** Hashes and verifies off the event loop, two at once, the others waiting in a bounded queue. */
export class SecretHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #nobody: Promise<string> | undefined;

  async hash(secret: string): Promise<string> {
    return this.#inTurn(() => hash(secret, COST));
  }

  /** Whether it is the secret behind the hash. Without a hash it takes the same time and says no. */
  async verify(secret: string, secretHash: string | undefined): Promise<boolean> {
    this.#nobody ??= hash('nobody has this secret', COST);
    const against = secretHash ?? (await this.#nobody);
    const matches = await this.#inTurn(() => verify(against, secret).catch(() => false));
    return matches && secretHash !== undefined;
  }

  /** Works out what `verify` compares a stranger with, so that the first stranger does not wait longer than others. */
  async warm(): Promise<void> {
    this.#nobody ??= hash('nobody has this secret', COST);
    await this.#nobody;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING_LIMIT) throw new BalefireError('overloaded');
      await new Promise<void>((go) => this.#waiting.push(go));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
