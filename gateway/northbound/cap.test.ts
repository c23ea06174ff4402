// CAP messages: any incident makes a document that keeps the standard's rules, and each rule broken is found.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type CapSite, type CapStatusCheck, capMessage, capName, capTime } from './cap.ts';
import type { DrillStory } from './story.ts';
import { capFaults } from './testing/cap-rules.ts';
import { readXml } from './testing/small-xml.ts';
import { anyStory, drillStory, realStory } from './testing/stories.ts';

const SITE: CapSite = {
  sender: 'balefire@fire.example.org',
  name: '烽燧',
  scope: { is: 'Restricted', restriction: '消防 & 物业' },
  isBeingTested: false,
  radiusKm: 0.1,
  offsetAt: () => 480,
};
const site: fc.Arbitrary<CapSite> = fc.record({
  sender: fc.constantFrom('balefire', 'a b,c<d&e', ''),
  name: fc.constantFrom('烽燧', '<&>'),
  scope: fc.constantFrom<CapSite['scope']>(
    { is: 'Public' },
    { is: 'Restricted', restriction: '<only>' },
    { is: 'Private', addresses: ['one two', 'a"b c', 'three'] },
  ),
  isBeingTested: fc.boolean(),
  radiusKm: fc.constantFrom(0, 0.05, 12),
  offsetAt: fc.constantFrom(480, 0, -210, 345).map((minutes) => () => minutes),
});
const envelope = fc.record({
  identifier: fc.constantFrom('balefire-i1-1', 'i 1,<&'),
  sentAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  kind: fc.constantFrom('Alert' as const, 'Update' as const, 'Cancel' as const),
});
const EARLIER = { sender: 'balefire', identifier: 'balefire-i1-1', sent: '2026-11-25T18:00:00+08:00' };

const written = fc.tuple(anyStory, envelope, site).map(([story, { kind, ...rest }, where]) => ({
  story,
  where,
  message: capMessage(story, { ...rest, msgType: kind, references: kind === 'Alert' ? [] : [EARLIER, EARLIER] }, where),
}));

