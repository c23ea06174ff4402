// Limits and rules of one's own over real HTTP on a whole gateway: versions, the second person, what they do to alarms, a restart.
import { openTestHouse } from '../../testing/a-house.ts';
import type { LimitVersionView, OwnRuleView, RuleCheck, RuleTrial, RuleView, WaitingChange, WrittenRule } from '../rule-contract.ts';
import type { Answer, Browser } from '../testing/a-web.ts';
import { type Judgement, judgedWeb, ok, PRESSURE } from '../testing/judgement.ts';
import { Screen } from '../testing/screen.ts';

const given = judgedWeb();

const SMOKE: WrittenRule = {
  title: { zh: '夜间烟感预警即火警', en: 'A pre-alarm is a fire' },
  class: 'fire',
  enabled: true,
  watches: { quantity: 'smoke.alarm' },
  raiseWhen: { is: 'state', among: ['prealarm'] },
  clearWhen: { is: 'state', among: ['normal'] },
  latching: true,
  advice: { zh: '立即查看', en: 'Look at once' },
};

const limits = (scope: string, name: string) => given.judgement.limits(scope, name);
const setLimit = (...of: Parameters<Judgement['setLimit']>) => given.judgement.setLimit(...of);
const put = (...of: Parameters<Judgement['put']>) => given.judgement.put(...of);
const open = (device: string) => given.judgement.open(device);
const active = (device: string) => given.judgement.active(device);

describe('a limit', () => {
  const NAME = 'hydrantPressureLow';

  it('says where it comes from, who set it and why, and what it was before', async () => {
    expect(await limits('hydrant-1', NAME)).toMatchObject({ now: { value: 0.1, source: 'default' }, version: 0, unit: 'MPa' });
    await ok(setLimit('unit', NAME, 0.12, 0, '全区统一'));
    await ok(setLimit('unit', NAME, 0.14, 1, '水务要求'));
    expect(await limits('hydrant-1', NAME)).toMatchObject({
      now: { value: 0.14, source: 'place', place: { id: 'unit', name: '示范物业' } },
    });
    expect(await limits('unit', NAME)).toMatchObject({
      now: { source: 'own' },
      above: { value: 0.1, source: 'default' },
      changed: { name: 'administrator', reason: '水务要求', value: 0.14, before: 0.12 },
    });
    const { items } = await ok<{ items: LimitVersionView[] }>(given.admin.get(`/limit-versions?scope=unit&name=${NAME}`));
    expect(items.map(({ version, value }) => [version, value])).toEqual([
      [2, 0.14],
      [1, 0.12],
    ]);
  });

  it('is refused without a reason, outside its range, and over somebody else’s newer version', async () => {
    expect(await setLimit('unit', NAME, 9, 2, '')).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }, { path: 'body.reason' }] },
    });
    expect(await setLimit('unit', NAME, 0.2, 1)).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } });
    expect(await limits('unit', NAME)).toMatchObject({ version: 2, now: { value: 0.14 } });
  });

  it('that could silence a loss of pressure waits for another person, who agrees or refuses', async () => {
    await ok(setLimit('hydrant-1', NAME, 0.01, 0, '免打扰'));
    expect(await limits('hydrant-1', NAME)).toMatchObject({ now: { value: 0.14 }, waiting: { value: 0.01, reason: '免打扰' } });
    const waiting = await ok<{ items: WaitingChange[] }>(given.supervisor.get('/waiting-changes'));
    expect(waiting.items).toMatchObject([{ of: 'limit', key: NAME, scope: { id: 'hydrant-1' }, reason: '免打扰' }]);
    const decide = (by: Browser, agrees: boolean): Promise<Answer> =>
      by.ask('POST', '/limit-decisions', { scope: 'hydrant-1', name: NAME, agrees, reason: '已核' });
    expect((await decide(given.admin, true)).status).toBe(409);
    await ok(decide(given.supervisor, false));
    expect(await limits('hydrant-1', NAME)).toMatchObject({ now: { value: 0.14 }, waiting: null });
    await ok(setLimit('hydrant-1', NAME, 0.01, 0, '管道检修'));
    await ok(decide(given.supervisor, true));
    expect(await limits('hydrant-1', NAME)).toMatchObject({
      now: { value: 0.01 },
      changed: { name: 'administrator', agreed: { name: 'supervisor' } },
    });
    await ok(setLimit('hydrant-1', NAME, null, 1, '检修结束'));
    const audit = await ok<{ items: { what: string; about: string }[] }>(given.admin.get('/audit?limit=200'));
    expect(audit.items.filter(({ what }) => what === 'decide-limit')).toHaveLength(2);
  });
});

