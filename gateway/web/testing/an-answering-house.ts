// A gateway whose people get links on their phones: Bark on loopback takes the pushes, and the web is open.
import { GATEWAY } from '../../acts.ts';
import type { House } from '../../house.ts';
import { openLog } from '../../log.ts';
import { aNotifyingHouse, type NotifyingHouse } from '../../notify/testing/a-notifying-house.ts';
import { startFakeBark } from '../../notify/testing/fake-push.ts';
import type { FakeServer } from '../../notify/testing/fake-server.ts';
import { type OpenWeb, openWeb } from '../open-web.ts';

export interface AnsweringHouse {
  readonly test: NotifyingHouse;
  readonly bark: FakeServer;
  /** As it is open now. */
  house(): House;
  /** `http://127.0.0.1:port` of the web as it is open now. */
  address(): string;
  /** The real people on duty in the unit, each with a phone; or those of drills. */
  onDuty(names: readonly string[], drill?: boolean): Promise<void>;
  /** A frame of a smoke head in alarm, concluded. */
  fire(device: string, drill?: boolean): Promise<void>;
  /** The links that phones have got so far: the person's key, title and address. */
  pushes(): { readonly to: string; readonly title: string; readonly url: string }[];
  /** Resolves when phones have got so many pushes. */
  pushed(many: number): Promise<void>;
  /** Resolves when so many short messages were sent. */
  texted(many: number): Promise<void>;
  /** Closes house and web; `reopen` opens them again. */
  leave(): Promise<void>;
  /** Closes house and web where they are open, and opens them again on the same folder. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function anAnsweringHouse(names: readonly string[]): Promise<AnsweringHouse> {
  const test = await aNotifyingHouse();
  const bark = await startFakeBark({ keys: names.map(keyOf) });
  let { house } = test;
  house.channels.set({ id: 'bark', kind: 'bark', name: '手机', place: 'root', enabled: true, settings: { base: bark.address } });
  const openItsWeb = (): Promise<OpenWeb> => {
    const config = { ...house.config, web: { ...house.config.web, host: '127.0.0.1', port: 0 } };
    return openWeb({ ...house, config }, '0.0.0', openLog('silent'));
  };
  let web = await openItsWeb();
  let isOpen = true;
  const leave = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await web.close();
    await test.leave();
  };
  const pushes: AnsweringHouse['pushes'] = () =>
    bark.requests.map(({ body }) => {
      const { device_key: to, title, url } = JSON.parse(body.toString()) as { device_key: string; title: string; url: string };
      return { to, title, url };
    });
  return {
    test,
    bark,
    house: () => house,
    address: () => `http://127.0.0.1:${web.port}`,
    async onDuty(present, drill = false) {
      const people = present.map((name, nth) => ({
        id: name,
        name,
        contacts: { bark: keyOf(name), sms: `1380000${drill ? 9 : 1}00${nth}` },
      }));
      const shifts = [{ days: [1, 2, 3, 4, 5, 6, 7] as const, from: '00:00', to: '00:00', people: [...present] }];
      const roster = { id: drill ? 'drill' : 'real', place: 'unit', role: 'duty-room' as const, drill, people, shifts, changes: [] };
      await house.flow.act({ do: 'set-roster', roster }, GATEWAY);
    },
    async fire(device, drill = false) {
      const body = Buffer.from(JSON.stringify({ points: { smoke: 'alarm' } }));
      await house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device, kind: 'up', body, drill });
      await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    },
    pushes,
    async pushed(many) {
      while (bark.taken.length < many) await bark.left();
    },
    async texted(many) {
      while (test.sms.taken.length < many) await test.sms.left();
    },
    leave,
    async reopen() {
      await leave();
      house = await test.reopen();
      web = await openItsWeb();
      isOpen = true;
    },
    async close() {
      await leave();
      await test.close();
      await bark.close();
    },
  };
}

function keyOf(name: string): string {
  return `bark-key-of-${Buffer.from(name).toString('hex')}`;
}
