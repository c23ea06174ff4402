// The transmission device as a person starts it: what may be asked for, what may be typed, and the process itself.
import { PassThrough } from 'node:stream';
import { decodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { simulate } from '../testing/simulator-process.ts';
import { simulateTransmission } from './cli.ts';
import { type TransmissionArguments, transmissionAsked } from './cli-options.ts';
import { type ConsoleAct, understand } from './console.ts';
import { demoParts } from './demo-parts.ts';
import { ScriptedCentre } from './testing/scripted-centre.ts';

describe('what may be asked for', () => {
  it('has a default for everything', () => {
    expect(transmissionAsked({})).toMatchObject({
      ...{ transport: 'tcp', host: '127.0.0.1', port: 26_875, parts: undefined, duty: undefined, clockDrift: 0, flaws: {} },
      ...{ station: 'e90300000000', centre: '010000000000', heartbeatSeconds: 20, heartbeat: 'empty', profile: { id: 'standard' } },
    });
  });

  const asked: [TransmissionArguments, object][] = [
    [{ url: 'udp://192.0.2.7:5000' }, { transport: 'udp', host: '192.0.2.7', port: 5000 }],
    [{ url: 'tcp://[2001:db8::7]:5000' }, { host: '2001:db8::7', port: 5000 }],
    [{ url: 'udp://192.0.2.7' }, { port: 26_875 }],
    [
      { host: 'centre.example', port: '7' },
      { transport: 'tcp', host: 'centre.example', port: 7 },
    ],
    [{ station: 'C0A801046D1D' }, { station: 'c0a801046d1d' }],
    [{ duty: '12' }, { duty: 12 }],
    [{ duty: 'late' }, { duty: 'late' }],
    [{ 'clock-drift': '-3600' }, { clockDrift: -3600 }],
    [{ heartbeat: '5,device-state' }, { heartbeatSeconds: 5, heartbeat: 'device-state' }],
    [
      { heartbeat: 'handshake', profile: 'handshake' },
      { heartbeatSeconds: 20, heartbeat: 'handshake' },
    ],
    [{ flaw: ['checksum', 'drip=0.25'] }, { flaws: { checksum: 1, drip: 0.25 } }],
  ];
  it.each(asked)('%j', (values, meant) => {
    expect(transmissionAsked(values)).toMatchObject(meant);
  });

  const mistakes: [TransmissionArguments, RegExp][] = [
    [{ url: 'mqtt://127.0.0.1' }, /tcp:\/\/host:port or udp/],
    [{ port: '0' }, /--port .*from 1 to 65535/],
    [{ url: 'tcp://127.0.0.1:99999' }, /--port/],
    [{ station: 'here' }, /--station: .*an address is/],
    [{ centre: '-1' }, /--centre/],
    [{ duty: 'soon' }, /--duty .*not soon/],
    [{ heartbeat: '5,loud' }, /--heartbeat/],
    [{ heartbeat: 'handshake' }, /needs --profile handshake/],
    [{ profile: 'nobody' }, /--profile .*standard, point-first/],
    [{ flaw: ['rust'] }, /--flaw .*checksum, end-mark/],
    [{ flaw: ['drip=2'] }, /--flaw drip .*from 0 to 1/],
    [{ parts: 'nowhere.csv' }, /cannot read nowhere.csv/],
    [{ parts: 'package.json' }, /package.json: .*must be a list of parts/],
  ];
  it.each(mistakes)('%j is refused in a line', (values, why) => {
    expect(() => transmissionAsked(values)).toThrow(why);
  });
});

describe('what may be typed', () => {
  const parts = demoParts();
  const typed: [string, Partial<ConsoleAct> | { event: object }][] = [
    ['alarm 2-21', { is: 'event', event: { is: 'alarm', part: '2-21' } }],
    ['火警 12层东走廊感烟', { is: 'event', event: { is: 'alarm', part: '2-21' } }],
    ['  RESTORE   2-21 ', { is: 'event', event: { is: 'restore', part: '2-21' } }],
    ['解除屏蔽 2-22', { is: 'event', event: { is: 'unshield', part: '2-22' } }],
    ['手报', { is: 'event', event: { is: 'manual-alarm', operator: 1 } }],
    ['reset 7', { is: 'event', event: { is: 'reset', operator: 7 } }],
    ['主电故障', { is: 'event', event: { is: 'mains-lost' } }],
    ['查岗 3', { is: 'answer-duty', operator: 3 }],
    ['duty', { is: 'answer-duty', operator: undefined }],
    ['cut 5', { is: 'cut', seconds: 5 }],
    ['断线', { is: 'cut', seconds: undefined }],
    ['状态', { is: 'state' }],
    ['?', { is: 'help' }],
    ['quit', { is: 'quit' }],
    ['', { is: 'nothing' }],
    ['alarm', { is: 'unclear', why: expect.stringMatching(/which part/) }],
    ['alarm 9-9', { is: 'unclear', why: expect.stringMatching(/no part 9-9/) }],
    ['alarm 东走廊感烟', { is: 'unclear', why: expect.stringMatching(/30 parts fit: 1-1, 1-21.* …/) }],
    ['toString', { is: 'unclear', why: expect.stringMatching(/do not understand/) }],
  ];
  it.each(typed)('%s', (line, act) => {
    expect(understand(line, parts)).toMatchObject(act);
  });

  it('parts, with a word to look for', () => {
    const found = understand('parts 12层', parts);
    expect(found.is === 'list' && found.parts.map(({ floor }) => floor)).toEqual(Array.from({ length: 8 }, () => '12层'));
  });
});

describe('a person at the device', () => {
  it('raises an alarm, hears the duty check ring, presses the button, and leaves', async () => {
    const centre = await ScriptedCentre.start('tcp');
    const keys = new PassThrough();
    const stop = new AbortController();
    const lines: string[] = [];
    const waiting: (() => void)[] = [];
    const said = (text: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lines.some((line) => text.test(line))) resolve();
        };
        waiting.push(look);
        look();
      });
    const say = (line: string): void => {
      lines.push(line);
      for (const look of waiting) look();
    };
    const asked = transmissionAsked({ port: String(centre.port), heartbeat: '0' });
    const common = { count: 1, rate: undefined, duration: undefined, story: undefined, speed: 1, seed: '' };
    const run = simulateTransmission({ ...common, asked, stop, say, keys });
    await said(/^已连接/);
    keys.write('火警 2-21\nstate\nparts 12层\nhelp\nduty\nfly\n');
    await said(/^已确认/);
    expect(centre.units().map(([type]) => type)).toEqual([2, 1, 21]);
    expect(lines).toContainEqual(expect.stringContaining('12层东走廊感烟  点型光电感烟火灾探测器'));
    for (const line of [/"connected":true/, /no duty check rings/, /do not understand fly/]) await said(line);
    await centre.ask('e90300000000', [{ is: 'duty-check', minutes: 5 }]);
    await said(/DUTY CHECK: answer within 5 min/);
    expect(lines.some((line) => line.startsWith('\u0007'))).toBe(true);
    keys.write('查岗 8\n');
    await said(/answered by operator 8/);
    await centre.ask('e90300000000', [{ is: 'read-device-time' }]);
    await said(/读用户信息传输装置系统时间/);
    keys.write('cut\n');
    await said(/^已断开/);
    keys.write('quit\n');
    await run;
    expect(lines).toContainEqual(expect.stringMatching(/^end: .*"lost":0/));
    await centre.end();
  });
});

