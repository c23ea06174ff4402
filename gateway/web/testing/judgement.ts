// Limits and rules of one's own as tests ask for them and write them, in short.
import type { AlarmView } from '../contract.ts';
import type { LimitView, WrittenRule } from '../rule-contract.ts';
import { type Answer, aWeb, type Browser, type TestWeb } from './a-web.ts';

/** What was answered; throws where it was refused. */
export async function ok<T>(asked: Promise<Answer>): Promise<T> {
  const { status, body } = await asked;
  if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}

export const PRESSURE: WrittenRule = {
  title: { zh: '示范大厦水压偏低', en: 'Pressure of the tower low' },
  class: 'supervisory',
  enabled: true,
  watches: { quantity: 'water.pressure', kinds: ['hydrant'], places: ['tower'] },
  raiseWhen: { is: 'below', limit: 0.3 },
  clearWhen: { is: 'above', limit: 0.32 },
  latching: false,
  advice: { zh: '查看稳压泵', en: 'Look at the jockey pump' },
};

export class Judgement {
  readonly #admin: Browser;

  /** `admin`: who asks and writes, unless another is named. */
  constructor(admin: Browser) {
    this.#admin = admin;
  }

  async limits(scope: string, name: string): Promise<LimitView | undefined> {
    const { items } = await ok<{ items: LimitView[] }>(this.#admin.get(`/limits?scope=${scope}`));
    return items.find((one) => one.name === name);
  }

  setLimit(scope: string, name: string, value: number | null, version: number, reason = '现场实测', by = this.#admin): Promise<Answer> {
    return by.ask('PUT', '/parameters', { scope, name, value, version, reason });
  }

  /** `version` 0: it is new. */
  put(id: string, rule: WrittenRule, version: number, reason = '试用', by = this.#admin): Promise<Answer> {
    if (version === 0) return by.ask('POST', '/own-rules', { id, rule, reason });
    return by.ask('PUT', `/own-rules/${id}`, { rule, version, reason });
  }

  async open(device: string): Promise<AlarmView[]> {
    return (await ok<{ items: AlarmView[] }>(this.#admin.get(`/alarms?device=${device}&open=true&limit=50`))).items;
  }

  /** Rules whose alarms stand at a device, `own-tower v1`. */
  async active(device: string): Promise<string[]> {
    const standing = (await this.open(device)).filter(({ condition }) => condition === 'active');
    return standing.map(({ rule }) => `${rule.id} v${rule.version}`);
  }
}

export interface JudgedWeb {
  readonly test: TestWeb;
  /** Who writes rules and limits, and who is the second person. */
  readonly admin: Browser;
  readonly supervisor: Browser;
  readonly judgement: Judgement;
}

/**
 * A whole gateway for all tests of a file, opened before the first of them and closed after the last. To be called where the tests are
 * described.
 */
export function judgedWeb(): JudgedWeb {
  let opened: JudgedWeb | undefined;
  const now = (): JudgedWeb => {
    if (opened === undefined) throw new Error('the gateway opens before the first test');
    return opened;
  };
  beforeAll(async () => {
    const test = await aWeb();
    const admin = await test.person('administrator');
    opened = { test, admin, supervisor: await test.person('supervisor'), judgement: new Judgement(admin) };
  });
  afterAll(async () => {
    await opened?.test.close();
  });
  return {
    get test() {
      return now().test;
    },
    get admin() {
      return now().admin;
    },
    get supervisor() {
      return now().supervisor;
    },
    get judgement() {
      return now().judgement;
    },
  };
}
