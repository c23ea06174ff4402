// A person's own browser, from switching notices on to the push that comes, and to the push service that knows it no more.
import { GATEWAY } from '../../acts.ts';
import { newPushKeys } from '../../notify/channels/push-encryption.ts';
import { type FakePushService, startFakePushService } from '../../notify/testing/fake-push-service.ts';
import type { PushBrowsers } from '../notify-contract.ts';
import { Browser, SECRET } from '../testing/a-web.ts';
import { type AnsweringHouse, anAnsweringHouse } from '../testing/an-answering-house.ts';

const KEYS = newPushKeys();

let open: AnsweringHouse;
let push: FakePushService;
beforeEach(async () => {
  open = await anAnsweringHouse([]);
  push = await startFakePushService({ publicKey: KEYS.publicKey, now: () => Date.now() });
});
afterEach(async () => {
  await push.close();
  await open.close();
});

async function signedIn(login: string, place = 'root'): Promise<Browser> {
  const added = await open.house().people.newcomer({ login, name: login, role: 'operator', place, secret: SECRET });
  added.save();
  const browser = new Browser(open.address());
  await browser.signIn(login, SECRET);
  return browser;
}

function setChannel(place: string, id = 'push', keys = KEYS): void {
  const settings = { ...keys, contact: 'mailto:duty@example.org' };
  open.house().channels.set({ id, kind: 'web-push', name: '浏览器推送', place, enabled: true, settings });
}

const own = async (browser: Browser): Promise<PushBrowsers> => (await browser.get('/session/browsers')).body as PushBrowsers;
const subscribe = (browser: Browser, endpoint?: string) => {
  const subscription = { ...(JSON.parse(push.subscription) as { endpoint: string }), ...(endpoint === undefined ? {} : { endpoint }) };
  return browser.ask('POST', '/session/browsers', { subscription, name: 'Chrome · Android' });
};

it('a browser that is switched on gets the fire, and is forgotten once its push service says that it is gone', async () => {
  setChannel('unit');
  const zhang = await signedIn('zhang', 'unit');
  expect(await own(zhang)).toEqual({ key: KEYS.publicKey, items: [] });
  expect(await subscribe(zhang)).toMatchObject({ status: 201, body: { name: 'Chrome · Android' } });
  const people = [{ id: 'zhang', name: '张工', contacts: { 'web-push': 'zhang' } }];
  const shifts = [{ days: [1, 2, 3, 4, 5, 6, 7] as const, from: '00:00', to: '00:00', people: ['zhang'] }];
  const roster = { id: 'r', place: 'unit', role: 'duty-room' as const, drill: false, people, shifts, changes: [] };
  await open.house().flow.act({ do: 'set-roster', roster }, GATEWAY);
  await open.test.policy([{ after: 0, whom: { role: 'duty-room' }, via: ['web-push'] }]);
  await open.fire('smoke-1');
  while (push.taken.length < 1) await push.left();
  expect(push.taken[0]?.text).toContain('【火警】示范物业');
  push.unsubscribe();
  const place = { id: 'b2', parent: 'unit', kind: 'building' as const, name: 'b2', longitude: null, latitude: null };
  await open.house().flow.act({ do: 'add-place', place }, GATEWAY);
  const device = { id: 's2', name: 's2', model: 'balefire/smoke', place: 'b2', modbus: null, longitude: null, latitude: null };
  await open.house().flow.act({ do: 'register-device', device, secretHash: null }, GATEWAY);
  const refused = push.left();
  await open.fire('s2');
  await refused;
  await open.house().flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
  expect(await own(zhang)).toMatchObject({ items: [] });
  const [told] = open.house().notices.ofIncident(open.house().desk.openOf('s2')[0]?.incident ?? '');
  expect(told?.outcome).toMatchObject({ is: 'failed', reason: { zh: expect.stringContaining('浏览器已取消订阅') } });
});

it('one sees, keeps and switches off one’s own browsers alone; what was done is in the audit', async () => {
  setChannel('root');
  const [zhang, li] = [await signedIn('zhang'), await signedIn('li')];
  await subscribe(zhang);
  const [browser] = (await own(zhang)).items;
  expect((await own(li)).items).toEqual([]);
  expect((await li.ask('DELETE', `/session/browsers?id=${browser?.id}`)).status).toBe(204);
  expect((await own(zhang)).items).toHaveLength(1);
  expect((await zhang.ask('DELETE', `/session/browsers?id=${browser?.id}`)).status).toBe(204);
  expect((await own(zhang)).items).toEqual([]);
  const said = open.house().alarms.listAudit({ about: zhang.session?.person.id, limit: 9 });
  expect(said.map(({ what }) => what)).toEqual(expect.arrayContaining(['add-browser', 'remove-browser']));
});

it('without a channel there is no key and nothing to subscribe to, and a subscription that is none is refused at its field', async () => {
  const zhang = await signedIn('zhang');
  expect((await own(zhang)).key).toBeNull();
  expect(await subscribe(zhang)).toMatchObject({
    status: 409,
    body: { words: { zh: expect.stringContaining('没有可用的浏览器推送通道') } },
  });
  setChannel('root');
  expect(await subscribe(zhang, 'javascript:alert(1)')).toMatchObject({
    status: 400,
    body: { fields: [{ path: 'body.subscription.endpoint' }] },
  });
});

it('the key is that of the channel nearest above a person’s place', async () => {
  const other = newPushKeys();
  setChannel('root', 'far', other);
  setChannel('unit');
  expect((await own(await signedIn('zhang', 'tower'))).key).toBe(KEYS.publicKey);
  expect((await own(await signedIn('ranger', 'farm'))).key).toBe(other.publicKey);
});