describe('a rule of one’s own', () => {
  it('is checked at its fields, and read as a sentence', async () => {
    const check = (rule: WrittenRule): Promise<RuleCheck> => ok(given.admin.ask('POST', '/rule-checks', { rule }));
    expect(await check(PRESSURE)).toMatchObject({ sentence: { zh: '当水压低于 0.300 MPa' }, faults: [], devices: 1 });
    const broken = await check({ ...PRESSURE, title: { zh: '', en: 'x' }, raiseWhen: { is: 'state', among: ['alarm'] } });
    expect(broken.faults.map(({ path }) => path)).toEqual(['title.zh', 'raiseWhen.among']);
    expect(await put('own-bad', { ...SMOKE, holdFor: 60 }, 0)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.rule.holdFor' }] },
    });
    const borrowed = { ...PRESSURE, raiseWhen: { is: 'below' as const, limit: { parameter: 'gasTrace', otherwise: 10 } } };
    expect((await check(borrowed)).faults.map(({ path }) => path)).toEqual(['raiseWhen.limit']);
  });

  it('raises beside the book, ends its alarms when it is switched off, and leaves the book’s alone', async () => {
    await ok(put('own-tower', PRESSURE, 0));
    await given.test.tell('hydrant-1', { pressure: 0.25 });
    expect(await active('hydrant-1')).toEqual(['own-tower v1']);
    const other = await ok<OwnRuleView>(put('own-tower', { ...PRESSURE, advice: { zh: '先看泵', en: 'Pump first' } }, 1, '措辞'));
    expect(other.versions.map(({ version, reason }) => [version, reason])).toEqual([
      [2, '措辞'],
      [1, '试用'],
    ]);
    expect(await active('hydrant-1')).toEqual(['own-tower v1']);
    expect(await put('own-tower', PRESSURE, 1)).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } });
    await ok(put('own-tower', { ...PRESSURE, enabled: false }, 2, '误报多'));
    expect(await active('hydrant-1')).toEqual([]);
    const rules = await ok<{ items: RuleView[] }>(given.admin.get('/rules'));
    expect(rules.items.find(({ id }) => id === 'own-tower')).toMatchObject({
      own: true,
      enabled: false,
      version: 3,
      where: [{ name: '示范大厦', of: 'place', gone: false }],
    });
  });

  it('of fire is switched off by two', async () => {
    await ok(put('own-smoke', SMOKE, 0));
    await given.test.tell('smoke-2', { smoke: 'prealarm' });
    expect((await active('smoke-2')).sort()).toEqual(['own-smoke v1', 'smoke-prealarm v1']);
    const asked = await ok<OwnRuleView>(put('own-smoke', { ...SMOKE, enabled: false }, 1, '误报'));
    expect(asked).toMatchObject({ version: 1, waiting: { reason: '误报' } });
    await given.test.tell('smoke-1', { smoke: 'prealarm' });
    expect(await active('smoke-1')).toContain('own-smoke v1');
    const decide = (by: Browser): Promise<Answer> => by.ask('POST', '/own-rules/own-smoke/decision', { agrees: true, reason: '同意' });
    expect((await decide(given.admin)).status).toBe(409);
    expect(await ok<OwnRuleView>(decide(given.supervisor))).toMatchObject({ version: 2, rule: { enabled: false }, waiting: null });
  });

  it('of fire is not taken from a place by a second person who does not see that place', async () => {
    const both = { ...SMOKE, watches: { quantity: 'smoke.alarm' as const, places: ['tower', 'farm'] } };
    await ok(put('own-both', both, 0));
    await ok(put('own-both', { ...both, watches: { quantity: 'smoke.alarm', places: ['farm'] } }, 1, '只看林场'));
    const ofFarm = await given.test.person('supervisor', 'farm');
    const decide = (by: Browser): Promise<Answer> => by.ask('POST', '/own-rules/own-both/decision', { agrees: true, reason: '同意' });
    expect(await decide(ofFarm)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect(await ok<OwnRuleView>(given.admin.get('/own-rules/own-both'))).toMatchObject({ version: 1, waiting: { reason: '只看林场' } });
    expect(await ok<OwnRuleView>(decide(given.supervisor))).toMatchObject({ version: 2, waiting: null });
  });

  it('is tried on the last days without touching what is live', async () => {
    await given.test.house.history.flush();
    const tried = await ok<RuleTrial>(given.admin.ask('POST', '/rule-trials', { rule: PRESSURE }));
    expect(tried).toMatchObject({
      devices: 1,
      readings: 1,
      raised: 1,
      blind: [],
      alarms: [{ device: 'hydrant-1', name: '12层消火栓', value: 0.25 }],
    });
    expect(await active('hydrant-1')).toEqual([]);
  });

  it('speaks in its hours, says so, and is not refused for its words but for what could never be', async () => {
    const night = { is: 'calendar' as const, from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[] };
    const both = { is: 'all' as const, of: [{ is: 'below' as const, limit: 0.3 }, night] };
    const either = { is: 'all' as const, of: [{ is: 'any' as const, of: both.of.slice(0, 1) }, night] as const };
    const check = (rule: unknown): Promise<Answer> => given.admin.ask('POST', '/rule-checks', { rule });
    const { clearWhen: _end, ...endless } = PRESSURE;
    expect(await ok<RuleCheck>(check({ ...endless, raiseWhen: both }))).toMatchObject({
      sentence: { zh: '当水压低于 0.300 MPa，且时段在 周一至周五 22:00–次日 06:00' },
      clears: null,
    });
    expect(await ok<RuleCheck>(check({ ...endless, raiseWhen: either }))).toMatchObject({ faults: [] });
    expect((await check({ ...endless, raiseWhen: { is: 'all', of: [{ is: 'all', of: both.of }, night] } })).status).toBe(400);
    for (const [bad, path] of [
      [{ raiseWhen: { is: 'below', limit: 99 } }, 'raiseWhen.limit'],
      [{ raiseWhen: { ...both, of: [both.of[0], { ...night, from: '24:00' }] } }, 'raiseWhen.of.1.from'],
      [{ raiseWhen: { ...both, of: [both.of[0], { ...night, days: [] }] } }, 'raiseWhen.of.1.days'],
      [{ raiseWhen: both, holdFor: 9 * 3600 }, 'holdFor'],
      // What is typed is answered at its field, whatever it is: no number is too large to be told so.
      [{ raiseWhen: { is: 'below', limit: 1e12 } }, 'raiseWhen.limit'],
      [{ raiseWhen: { is: 'falling', by: -1, within: 60 } }, 'raiseWhen.by'],
      [{ raiseWhen: { is: 'falling', by: 0.1, within: 0 } }, 'raiseWhen.within'],
      [{ raiseWhen: { is: 'falling', by: 0.1, within: 1e12 } }, 'raiseWhen.within'],
      [{ raiseWhen: { is: 'repeated', of: both.of[0], times: 5_000, within: 60 } }, 'raiseWhen.times'],
      [{ raiseWhen: { is: 'together', of: both.of[0], points: 1, within: -1 } }, 'raiseWhen.points'],
      [{ raiseWhen: { is: 'silent', longer: 0 } }, 'raiseWhen.longer'],
      [{ raiseWhen: { is: 'state', among: ['alarm'] } }, 'raiseWhen.among'],
      [{ holdFor: -5 }, 'holdFor'],
      [{ title: { zh: ' ', en: 'x' } }, 'title.zh'],
      [{ raiseWhen: { ...both, of: [both.of[0], { ...night, to: '22:00' }] } }, 'raiseWhen.of.1.to'],
      [{ raiseWhen: { ...both, of: [both.of[0], { is: 'any', of: [night, { ...night, from: '05:00' }] }] } }, 'raiseWhen.of.1.of.1.from'],
      [
        { raiseWhen: { ...both, of: [both.of[0], { is: 'any', of: [night, { ...night, from: '', to: '' }] }] } },
        'raiseWhen.of.1.of.1.from',
      ],
      [{ holdFor: { parameter: 'own-other.hold', otherwise: 60 } }, 'holdFor'],
    ] as const)
      expect(await given.admin.ask('POST', '/own-rules', { id: 'own-bad', rule: { ...PRESSURE, ...bad }, reason: '试' })).toMatchObject({
        status: 400,
        body: { fields: expect.arrayContaining([expect.objectContaining({ path: `body.rule.${path}` })]) },
      });
    expect(await put('own-tower', PRESSURE, 0)).toMatchObject({ status: 400, body: { fields: [{ path: 'body.id' }] } });
    expect(
      await put('own-bad', { ...PRESSURE, watches: { quantity: 'water.pressure', devices: ['hydrant-1', 'nobody'] } }, 0),
    ).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.rule.watches.devices', words: { zh: expect.stringContaining('nobody') } }] },
    });
  });

  it('of fire gets hours from two, and the second reads what would be changed', async () => {
    await ok(put('own-hours', SMOKE, 0));
    const night = { is: 'calendar' as const, from: '22:00', to: '06:00' };
    const waits = await ok<OwnRuleView>(put('own-hours', { ...SMOKE, raiseWhen: { is: 'all', of: [SMOKE.raiseWhen as never, night] } }, 1));
    expect(waits).toMatchObject({ version: 1, waiting: { reason: '试用' } });
    const { items } = await ok<{ items: WaitingChange[] }>(given.supervisor.get('/waiting-changes'));
    expect(items.find(({ key }) => key === 'own-hours')?.changes).toMatchObject([
      { field: 'raiseWhen', before: [], after: [{ zh: '时段在 22:00–次日 06:00' }] },
    ]);
    await ok(given.admin.ask('POST', '/own-rules/own-hours/decision', { agrees: false, reason: '撤回' }));
  });

  it('follows a device that is replaced, with its limits and what waits, and is put right where one is removed', async () => {
    await ok(given.admin.ask('POST', '/devices', { id: 'hydrant-9', model: 'balefire/hydrant-pressure', name: '9层消火栓', place: 'f12' }));
    const watches = { quantity: 'water.pressure' as const, devices: ['hydrant-9'] };
    await ok(put('own-single', { ...PRESSURE, watches }, 0));
    await ok(setLimit('hydrant-9', 'hydrantPressureLow', 0.13, 0, '高位'));
    await ok(setLimit('hydrant-9', 'hydrantPressureLow', 0.01, 1, '管道检修'));
    const body = { id: 'hydrant-9b', model: 'balefire/hydrant-pressure', reason: '电池耗尽' };
    await ok(given.admin.ask('POST', '/devices/hydrant-9/replace', body));
    const followed = await ok<OwnRuleView>(given.admin.get('/own-rules/own-single'));
    expect(followed).toMatchObject({
      version: 2,
      where: [{ id: 'hydrant-9b', gone: false }],
      versions: [
        {
          reason: '电池耗尽',
          changes: [{ field: 'devices', before: [{ zh: '9层消火栓 hydrant-9' }], after: [{ zh: '9层消火栓 hydrant-9b' }] }],
        },
        {},
      ],
    });
    await given.test.tell('hydrant-9b', { pressure: 0.25 });
    expect(await active('hydrant-9b')).toContain('own-single v2');
    expect(await limits('hydrant-9b', 'hydrantPressureLow')).toMatchObject({
      now: { value: 0.13 },
      changed: { name: 'administrator', reason: '电池耗尽' },
      waiting: { value: 0.01, reason: '管道检修' },
    });
    expect((await given.admin.ask('DELETE', '/devices/hydrant-9b')).status).toBeLessThan(300);
    const { items } = await ok<{ items: WaitingChange[] }>(given.supervisor.get('/waiting-changes'));
    expect(items.filter(({ scope }) => scope?.id === 'hydrant-9b')).toEqual([]);
    const rules = await ok<{ items: RuleView[] }>(given.admin.get('/rules'));
    expect(rules.items.find(({ id }) => id === 'own-single')).toMatchObject({ where: [{ name: 'hydrant-9b', gone: true }] });
    await ok(put('own-single', { ...PRESSURE, watches: { ...watches, devices: ['hydrant-9b'] }, enabled: false }, 2, '设备已拆'));
    const ranger = await given.test.person('administrator', 'tower');
    expect((await ranger.get('/own-rules/own-single')).status).toBe(404);
  });

  it('tells every screen that may read rules what waits, and that something was written', async () => {
    const screen = new Screen(given.test.address, given.supervisor.cookie);
    const told = (n: number) => screen.until(() => screen.all('judgement').find(({ waiting }) => waiting.length === n));
    expect((await screen.nth('welcome')).judgement.waiting).toEqual([]);
    await ok(setLimit('unit', 'hydrantPressureLow', 0.01, 2, '检修'));
    expect(await told(1)).toMatchObject({ waiting: [{ key: 'hydrantPressureLow', reason: '检修' }] });
    const { written } = await told(1);
    await ok(
      given.supervisor.ask('POST', '/limit-decisions', { scope: 'unit', name: 'hydrantPressureLow', agrees: false, reason: '不同意' }),
    );
    expect((await told(0)).written).toBeGreaterThan(written);
    screen.close();
  });

  it('is written by who sees all its places alone', async () => {
    const ranger = await given.test.person('administrator', 'farm');
    expect(await put('own-far', { ...PRESSURE, watches: { quantity: 'water.pressure' } }, 0, '试', ranger)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.rule.watches.places' }] },
    });
    expect((await put('own-far', PRESSURE, 0, '试', ranger)).status).toBe(400);
    expect((await put('own-tower', PRESSURE, 3, '试', ranger)).status).toBe(404);
    expect((await given.supervisor.ask('PUT', '/own-rules/own-x', { rule: PRESSURE, version: 0, reason: 'x' })).status).toBe(403);
  });

  it('names in its versions, and in what waits, no place to who does not see that place', async () => {
    const fire = (...places: string[]): WrittenRule => ({ ...SMOKE, watches: { ...SMOKE.watches, places } });
    await ok(put('own-shared', fire('farm'), 0));
    await ok(put('own-shared', fire('farm', 'tower'), 1, '同批烟感'));
    await ok(given.supervisor.ask('POST', '/own-rules/own-shared/decision', { agrees: true, reason: '同意' }));
    await ok(put('own-shared', fire('tower'), 2, '林场不再使用'));
    const ranger = await given.test.person('administrator', 'farm');
    const told = async (by: Browser) => {
      const { versions } = await ok<OwnRuleView>(by.get('/own-rules/own-shared'));
      const { items } = await ok<{ items: WaitingChange[] }>(by.get('/waiting-changes'));
      const { changes = [] } = items.find(({ key }) => key === 'own-shared') ?? {};
      return [versions[0]?.changes[0]?.after[0]?.zh, changes[0]?.before[0]?.zh];
    };
    expect(await told(given.admin)).toEqual(['示范大厦', expect.stringContaining('林场')]);
    expect(await told(ranger)).toEqual(['管辖范围外', expect.stringContaining('林场')]);
    const keeper = await given.test.person('administrator', 'tower');
    expect(await told(keeper)).toEqual(['示范大厦', '管辖范围外']);
    await ok(given.supervisor.ask('POST', '/own-rules/own-shared/decision', { agrees: false, reason: '不同意' }));
    await ok(put('own-shared', { ...fire('farm', 'tower'), enabled: false }, 2, '停用'));
    await ok(given.supervisor.ask('POST', '/own-rules/own-shared/decision', { agrees: true, reason: '同意' }));
  });

  it('goes on through a restart, with every version', async () => {
    for (const { id } of await open('hydrant-1')) await ok(given.admin.ask('POST', `/alarms/${id}/acknowledge`, {}));
    await ok(put('own-tower', PRESSURE, 3, '再试'));
    await given.test.tell('hydrant-1', { pressure: 0.2 });
    const { house, folder } = given.test;
    await given.test.web.close();
    await house.close();
    const again = await openTestHouse(folder);
    try {
      expect(again.house.rulebook.own.of('own-tower').map(({ version, reason }) => [version, reason])).toEqual([
        [4, '再试'],
        [3, '误报多'],
        [2, '措辞'],
        [1, '试用'],
      ]);
      expect(again.house.rulebook.ruleOfVersion('own-tower', 1)?.advice.zh).toBe('查看稳压泵');
      expect(again.house.desk.openOf('hydrant-1').map(({ rule }) => rule)).toEqual([{ id: 'own-tower', version: 4 }]);
      const body = Buffer.from(JSON.stringify({ points: { pressure: 0.5 } }));
      await again.house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device: 'hydrant-1', kind: 'up', body, drill: false });
      await again.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, { id: 'p', name: 'p', from: '' });
      expect(again.house.desk.openOf('hydrant-1').filter(({ condition }) => condition === 'active')).toEqual([]);
    } finally {
      await again.house.close();
    }
  });
});