describe('a CAP message', () => {
  it('keeps every rule of the standard, whatever the incident', () => {
    fc.assert(
      fc.property(written, ({ message }) => expect(capFaults(message.xml)).toEqual([])),
      { numRuns: 500 },
    );
  });

  it('of a drill is an exercise and says so to people; of anything else it never is', () => {
    fc.assert(
      fc.property(drillStory, site, (story, where) => {
        const message = capMessage(story, { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] }, where);
        expect(message.status).toBe('Exercise');
        expect(message.xml).toContain('<status>Exercise</status>');
        expect(message.xml).not.toContain('Actual');
        expect(message.headline.zh).toMatch(/^【演练】/);
      }),
    );
    fc.assert(
      fc.property(realStory, (story) => {
        const message = capMessage(story, { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] }, SITE);
        expect(message.xml).toContain('<status>Actual</status>');
      }),
    );
  });

  it('of a gateway that is being set up is a test', () => {
    const [story] = fc.sample(realStory, 1);
    if (!story) throw new Error('no story');
    const message = capMessage(story, { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] }, { ...SITE, isBeingTested: true });
    expect([message.status, /<status>(\w+)</.exec(message.xml)?.[1]]).toEqual(['Test', 'Test']);
  });

  it('of a drill has no way to be Actual: the types refuse it', () => {
    const exercise: CapStatusCheck<DrillStory> = 'Exercise';
    // @ts-expect-error the status of a drill has one value
    const actual: CapStatusCheck<DrillStory> = 'Actual';
    expect([exercise, actual]).toEqual(['Exercise', 'Actual']);
  });

  it('says possible of one point, likely of two, observed once a person saw it', () => {
    const [story] = fc.sample(realStory, 1);
    if (!story) throw new Error('no story');
    const judged = (more: object): string[] => {
      const { xml } = capMessage(
        { ...story, withheld: null, mergedInto: null, ...more },
        { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] },
        SITE,
      );
      const of = (name: string): string => new RegExp(`<${name}>(\\w+)<`).exec(xml)?.[1] ?? '';
      return ['certainty', 'urgency', 'severity', 'responseType'].map(of);
    };
    const certainty = (more: object): string | undefined => judged(more)[0];
    expect(certainty({ verdict: 'unverified', points: 1 })).toBe('Possible');
    expect(certainty({ verdict: 'unverified', points: 2 })).toBe('Likely');
    expect(certainty({ verdict: 'real', points: 1 })).toBe('Observed');
    expect(certainty({ verdict: 'false', points: 2 })).toBe('Unlikely');
    expect(certainty({ verdict: 'undetermined', points: 2 })).toBe('Unknown');
    const burning = { class: 'fire', verdict: 'real', phase: 'open', points: 1 };
    expect(judged(burning)).toEqual(['Observed', 'Immediate', 'Severe', 'Execute']);
    expect(judged({ ...burning, class: 'pre-alarm' })).toEqual(['Observed', 'Expected', 'Moderate', 'Execute']);
    expect(judged({ ...burning, phase: 'over' })).toEqual(['Observed', 'Past', 'Severe', 'AllClear']);
    expect(certainty({ verdict: 'unverified', points: 2, withheld: 'isolated', phase: 'open' })).toBe('Unknown');
  });

  it('is short: a headline of 160 characters at most, whole ones, and of a storm the first twenty alarms', () => {
    const [story] = fc.sample(realStory, 1);
    const [first] = fc.sample(
      anyStory.map(({ alarms }) => alarms[0]).filter((one) => one !== undefined),
      1,
    );
    if (!story || !first) throw new Error('no story');
    const alarms = Array.from({ length: 25 }, (_, nth) => ({ ...first, deviceName: `烟感-${nth}-`, title: { zh: 'a', en: 'a' } }));
    const long = { ...story, alarms, place: '🔥'.repeat(200) };
    const { headline, xml } = capMessage(long, { identifier: 'x', msgType: 'Alert', sentAt: 0, references: [] }, SITE);
    expect([[...headline.zh].length, [...headline.en].length]).toEqual([160, 160]);
    expect(Buffer.from(headline.zh).toString()).toBe(headline.zh);
    const descriptions = [...xml.matchAll(/<description>([\s\S]*?)<\/description>/g)].map(([text]) => text.match(/烟感-\d+-/g)?.length);
    expect(descriptions).toEqual([20, 20]);
  });

  it('tells the same in Chinese and English, Chinese first', () => {
    fc.assert(
      fc.property(written, ({ message }) => {
        const infos = readXml(message.xml).children.filter(({ name }) => name === 'info');
        const of = (name: string): (string | undefined)[] =>
          infos.map(({ children }) => children.find((child) => child.name === name)?.text);
        expect(of('language')).toEqual(['zh-CN', 'en']);
        for (const name of ['category', 'urgency', 'severity', 'certainty', 'onset']) expect(new Set(of(name)).size).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it('writes time with its offset, and UTC as -00:00', () => {
    expect(capTime(Date.UTC(2026, 10, 25, 10, 23, 52, 999), 480)).toBe('2026-11-25T18:23:52+08:00');
    expect(capTime(Date.UTC(2026, 10, 25), 0)).toBe('2026-11-25T00:00:00-00:00');
    expect(capTime(Date.UTC(2026, 10, 25), -210)).toBe('2026-11-24T20:30:00-03:30');
    expect(capName('a b,c<d&e')).toBe('a-b-c-d-e');
  });
});

/** A document that keeps the rules, to break. */
function good(): string {
  const [story] = fc.sample(
    realStory.filter(({ position, advice }) => position !== null && advice.en !== ''),
    { numRuns: 1, seed: 7 },
  );
  if (!story) throw new Error('no story');
  const plain = { ...story, title: { zh: '火', en: 'Fire' }, place: 'Tower', position: { latitude: 31.2, longitude: 121.5 } };
  return capMessage(plain, { identifier: 'b-1', msgType: 'Update', sentAt: 0, references: [EARLIER] }, SITE).xml;
}

describe('the checker of the rules', () => {
  const breaks: readonly (readonly [string, (xml: string) => string, RegExp])[] = [
    ['a missing element', (xml) => xml.replace(/<status>.*<\/status>\n/, ''), /no status/],
    ['elements in another order', (xml) => xml.replace(/( *<scope>.*\n)( *<restriction>.*\n)/, '$2$1'), /no scope|does not belong/],
    ['an unknown element', (xml) => xml.replace('<areaDesc>', '<where>x</where><areaDesc>'), /no areaDesc|does not belong/],
    ['one element twice', (xml) => xml.replace(/(<sent>.*<\/sent>)/, '$1$1'), /more than once/],
    ['an unknown status', (xml) => xml.replace('>Actual<', '>Real<'), /none of its values/],
    ['an unknown severity', (xml) => xml.replace(/<severity>\w+/, '<severity>High'), /none of its values/],
    ['a time with Z', (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-25T18:23:52Z'), /no time/],
    ['a time without an offset', (xml) => xml.replace(/<onset>[^<]*/, '<onset>2026-11-25T18:23:52'), /no time/],
    ['a time of a month that is not', (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-13-25T18:23:52+08:00'), /no time/],
    ['UTC as +00:00', (xml) => xml.replace(/<sent>[^<]*/, '<sent>2026-11-25T18:23:52+00:00'), /otherwise than -00:00/],
    ['an identifier with a space', (xml) => xml.replace('>b-1<', '>b 1<'), /identifier is empty/],
    ['an identifier with a comma', (xml) => xml.replace('>b-1<', '>b,1<'), /identifier is empty/],
    ['an identifier with &', (xml) => xml.replace('>b-1<', '>b&amp;1<'), /identifier is empty/],
    ['a sender with <', (xml) => xml.replace(/<sender>[^<]*/, '<sender>a&lt;b'), /sender is empty/],
    ['an update that refers to nothing', (xml) => xml.replace(/<references>.*<\/references>/, ''), /refers to nothing/],
    ['a reference without its time', (xml) => xml.replace(/<references>[^<]*/, '<references>a,b'), /references/],
    ['a restriction without the scope', (xml) => xml.replace('>Restricted<', '>Public<'), /restriction/],
    [
      'a private message to nobody',
      (xml) => xml.replace('>Restricted<', '>Private<').replace(/<restriction>.*<\/restriction>/, ''),
      /addresses/,
    ],
    ['longitude before latitude', (xml) => xml.replace(/<circle>[^<]*/, '<circle>121.5,31.2 1'), /circle/],
    ['a circle without its radius', (xml) => xml.replace(/<circle>[^<]*/, '<circle>31.2,121.5'), /circle/],
    ['a polygon that is not closed', (xml) => xml.replace(/<circle>.*<\/circle>/, '<polygon>1,1 2,2 3,3 4,4</polygon>'), /not closed/],
    ['an empty area', (xml) => xml.replace(/<areaDesc>[^<]*/, '<areaDesc>'), /areaDesc is empty/],
    ['no category', (xml) => xml.replace(/<category>.*<\/category>/, ''), /no category/],
    ['another namespace', (xml) => xml.replace('cap:1.2', 'cap:1.1'), /namespace/],
    ['a bare ampersand', (xml) => xml.replace('<areaDesc>', '<areaDesc>a & b'), /not well-formed/],
    ['an element left open', (xml) => xml.replace('</info>', ''), /not well-formed/],
    ['a control character', (xml) => xml.replace('<areaDesc>', '<areaDesc>\u0007'), /not well-formed/],
  ];

  it.each(breaks)('finds %s', (_what, broken, expected) => {
    const xml = good();
    expect(capFaults(xml)).toEqual([]);
    expect(broken(xml)).not.toBe(xml);
    expect(capFaults(broken(xml)).join('; ')).toMatch(expected);
  });
});

const SCHEMA = fileURLToPath(new URL('./testing/cap-1.2.xsd', import.meta.url));
const judge = (xml: string): { said: string; status: number | null } => {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', SCHEMA, '-'], { input: xml, encoding: 'utf8' });
  return { said: stderr.trim(), status };
};
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
(hasXmllint ? it : it.skip)('xmllint finds them to keep a schema written from the rules (skipped without Debian’s libxml2-utils)', () => {
  for (const { message } of fc.sample(written, 30)) expect(judge(message.xml)).toEqual({ said: '- validates', status: 0 });
  for (const broken of [
    good().replace('>Actual<', '>Real<'),
    good().replace(/<sent>[^<]*/, '<sent>2026-11-25T18:23:52Z'),
    good().replace(/<category>.*<\/category>/, ''),
    good().replace(/( *<scope>.*\n)( *<restriction>.*\n)/, '$2$1'),
    good().replace('>b-1<', '>b 1<'),
  ])
    expect(judge(broken).status).not.toBe(0);
});
