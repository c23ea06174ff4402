// The explanation of a packet leaves no byte out, whatever the bytes are.
import fc from 'fast-check';
import type { Words } from '../words.ts';
import { decodeUnit, encodeUnit } from './data-unit.ts';
import { explain, type Field, say } from './explain.ts';
import { encodePacket } from './packet.ts';
import { PROFILES, profileOf } from './profile.ts';
import { packetWith, someBytes, someObjects, somePacket } from './testing/arbitraries.ts';

const TIME = Uint8Array.of(5, 8, 7, 6, 5, 24);

function zh(text: Words | string | undefined): string | undefined {
  return typeof text === 'string' ? text : text?.zh;
}

/** Each field as `title = value ! fault`. */
function lines(fields: readonly Field[]): string[] {
  return fields.map(({ title, value, fault }) => `${title.zh} = ${zh(value)}${fault ? ` ! ${fault.zh}` : ''}`);
}

function coversEveryByteOnce(fields: readonly Field[], length: number): void {
  let at = 0;
  for (const { from, to, title, value } of fields) {
    expect(from).toBe(at);
    expect(to).toBeGreaterThan(from);
    expect(title.zh).not.toBe('');
    expect(title.en).not.toBe('');
    expect(zh(value)).not.toBe('');
    at = to;
  }
  expect(at).toBe(length);
}

const anyUnit = fc.tuple(fc.nat(255), fc.nat(6), someBytes(0, 100)).map(([type, count, bytes]) => Uint8Array.of(type, count, ...bytes));

