// One event for a receiving centre: what is said between the brackets, in both vocabularies. A drill can only say "test".
import { type EventCode, TEST_CODE, type TestCode } from './codes.ts';

interface Where {
  readonly account: string;
  /** 1 to 999; 0: the account has no number left for it. */
  readonly zone: number;
  /** Printable ASCII for a person's eye; the SIA vocabulary alone has room for it. */
  readonly text: string;
}

/** Something really happened: `began` (again), or ended. */
export interface RealEvent extends Where {
  readonly drill: false;
  readonly code: EventCode;
  readonly is: 'began' | 'ended';
}

/** A drill, told as a test; that it ended is not told. */
export interface DrillEvent extends Where {
  readonly drill: true;
  readonly code: TestCode;
  readonly is: 'began';
}

export type CentreEvent = RealEvent | DrillEvent;

/** Of a drill, whatever it plays: the type has no room for another code. */
export function drillEvent(where: Where): DrillEvent {
  return { ...where, drill: true, code: TEST_CODE, is: 'began' };
}

/** Partition of Contact ID, area of SIA: the gateway divides by account and zone alone. */
const PARTITION = '00';

/** `#1234|1111 00 017`: Q 1 began, 3 ended; code; partition; zone. */
export function contactId(event: CentreEvent): string {
  const qualifier = event.is === 'began' ? 1 : 3;
  return `#${event.account}|${qualifier}${event.code.cid} ${PARTITION} ${String(event.zone).padStart(3, '0')}`;
}

/** `#1234|Nri0/FA17^smoke-1 smoke^`. */
export function siaCode(event: CentreEvent): string {
  const code = event.drill ? event.code.sia.began : event.code.sia[event.is];
  const text = printable(event.text);
  return `#${event.account}|Nri0/${code}${event.zone}${text === '' ? '' : `^${text}^`}`;
}

/** Without what has a meaning in a frame. */
function printable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]|[[\]^|"#/]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 60);
}
