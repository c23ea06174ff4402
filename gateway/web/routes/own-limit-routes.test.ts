// Holds and limits that a rule of one's own lets places set, over real HTTP on a whole gateway: bounds, the second person, what they do to alarms.
import type { WrittenRule } from '../rule-contract.ts';
import { judgedWeb, ok, PRESSURE } from '../testing/judgement.ts';
import { Screen } from '../testing/screen.ts';

const given = judgedWeb();

describe('a rule of one’s own', () => {
  it('has a hold that places set, where the rule has to do with them alone', async () => {
    const rule: WrittenRule = { ...PRESSURE, holdFor: { parameter: 'own-held.hold', otherwise: 120 } };
    await ok(given.judgement.put('own-held', rule, 0));
    expect(await given.judgement.limits('tower', 'own-held.hold')).toMatchObject({
      unit: 's',
      quantity: null,
      now: { value: 120, source: 'default' },
    });
    expect(await given.judgement.limits('farm', 'own-held.hold')).toBeUndefined();
    await ok(given.judgement.setLimit('tower', 'own-held.hold', 30, 0));
    expect(await given.judgement.limits('hydrant-1', 'own-held.hold')).toMatchObject({
      now: { value: 30, source: 'place', place: { id: 'tower' } },
    });
    expect(await given.judgement.setLimit('tower', 'own-held.hold', 1e9, 1)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }] },
    });
    // On water pressure, a hold of more than ten times its default could come too late: two must agree.
    await ok(given.judgement.setLimit('tower', 'own-held.hold', 1_201, 1));
    expect(await given.judgement.limits('tower', 'own-held.hold')).toMatchObject({ now: { value: 30 }, waiting: { value: 1_201 } });
    await ok(given.admin.ask('POST', '/limit-decisions', { scope: 'tower', name: 'own-held.hold', agrees: false, reason: '撤回' }));
    await ok(given.judgement.put('own-held', { ...rule, enabled: false }, 1));
  });

  it('has limits that places set, with who and why and since when; its alarm begins and ends by those of its place', async () => {
    const limit = { parameter: 'own-placed.limit-1', otherwise: 0.2 };
    const rule: WrittenRule = {
      ...PRESSURE,
      class: 'notice',
      raiseWhen: { is: 'below', limit },
      clearWhen: { is: 'above', limit: { ...limit, plus: 0.02 } },
    };
    await ok(given.judgement.put('own-placed', rule, 0));
    await given.test.tell('hydrant-1', { pressure: 0.27 });
    expect(await given.judgement.active('hydrant-1')).toEqual([]);
    await ok(given.judgement.setLimit('tower', 'own-placed.limit-1', 0.3, 0, '高区'));
    const placed = await given.judgement.limits('tower', 'own-placed.limit-1');
    expect(placed).toMatchObject({
      title: { zh: '示范大厦水压偏低：水压低于', en: 'Pressure of the tower low: water pressure below' },
      unit: 'MPa',
      now: { value: 0.3, source: 'own' },
      above: { value: 0.2, source: 'default' },
      changed: { name: 'administrator', reason: '高区', value: 0.3, before: null },
    });
    expect(placed?.changed?.since).toBe(placed?.changed?.at);
    await given.test.tell('hydrant-1', { pressure: 0.26 });
    expect(await given.judgement.active('hydrant-1')).toEqual(['own-placed v1']);
    await given.test.tell('hydrant-1', { pressure: 0.31 });
    expect(await given.judgement.active('hydrant-1')).toEqual(['own-placed v1']);
    await given.test.tell('hydrant-1', { pressure: 0.33 });
    expect(await given.judgement.active('hydrant-1')).toEqual([]);
    // A loss of pressure is not silenced alone, and what is agreed to counts since then.
    await ok(given.judgement.setLimit('tower', 'own-placed.limit-1', 0.05, 1, '检修'));
    expect(await given.judgement.limits('tower', 'own-placed.limit-1')).toMatchObject({ now: { value: 0.3 }, waiting: { value: 0.05 } });
    await ok(
      given.supervisor.ask('POST', '/limit-decisions', { scope: 'tower', name: 'own-placed.limit-1', agrees: true, reason: '同意' }),
    );
    const agreed = (await given.judgement.limits('tower', 'own-placed.limit-1'))?.changed;
    expect([agreed?.value, agreed?.since]).toEqual([0.05, agreed?.agreed?.at]);
    expect(await given.judgement.setLimit('tower', 'own-placed.limit-1', 9, 2)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }] },
    });
    expect(await given.judgement.limits('farm', 'own-placed.limit-1')).toBeUndefined();
    // What the tower has set was meant for a pressure below it: no other meaning takes it over.
    const { clearWhen: _end, ...turned } = { ...rule, raiseWhen: { is: 'above' as const, limit } };
    expect(await given.judgement.put('own-placed', turned, 1)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.rule.raiseWhen.limit', words: { zh: expect.stringContaining('原来的含义') } }] },
    });
    await ok(given.judgement.put('own-placed', { ...rule, enabled: false }, 1));
  });

  it('has hours that a hold set by a place fits into, whichever of them comes last', async () => {
    const night = { is: 'calendar' as const, from: '22:00', to: '06:00' };
    const low = { is: 'below' as const, limit: 0.3 };
    const rule: WrittenRule = {
      ...PRESSURE,
      raiseWhen: { is: 'all', of: [low, night] },
      holdFor: { parameter: 'own-night.hold', otherwise: 600 },
    };
    await ok(given.judgement.put('own-night', rule, 0));
    expect(await given.judgement.setLimit('tower', 'own-night.hold', 8 * 3600, 0)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }] },
    });
    await ok(given.judgement.setLimit('tower', 'own-night.hold', 5_000, 0));
    const short: WrittenRule = { ...rule, raiseWhen: { is: 'all', of: [low, { ...night, to: '23:00' }] } };
    expect(await given.judgement.put('own-night', short, 1)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.rule.holdFor', words: { zh: expect.stringContaining('有位置或设备设为 5000 秒') } }] },
    });
    await ok(given.judgement.put('own-night', { ...rule, enabled: false }, 1));
  });

  it('goes by the limits of its new place as soon as a device, or the place around it, is moved: nobody need report anew', async () => {
    const rule: WrittenRule = {
      ...PRESSURE,
      class: 'notice',
      watches: { quantity: 'water.pressure', kinds: ['hydrant'] },
      holdFor: { parameter: 'own-moved.hold', otherwise: 3_000 },
    };
    await ok(given.judgement.put('own-moved', rule, 0));
    await ok(given.judgement.setLimit('farm', 'own-moved.hold', 0, 0, '林场'));
    const { id: shed } = await ok<{ id: string }>(given.admin.ask('POST', '/places', { parent: 'f12', kind: 'zone', name: '库房' }));
    for (const [id, place] of [
      ['hydrant-m', 'f12'],
      ['hydrant-n', shed],
    ] as const) {
      await ok(given.admin.ask('POST', '/devices', { id, model: 'balefire/hydrant-pressure', name: id, place }));
      await given.test.tell(id, { pressure: 0.25 });
      expect(await given.judgement.active(id)).toEqual([]);
    }
    const screen = new Screen(given.test.address, given.admin.cookie);
    await screen.nth('welcome');
    const raised = (id: string) =>
      screen.until(() => screen.alarms().some(({ device, rule: of }) => device.id === id && of.id === 'own-moved'));
    await ok(given.admin.ask('PATCH', '/devices/hydrant-m', { place: 'farm' }));
    await raised('hydrant-m');
    await ok(given.admin.ask('PATCH', `/places/${shed}`, { parent: 'farm' }));
    await raised('hydrant-n');
    screen.close();
    await ok(given.judgement.put('own-moved', { ...rule, enabled: false }, 1));
    for (const id of ['hydrant-m', 'hydrant-n']) await ok(given.admin.ask('DELETE', `/devices/${id}`));
  });

  it('that falls by so much has no limit of nothing: it would always be so', async () => {
    expect(await given.judgement.setLimit('unit', 'pressureFall', -0.1, 0)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }] },
    });
    expect(await given.judgement.setLimit('unit', 'silenceLimit', 0, 0)).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.value' }] },
    });
    expect(await given.judgement.limits('hydrant-1', 'pressureFall')).toMatchObject({
      lowest: 0.001,
      highest: 4.1,
      title: { zh: '水压骤降幅度' },
    });
  });

  it('is not read anew for what it asks for when a place sets a limit, and is when a rule is written', async () => {
    const { rulebook } = given.test.house;
    const rule: WrittenRule = { ...PRESSURE, holdFor: { parameter: 'own-asked.hold', otherwise: 60 } };
    const asks = () => rulebook.parameters().some(({ name }) => name === 'own-asked.hold');
    expect(asks()).toBe(false);
    await ok(given.judgement.put('own-asked', rule, 0));
    const [asked, turns] = [rulebook.parameters(), rulebook.turns];
    expect(asks()).toBe(true);
    await ok(given.judgement.setLimit('tower', 'own-asked.hold', 30, 0));
    expect([rulebook.parameters() === asked, rulebook.turns > turns]).toEqual([true, true]);
    const { holdFor: _held, ...without } = rule;
    await ok(given.judgement.put('own-asked', { ...without, enabled: false }, 1));
    expect(asks()).toBe(false);
  });
});
