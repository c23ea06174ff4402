// What a panel sends up when something happens, read back with the codec.
import { decodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import { readText } from '../../device-drivers/gb26875/text.ts';
import { readTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { demoParts } from './demo-parts.ts';
import { Panel, type PanelEvent, type Upload } from './panel.ts';
import { panelFire } from './panel-fire.ts';
import { inventedBuilding, PartList, readParts } from './parts.ts';

const AT = Date.UTC(2026, 4, 1, 2, 3, 4);
const [SMOKE, CALL] = ['2-21', '2-24'];

function panel(): Panel {
  return new Panel({ parts: demoParts() });
}

/** Type and status or operations of each, in order. */
function said(uploads: readonly Upload[]): (readonly [number, number])[] {
  return uploads.map(({ unit }) => {
    const { type, objects, faults } = decodeUnit(unit);
    expect(faults).toEqual([]);
    const [object] = objects;
    if (object && 'status' in object) return [type, object.status];
    return [type, object && 'operations' in object ? object.operations : -1];
  });
}

describe('a panel', () => {
  it('tells a fire of the part, then its system, then the device, all of them urgent', () => {
    const uploads = panel().happen({ is: 'alarm', part: SMOKE }, AT);
    expect(said(uploads)).toEqual([
      [2, 0b11],
      [1, 0b11],
      [21, 0b11],
    ]);
    expect(uploads.every(({ urgent }) => urgent)).toBe(true);
    const [part] = decodeUnit(uploads[0]?.unit ?? new Uint8Array()).objects;
    if (part?.is !== 'part-state') throw new Error('not a part');
    expect(part).toMatchObject({ systemType: 1, systemAddress: 0, partType: 42, partAddress: 2 + 21 * 0x10000 });
    expect(readText(part.description)).toBe('12层东走廊感烟');
    expect(readTimeTag(part.time)).toBe(AT);
  });

  it('tells the second fire of the part alone: system and device did not change', () => {
    const board = panel();
    board.happen({ is: 'alarm', part: SMOKE }, AT);
    expect(said(board.happen({ is: 'alarm', part: CALL }, AT))).toEqual([[2, 0b11]]);
  });

  it('keeps a system on fire until its last part is restored', () => {
    const board = panel();
    board.happen({ is: 'alarm', part: SMOKE }, AT);
    board.happen({ is: 'alarm', part: CALL }, AT);
    expect(said(board.happen({ is: 'restore', part: SMOKE }, AT))).toEqual([[2, 1]]);
    const last = board.happen({ is: 'restore', part: CALL }, AT);
    expect(said(last)).toEqual([
      [2, 1],
      [1, 1],
      [21, 1],
    ]);
    expect(last.some(({ urgent }) => urgent)).toBe(false);
  });

  const changes: [PanelEvent['is'], number, number, number][] = [
    ['fault', 0b101, 0b101, 0b101],
    ['power-lost', 0b1_0000_0101, 0b101, 0b101],
    ['shield', 0b1001, 0b1001, 1],
    ['supervisory', 0b1_0001, 0b1_0001, 1],
    ['start', 0b10_0001, 0b10_0001, 1],
    ['feedback', 0b100_0001, 0b100_0001, 1],
    ['delay', 0b1000_0001, 0b1000_0001, 1],
  ];
  it.each(changes)('tells %s with its bits', (is, part, system, device) => {
    const board = panel();
    const told = said(board.happen({ is, part: SMOKE } as PanelEvent, AT));
    expect(told.slice(0, 2)).toEqual([
      [2, part],
      [1, system],
    ]);
    expect(board.deviceStatus()).toBe(device);
    expect(told[2]).toEqual(device === 1 ? undefined : [21, device]);
  });

  it('keeps a shield through a restore, and lifts it', () => {
    const board = panel();
    board.happen({ is: 'shield', part: SMOKE }, AT);
    board.happen({ is: 'alarm', part: SMOKE }, AT);
    expect(said(board.happen({ is: 'restore', part: SMOKE }, AT))[0]).toEqual([2, 0b1001]);
    expect(said(board.happen({ is: 'unshield', part: SMOKE }, AT))[0]).toEqual([2, 1]);
  });

  it('resets fires and what they started, not faults', () => {
    const board = panel();
    board.happen({ is: 'alarm', part: SMOKE }, AT);
    board.happen({ is: 'start', part: '2-28' }, AT);
    board.happen({ is: 'fault', part: CALL }, AT);
    const reset = board.happen({ is: 'reset', operator: 9 }, AT);
    expect(said(reset)).toEqual([
      [4, 1],
      [2, 1],
      [2, 1],
      [1, 0b101],
      [21, 0b101],
    ]);
  });

  it('has a manual alarm that is urgent, sets the device on fire and is cleared', () => {
    const board = panel();
    const pressed = board.happen({ is: 'manual-alarm', operator: 3 }, AT);
    expect(said(pressed)).toEqual([
      [24, 0b100],
      [21, 0b11],
    ]);
    expect(pressed.every(({ urgent }) => urgent)).toBe(true);
    expect(said(board.happen({ is: 'clear' }, AT))).toEqual([
      [24, 0b1000],
      [21, 1],
    ]);
  });

  const operations: [PanelEvent, readonly [number, number]][] = [
    [{ is: 'silence' }, [4, 0b10]],
    [{ is: 'confirm' }, [4, 0b10_0000]],
    [{ is: 'self-test' }, [24, 0b1_0000]],
    [{ is: 'self-test', on: 'panel' }, [4, 0b1_0000]],
    [{ is: 'duty-reply' }, [24, 0b10_0000]],
    [{ is: 'test' }, [24, 0b100_0000]],
    [{ is: 'manual-alarm', on: 'panel' }, [4, 0b100]],
    [{ is: 'silence', on: 'device' }, [24, 0b10]],
  ];
  it.each(operations)('tells %j as an operation', (event, told) => {
    expect(said(panel().happen(event, AT))).toEqual([told]);
  });

  it('tells of its own power and lines', () => {
    const board = panel();
    expect(said(board.happen({ is: 'mains-lost' }, AT))).toEqual([[21, 0b1101]]);
    expect(said(board.happen({ is: 'backup-lost' }, AT))).toEqual([[21, 0b1_1101]]);
    expect(said(board.happen({ is: 'mains-lost' }, AT))).toEqual([]);
    expect(said([...board.happen({ is: 'mains-back' }, AT), ...board.happen({ is: 'backup-back' }, AT)])).toEqual([
      [21, 0b1_0101],
      [21, 1],
    ]);
  });

  it('tells the system that a part belongs to', () => {
    const board = new Panel({ parts: readParts('loop,point,type,systemType,systemAddress\n1,1,96,12,4\n1,2,42,1,0') });
    const [, system] = board.happen({ is: 'feedback', part: '1-1' }, AT);
    expect(decodeUnit(system?.unit ?? new Uint8Array()).objects).toMatchObject([{ systemType: 12, systemAddress: 4, status: 0b100_0001 }]);
    expect(board.systemStatus(1, 0)).toBe(1);
  });

  it('writes addresses and short forms as its profile has them', () => {
    const profile = profileOf('point-first') ?? STANDARD;
    const board = new Panel({ parts: demoParts(), profile: { ...profile, partStateBytes: [15], deviceStateBytes: [1] } });
    const uploads = board.happen({ is: 'alarm', part: SMOKE }, AT);
    expect(uploads.map(({ unit }) => unit.length)).toEqual([2 + 15, 2 + 10, 2 + 1]);
    const part = board.parts.at(SMOKE);
    if (!part) throw new Error('no part');
    expect(board.addressOf(part)).toBe(21 + 2 * 0x10000);
    expect(board.partAt(21 + 2 * 0x10000, 1, 0)).toBe(part);
    expect(board.partAt(21 + 2 * 0x10000, 12, 0)).toBeUndefined();
  });

  it('refuses a part that it does not have', () => {
    expect(() => panel().happen({ is: 'alarm', part: '9-9' }, AT)).toThrow(/there is no part 9-9/);
  });

  it('falls back to normal when it is initialised, and keeps its records', () => {
    const board = panel();
    board.happen({ is: 'alarm', part: SMOKE }, AT);
    board.happen({ is: 'silence' }, AT);
    expect(said(board.initialise(AT))).toEqual([[21, 1]]);
    expect(board.systemStatus(1, 0)).toBe(1);
    expect(board.records('panel')).toHaveLength(1);
  });
});

describe('the story of a fire at the panel', () => {
  it('plays on floor 12 of the demo: two smoke heads and a call point within half a minute, all given back in the end', () => {
    const { steps } = panelFire(demoParts());
    const board = panel();
    let before = 0;
    for (const { at, event } of steps) {
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
      board.happen(event, AT + at * 1000);
    }
    const alarms = steps.filter(({ at, event }) => at < 30 && event.is === 'alarm').map(({ event }) => 'part' in event && event.part);
    expect(alarms).toEqual(['2-21', '2-22', '2-24']);
    expect(board.systemStatus(1, 0)).toBe(1);
    expect(board.deviceStatus()).toBe(1);
  });

  it('plays in any building with two smoke heads and a call point on a floor, and says where it cannot', () => {
    expect(panelFire(inventedBuilding(2, 8)).title.zh).toContain('1层');
    expect(() => panelFire(new PartList([]))).toThrow(/no floor has two smoke heads/);
  });
});
