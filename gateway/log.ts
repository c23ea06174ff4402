// The log: one JSON line an event, for the operator and the machine that collects it. Never a secret, never a payload.
import { pino } from 'pino';

export interface Log {
  info(about: object, text: string): void;
  warn(about: object, text: string): void;
  error(about: object, text: string): void;
}

/** Fields that are cut out wherever they stand: a secret that slipped in does not get out. */
const SECRET_FIELDS = ['secret', 'password', 'token', 'key', '*.secret', '*.password', '*.token', '*.key'];

/** Writes to standard output. Control characters are escaped by the JSON form of each line. */
export function openLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: SECRET_FIELDS, censor: '•••' } });
}