describe('the explanation of a packet', () => {
  it('covers every byte once, in order, whatever the bytes are', () => {
    const starting = someBytes(0, 90).map((bytes) => Uint8Array.of(0x40, 0x40, ...bytes));
    const packet = fc.oneof(
      somePacket.map(encodePacket),
      anyUnit.map((unit) => packetWith(unit)),
    );
    const damaged = fc.tuple(packet, fc.nat(), fc.nat(), fc.nat(255)).map(([bytes, cut, at, byte]) => {
      const less = bytes.slice(0, cut % (bytes.length + 8));
      if (less.length > 0) less[at % less.length] = byte;
      return less;
    });
    fc.assert(
      fc.property(fc.oneof(someBytes(0, 90), starting, packet, damaged), fc.constantFrom(...PROFILES), (bytes, profile) => {
        coversEveryByteOnce(explain(bytes, profile), bytes.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('names every part of every object where nothing is wrong', () => {
    fc.assert(
      fc.property(someObjects(), (objects) => {
        const fields = explain(packetWith(encodeUnit(objects)));
        expect(fields.filter(({ title }) => title.zh === '未能识别')).toEqual([]);
        expect(fields.slice(0, 8).every(({ depth }) => depth === 0)).toBe(true);
        expect(fields.slice(8, 10).every(({ depth }) => depth === 1)).toBe(true);
        expect(fields.slice(10, -2).every(({ depth }) => depth === 2)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("of a fire reads like the standard's own table", () => {
    const unit = Uint8Array.of(2, 1, 1, 0, 23, 1, 0, 5, 0, 3, 0, ...new Uint8Array(31).fill(0x41, 0, 2), ...TIME);
    expect(lines(explain(packetWith(unit)))).toEqual([
      '启动符 = 40 40',
      '业务流水号 = 7',
      '协议版本号 = 1.1',
      '时间标签 = 2024-05-06 07:08:09',
      '源地址 = 010000000000 (1)',
      '目的地址 = 020000000000 (2)',
      '应用数据单元长度 = 48 字节',
      '命令字节 = 发送数据 2',
      '类型标志 = 建筑消防设施部件运行状态 2',
      '信息对象数目 = 1',
      '系统类型 = 火灾报警系统 (1)',
      '系统地址 = 0',
      '部件类型 = 手动火灾报警按钮 (23)',
      '部件地址 = 回路 1 点 5 (01 00 05 00)',
      '部件状态 = 火警 (0x0003)',
      '部件说明 = AA',
      '状态发生时间 = 2024-05-06 07:08:05',
      expect.stringMatching(/^校验和 = [0-9A-F]{2}$/),
      '结束符 = 23 23',
    ]);
  });

  it('says of several objects which one each field belongs to', () => {
    const unit = encodeUnit([
      { is: 'read-system-state', systemType: 1, systemAddress: 1 },
      { is: 'read-system-state', systemType: 11, systemAddress: 1 },
    ]);
    expect(lines(explain(packetWith(unit))).slice(10, 14)).toEqual([
      '对象 1 · 系统类型 = 火灾报警系统 (1)',
      '对象 1 · 系统地址 = 1',
      '对象 2 · 系统类型 = 消火栓系统 (11)',
      '对象 2 · 系统地址 = 1',
    ]);
  });

  const clock = packetWith(Uint8Array.of(90, 1, ...TIME));
  const changed = (at: number, ...bytes: number[]): Uint8Array => {
    const copy = Uint8Array.from(clock);
    copy.set(bytes, at);
    return copy;
  };
  it.each([
    ['a wrong sum', changed(35, 0), /^校验和 = 00 ! 算得 [0-9A-F]{2}$/],
    ['a wrong end mark', changed(37, 0), /^结束符 = 23 00 ! 应为 23 23$/],
    ['no start mark', changed(1, 0), /^未能识别 = 40 00 .* ! 没有启动符 40 40$/],
    ['another main version', changed(4, 2), /^协议版本号 = 2.1 ! 主版本号应为 1$/],
    ['an impossible time', changed(10, 13), /^时间标签 = 09 08 07 06 0D 18 ! 不是时间$/],
    ['a length over the limit', changed(24, 1, 4), /^未能识别 = 5A 01 .* ! 数据单元超长$/],
    ['a length over what is there', changed(24, 99), /^应用数据单元长度 = 99 字节 ! 只有 11 字节$/],
    ['a reserved command', changed(26, 9), /^命令字节 = 预留 9 ! 不认识的命令字节$/],
    ['a type that is not defined', changed(27, 200), /^未能识别 = .* ! 未定义的类型，原样保存$/],
    ['a count that is too large', changed(28, 2), /^信息对象数目 = 2 ! 最多 1 个$/],
    ['a head cut short', clock.subarray(0, 20), /^未能识别 = 02 00 ! 报文头不完整$/],
    ['an end cut short', clock.subarray(0, 37), /^未能识别 = 23 ! 数据包不完整$/],
    ['bytes behind it', Uint8Array.of(...clock, 1), /^未能识别 = 01 ! 数据包之后的字节$/],
  ])('tells of %s', (_, bytes, line) => {
    expect(lines(explain(bytes))).toContainEqual(expect.stringMatching(line));
  });

  it.each([
    [3, 32_000, undefined],
    [3, 32_001, '超出有效范围'],
    [3, -2730, undefined],
    [3, -2731, '超出有效范围'],
    [2, 32_000, undefined],
    [2, -1, '超出有效范围'],
    [12, 21, '超出有效范围'],
    [99, -1, undefined],
  ])('judges the range of analogue type %i at %i', (analogueType, raw, fault) => {
    const part = { systemType: 1, systemAddress: 0, partType: 31, partAddress: 1 };
    const fields = explain(packetWith(encodeUnit([{ is: 'analogue', ...part, analogueType, raw, time: TIME }])));
    expect(fields.find(({ title }) => title.zh === '模拟量值')?.fault?.zh).toBe(fault);
  });

  it('of no bytes is empty', () => {
    expect(explain(new Uint8Array(0))).toEqual([]);
  });

  it('knows the one-byte heartbeat of a profile that has one', () => {
    expect(lines(explain(packetWith(Uint8Array.of(0x16)), profileOf('handshake')))).toContain('类型标志 = 心跳');
  });
});

describe('the meaning of a data unit', () => {
  it('has at least a line in both languages, one for each object, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.oneof(someBytes(0, 60), anyUnit), fc.constantFrom(...PROFILES), (unit, profile) => {
        const said = say(unit, profile);
        expect(said.length).toBeGreaterThanOrEqual(Math.max(1, decodeUnit(unit, profile).objects.length));
        for (const line of said) {
          expect(line.zh).not.toBe('');
          expect(line.en).not.toMatch(/undefined|NaN/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [[1, 1, 11, 2, 0x22, 0, ...TIME], '消火栓系统 2 · 火警、启动'],
    [[1, 1, 1, 2, 0, 0x40, ...TIME], '火灾报警系统 2 · 预留位 14'],
    [[3, 1, 11, 1, 92, 1, 0, 5, 0, 2, 9, 1, ...TIME], '消火栓系统 1 · 消防水箱 1-5 · 高度 2.65 m'],
    [[3, 1, 11, 1, 92, 1, 0, 5, 0, 99, 9, 1, ...TIME], '消火栓系统 1 · 消防水箱 1-5 · 预留 99 265'],
    [[4, 1, 1, 1, 4, 7, ...TIME], '火灾报警系统 1 · 手动报警 · 操作员 7'],
    [[5, 1, 1, 1, 2, 5], '火灾报警系统 1 · 软件版本 2.5'],
    [[6, 1, 1, 1, 2, 0x41, 0x42], '火灾报警系统 1 · AB'],
    [[7, 1, 1, 1, 40, 1, 0, 5, 0, 0x41, ...new Uint8Array(30)], '火灾报警系统 1 · 感烟火灾探测器 1-5 · A'],
    [[8, 1, 1, 1, ...TIME], '火灾报警系统 1 · 系统时间 2024-05-06 07:08:05'],
    [[21, 1, 0, ...TIME], '用户信息传输装置 · 各位均为 0'],
    [[24, 1, 0x20, 3, ...TIME], '用户信息传输装置 · 查岗应答 · 操作员 3'],
    [[25, 1, 1, 2], '用户信息传输装置 · 软件版本 1.2'],
    [[26, 1, 1, 0x41], '用户信息传输装置 · A'],
    [[28, 1, 0, 0, 0, 0, 0, 0], '用户信息传输装置 · 系统时间 时间未知'],
    [[62, 1, 1, 1, 1, 0, 5, 0], '读建筑消防设施部件运行状态 · 火灾报警系统 1 · 1-5'],
    [[64, 1, 1, 1, 9, ...TIME], '读建筑消防设施操作信息 · 火灾报警系统 1 · 自 2024-05-06 07:08:05 起 9 条'],
    [[84, 1, 9, ...TIME], '读用户信息传输装置操作信息记录 · 自 2024-05-06 07:08:05 起 9 条'],
    [[61, 1, 11, 1], '读建筑消防设施系统状态 · 消火栓系统 1'],
    [[89, 1, 0], '初始化用户信息传输装置'],
    [[90, 1, ...TIME], '同步用户信息传输装置时钟 · 2024-05-06 07:08:05'],
    [[91, 1, 5], '查岗命令 · 5 分钟内应答'],
    [[150, 1, 5], '用户自定义 150：未定义的类型，原样保存'],
    [[], '空数据单元（登记、心跳或应答）'],
    [[0x16], '单字节数据单元 16'],
  ])('%j reads %s', (unit, line) => {
    expect(say(Uint8Array.from(unit)).map(({ zh }) => zh)).toEqual([line]);
  });
});
