// Looking for devices: by words, place, state and driver, in every order, page by page without a gap.
import { GATEWAY } from '../acts.ts';
import type { DeviceRow } from './contract.ts';
import { aWeb, type Browser, type TestWeb } from './testing/a-web.ts';

let test: TestWeb;
let admin: Browser;

beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterAll(() => test.close());

type Page = { items: DeviceRow[]; next: string | null; total: number };

async function found(query: string, by = admin): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Page = (await by.get(`/devices?limit=2&${query}${next === '' ? '' : `&after=${next}`}`)).body as Page;
    ids.push(...page.items.map(({ id }) => id));
    expect(page.items.length <= 2 && ids.length <= page.total).toBe(true);
    next = page.next;
  }
  return ids;
}

describe('a search of devices', () => {
  it.each([
    ['a word of the name', 'search=1201', ['smoke-1']],
    ['a word of the place above', `search=${encodeURIComponent('东沟')}`, ['voice-1']],
    ['two words, wherever they stand', `search=${encodeURIComponent('大厦 烟感')}`, ['smoke-1', 'smoke-2']],
    ['the title of the model, in either language', 'search=voice', ['voice-1']],
    ['the first letters of any of its characters', 'search=yg', ['smoke-1', 'smoke-2', 'voice-1']],
    ['a place by its pinyin, and a name by hers', 'search=dasha%20yangan', ['smoke-1', 'smoke-2']],
    ['the word that people say for a model, by its letters', 'search=xfs', ['hydrant-1']],
    ['the same as it is written', `search=${encodeURIComponent('消防栓')}`, ['hydrant-1']],
    ['a driver', 'model=balefire/call-point', ['call-1']],
    ['a place and what is below it', 'place=farm', ['voice-1']],
    ['a word that nothing says', 'search=nothing-like-it', []],
  ])('finds %s', async (_what, query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it.each(['id', 'name', 'place', 'kind', 'heard', 'worst'])('gives every device once in the order of %s, up and down', async (sort) => {
    const up = await found(`sort=${sort}`);
    const down = await found(`sort=${sort}&order=down`);
    expect(up.toSorted()).toEqual(['call-1', 'hydrant-1', 'smoke-1', 'smoke-2', 'voice-1']);
    expect(down).toEqual(up.toReversed());
  });

  it('puts 2 before 10 in a name', async () => {
    await test.house.flow.act(
      { do: 'add-place', place: { id: 'row', parent: 'farm', kind: 'zone', name: '排', longitude: null, latitude: null } },
      GATEWAY,
    );
    for (const n of [10, 2, 1])
      await admin.ask('POST', '/devices', { id: `row-${n}`, name: `水枪 ${n}号`, model: 'balefire/hydrant-pressure', place: 'row' });
    expect(await found('place=row&sort=name')).toEqual(['row-1', 'row-2', 'row-10']);
  });

  it('tells never heard, alarm, and isolated apart, and takes no drill for an alarm', async () => {
    await test.tell('smoke-1', { smoke: 'alarm' });
    await admin.ask('POST', '/isolations', { kind: 'isolated', scope: 'call-1', reason: '更换', authority: '王工', hours: 1 });
    const drill = { device: 'smoke-2', body: Buffer.from(JSON.stringify({ points: { smoke: 'alarm' } })), drill: true };
    await test.house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', kind: 'up', ...drill });
    await test.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    expect([...test.house.desk.openOf('smoke-2')].map((one) => [one.class, one.drill])).toEqual([['fire', true]]);
    // A drill never looks like the real thing, in no list of devices either.
    expect(await found('state=alarm')).toEqual(['smoke-1']);
    expect(await found('state=isolated')).toEqual(['call-1']);
    expect(await found('state=never&place=f12')).toEqual(['call-1', 'hydrant-1']);
    expect((await found('sort=worst'))[0]).toBe('smoke-1');
  });

  it('shows nobody what stands outside their places, whatever they look for', async () => {
    const ranger = await test.person('operator', 'farm');
    expect(await found(`search=${encodeURIComponent('烟感')}`, ranger)).toEqual([]);
  });

  it('begins at the first page where the cursor is not ours', async () => {
    const page = (await admin.get('/devices?limit=1&after=abc')).body as Page;
    expect(page.items.map(({ id }) => id)).toEqual(['call-1']);
  });
});