describe('the process', () => {
  let centre: ScriptedCentre;
  beforeEach(async () => {
    centre = await ScriptedCentre.start('tcp');
  });
  afterEach(() => centre.end());

  it('tells the story of a fire at the panel and ends', async () => {
    const ended = await simulate(
      'transmission',
      '--port',
      `${centre.port}`,
      '--story',
      'panel-fire',
      '--speed',
      '2000',
      '--station',
      '4711',
    );
    expect(ended).toMatchObject({ code: 0, complained: '', said: expect.stringContaining('panel-fire: alarm 2-21') });
    expect(ended.said).toMatch(/end: .*"waiting":0.*"lost":0/);
    const fires = centre.units().flatMap((unit) => decodeUnit(unit).objects.filter((one) => 'status' in one && (one.status & 2) !== 0));
    expect(fires.map(({ is }) => is)).toEqual(expect.arrayContaining(['part-state', 'system-state', 'device-state']));
    expect(centre.units().at(-1)?.[0]).toBe(4);
  });

  it('runs a fleet at a rate and says how it went', async () => {
    const url = `tcp://127.0.0.1:${centre.port}`;
    const ended = await simulate('transmission', '--url', url, '--count', '5', '--rate', '50', '--duration', '1', '--station', '9000');
    expect(ended).toMatchObject({ code: 0, complained: '' });
    const [, sent, confirmed] = /end: .* s: (\d+) sent, (\d+) confirmed/.exec(ended.said) ?? [];
    // Fifty uploads, and a heartbeat of each device when its link was new.
    expect([Number(sent), Number(confirmed)]).toEqual([55, 55]);
    expect(new Set(centre.heard.map(({ packet }) => stationNumber(packet.source))).size).toBe(5);
  });

  it('answers a mistake with a line and an exit code, and writes the demo parts', async () => {
    const [wrong, story, parts] = await Promise.all([
      simulate('transmission', '--duty', 'soon'),
      simulate('transmission', '--story', 'romance'),
      simulate('demo-parts'),
    ]);
    expect(wrong).toMatchObject({ code: 1, said: '', complained: expect.stringMatching(/^--duty .*not soon\n$/) });
    expect(story).toMatchObject({ code: 1, complained: expect.stringMatching(/there is no story romance/) });
    expect(parts).toMatchObject({ code: 0, said: expect.stringContaining('2,21,42,12层东走廊感烟,12层,东走廊') });
  });
});
