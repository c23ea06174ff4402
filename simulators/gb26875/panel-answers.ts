// What a panel and its transmission device answer when the centre asks: queries 61 to 68, 81, 84, 85, 86, 88.
import { decodeUnit, encodeUnit, UNIT_TYPES, type UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { encodeGb18030, writeText } from '../../device-drivers/gb26875/text.ts';
import { readTimeTag, writeTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import type { OperationRecord, Panel } from './panel.ts';

/** Version of the simulated software, main and sub. */
const VERSION = { main: 1, sub: 0 };
/** Length of a configuration text has one byte (8.2.1.6). */
const LONGEST_TEXT = 255;

/**
 * The data unit of the reply to a query, at a time (ms since 1970). Of several systems or parts that are asked for, those that
 * are there are answered. `undefined`, to be denied: not a query, not readable, or nothing that is asked for is there. A list of
 * operations with nothing in it is answered with n = 0: the standard has no other way to say "none".
 */
export function answerQuery(panel: Panel, unit: Uint8Array, at: number): Uint8Array | undefined {
  const { type, objects, faults } = decodeUnit(unit, panel.profile);
  const reply = UNIT_TYPES.get(type)?.reply;
  if (reply === undefined || faults.length > 0) return undefined;
  const [first] = objects;
  const found = objects.flatMap((object) => answersTo(panel, object, at)).slice(0, UNIT_TYPES.get(reply)?.most);
  if (found.length > 0) return encodeUnit(found, panel.profile);
  const asksForRecords = first?.is === 'read-facility-operations' || first?.is === 'read-device-operations';
  return asksForRecords ? Uint8Array.of(reply, 0) : undefined;
}

function answersTo(panel: Panel, object: UnitObject, at: number): UnitObject[] {
  if ('systemType' in object) {
    if (!panel.hasSystem(object.systemType, object.systemAddress)) return [];
    return 'partAddress' in object ? partAnswers(panel, object, at) : systemAnswers(panel, object, at);
  }
  const time = writeTimeTag(at);
  switch (object.is) {
    case 'read-device-state':
      return [panel.deviceState(at)];
    case 'read-device-operations':
      return recordsFrom(panel.records('device'), object).map(({ operations, operator, at: then }) => ({
        is: 'device-operation',
        operations,
        operator,
        time: writeTimeTag(then),
      }));
    case 'read-device-version':
      return [{ is: 'device-version', ...VERSION }];
    case 'read-device-configuration':
      return [{ is: 'device-configuration', text: told(panel.title) }];
    case 'read-device-time':
      return [{ is: 'device-time', time }];
    default:
      return [];
  }
}

function systemAnswers(panel: Panel, object: UnitObject & { systemType: number; systemAddress: number }, at: number): UnitObject[] {
  const { systemType, systemAddress } = object;
  const own = { systemType, systemAddress };
  switch (object.is) {
    case 'read-system-state':
      return [panel.systemState(systemType, systemAddress, at)];
    case 'read-facility-operations':
      // Everything is pressed on the panel, which is the fire alarm system.
      return recordsFrom(systemType === 1 ? panel.records('panel') : [], object).map(({ operations, operator, at: then }) => ({
        is: 'facility-operation',
        ...own,
        operations,
        operator,
        time: writeTimeTag(then),
      }));
    case 'read-facility-version':
      return [{ is: 'facility-version', ...own, ...VERSION }];
    case 'read-system-configuration': {
      const parts = panel.parts.all.filter((one) => one.systemType === systemType && one.systemAddress === systemAddress);
      return [{ is: 'system-configuration', ...own, text: told(`${panel.title}，部件${parts.length}个`) }];
    }
    case 'read-facility-time':
      return [{ is: 'facility-time', ...own, time: writeTimeTag(at) }];
    default:
      return [];
  }
}

type PartQuery = UnitObject & { systemType: number; systemAddress: number; partAddress: number };

function partAnswers(panel: Panel, object: PartQuery, at: number): UnitObject[] {
  const { systemType, systemAddress, partAddress } = object;
  const part = panel.partAt(partAddress, systemType, systemAddress);
  if (!part) return [];
  switch (object.is) {
    case 'read-part-state':
      return [panel.partState(part, at)];
    case 'read-analogue':
      return panel.analogues(part);
    case 'read-part-configuration':
      return [
        { is: 'part-configuration', systemType, systemAddress, partType: part.type, partAddress, description: panel.description(part) },
      ];
    default:
      return [];
  }
}

/** So many records from a time on; from the first where the time cannot be read. */
function recordsFrom(
  records: readonly OperationRecord[],
  { count, from }: { count: number; from: Uint8Array },
): readonly OperationRecord[] {
  const since = readTimeTag(from) ?? 0;
  // A time tag has whole seconds: what was pressed within that second counts.
  return records.filter(({ at }) => Math.floor(at / 1000) * 1000 >= since).slice(0, count);
}

function told(text: string): Uint8Array {
  const whole = encodeGb18030(text);
  if (whole.length <= LONGEST_TEXT) return whole;
  const cut = writeText(text, LONGEST_TEXT);
  const end = cut.indexOf(0);
  return end < 0 ? cut : cut.subarray(0, end);
}
