// The links of notices: whatever is done to a token, it either says what we wrote or nothing at all.
import fc from 'fast-check';
import { AnswerLinks } from './answer-links.ts';
import { derivedKey } from './secrets-key.ts';
import { realNotice } from './testing/some-notice.ts';

const KEY = derivedKey(Buffer.alloc(32, 7), 'answer links');
const links = new AnswerLinks('https://fire.example.org', KEY);
const NOW = Date.UTC(2026, 10, 25, 15, 41);
const someToken = fc.record({
  notice: fc.string({ unit: 'binary', maxLength: 100 }).filter((text) => Buffer.from(text).toString() === text),
  expiresAt: fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => seconds * 1_000),
});

describe('the token of a link', () => {
  it('says the notice and the end that it was made of', () => {
    fc.assert(
      fc.property(
        someToken.filter(({ notice }) => notice !== ''),
        (said) => expect(links.read(links.token(said))).toEqual(said),
      ),
    );
  });

  it('says nothing once any letter of it is another, is missing, or is one too many', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'];
    const change = fc.record({ at: fc.nat(), by: fc.constantFrom(...letters), how: fc.constantFrom('another', 'missing', 'more') });
    fc.assert(
      fc.property(someToken, change, (said, { at, by, how }) => {
        const token = links.token(said);
        const here = at % token.length;
        const rest = token.slice(here + (how === 'more' ? 0 : 1));
        const changed = token.slice(0, here) + (how === 'missing' ? '' : by) + rest;
        fc.pre(changed !== token);
        expect(links.read(changed)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('says nothing with the parts of two tokens put together: no later end, no other person', () => {
    fc.assert(
      fc.property(someToken, someToken, (one, other) => {
        fc.pre(one.notice !== other.notice && one.expiresAt !== other.expiresAt);
        const [a = [], b = []] = [one, other].map((said) => links.token(said).split('.'));
        expect(links.read([a[0], b[1], a[2]].join('.'))).toBeUndefined();
        expect(links.read([b[0], a[1], a[2]].join('.'))).toBeUndefined();
        expect(links.read([a[0], a[1], b[2]].join('.'))).toBeUndefined();
      }),
    );
  });

  it('says nothing whatever text comes, and nothing to a gateway with another key', () => {
    fc.assert(fc.property(fc.string({ maxLength: 900 }), (text) => expect(links.read(text)).toBeUndefined()));
    const elsewhere = new AnswerLinks('https://fire.example.org', derivedKey(Buffer.alloc(32, 8), 'answer links'));
    expect(elsewhere.read(links.token({ notice: 'n', expiresAt: NOW }))).toBeUndefined();
    expect(derivedKey(Buffer.alloc(32, 7), 'something else').equals(KEY)).toBe(false);
  });
});

describe('what a notice carries', () => {
  const fire = realNotice({ id: 'i1/1.0.0.0/zhang', incident: 'i1' });
  const tokenIn = (url: string | null) => links.read(url?.split('/answer/')[1] ?? '');

  it('is to one person the link to answer: of a fire for half an hour, of a fault for a shift', () => {
    expect(tokenIn(links.urlFor(fire, 'device', NOW))).toEqual({ notice: fire.id, expiresAt: NOW + 30 * 60_000 });
    expect(tokenIn(links.urlFor({ ...fire, class: 'fault' }, 'e-mail', NOW))?.expiresAt).toBe(NOW + 8 * 3_600_000);
  });

  it('is in a group, and of an end, the page of the incident, where each signs in as himself', () => {
    expect(links.urlFor(fire, 'none', NOW)).toBe('https://fire.example.org/incidents/i1');
    expect(links.urlFor({ ...fire, phase: 'resolved' }, 'device', NOW)).toBe('https://fire.example.org/incidents/i1');
  });

  it('is nothing of a test, and nothing where no address is set', () => {
    expect(links.urlFor({ ...fire, phase: 'test' }, 'device', NOW)).toBeNull();
    expect(new AnswerLinks(undefined, KEY).urlFor(fire, 'device', NOW)).toBeNull();
  });
});
