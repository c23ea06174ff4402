// Which limits stand beside a curve, where, and which are left out.
import type { Place } from '../../gateway/web/contract.ts';
import type { RuleView } from '../../gateway/web/rule-contract.ts';
import { axisOf, limitLines, nearestLines, settingOf } from './limit-lines.ts';

const HYDRANT = { kind: 'hydrant', model: 'balefire/hydrant', quantity: 'water.pressure' };
const unset = () => undefined;

describe('the limits of a value', () => {
  it('are those of the rules in force that watch its kind and its quantity', () => {
    const rules = [
      rule({ id: 'low' }),
      rule({ id: 'of-pipes', kinds: ['pipe'] }),
      rule({ id: 'of-every-kind', kinds: null, limits: [{ parameter: null, direction: 'above', value: 1 }] }),
      rule({ id: 'other-quantity', quantity: 'water.level' }),
      rule({ id: 'other-model', models: ['balefire/other'] }),
      rule({ id: 'off', enabled: false }),
    ];
    expect(limitLines(rules, HYDRANT, unset).map((line) => [line.title.en, line.direction, line.value])).toEqual([
      ['low', 'below', 0.1],
      ['of-every-kind', 'above', 1],
    ]);
  });

  it('are one line where two rules have the same, under the name of the more urgent', () => {
    const lines = limitLines([rule({ id: 'calm', class: 'notice' }), rule({ id: 'urgent', class: 'fire' })], HYDRANT, unset);
    expect(lines.map((line) => line.title.en)).toEqual(['urgent']);
  });

  it('move with what was set for the device or the nearest place, up to the top of the tree', () => {
    const places = [place('root', null), place('unit', 'root'), place('tower', 'unit')];
    const device = {
      id: 'h1',
      place: [
        { id: 'unit', name: '', kind: 'unit' as const },
        { id: 'tower', name: '', kind: 'building' as const },
      ],
    };
    const at = (scope: string, value: number) => ({ scope, name: 'low', value });
    const valueWith = (...settings: ReturnType<typeof at>[]) =>
      limitLines([rule({ id: 'low' })], HYDRANT, settingOf(device, places, settings))[0]?.value;
    expect(valueWith(at('root', 0.2))).toBeCloseTo(0.2);
    expect(valueWith(at('root', 0.2), at('tower', 0.3), at('unit', 0.4))).toBeCloseTo(0.3);
    expect(valueWith(at('tower', 0.3), at('h1', 0.5))).toBeCloseTo(0.5);
    expect(valueWith(at('farm', 0.9))).toBeCloseTo(0.1);
  });
});

describe('beside a curve', () => {
  const line = (value: number) => ({ title: { zh: '', en: '' }, direction: 'above' as const, value });

  it('stand the four nearest to what was measured', () => {
    const lines = [9, 1, 5, 3, 2, -8].map(line);
    expect(nearestLines(lines, 2, 3).map(({ value }) => value)).toEqual([3, 2, 1, 5]);
  });

  it('a limit near the data widens the axis, one far off does not squeeze the curve flat', () => {
    expect(axisOf(10, 20, 1, [line(25)])).toEqual({ min: 9, max: 26, drawn: [line(25)] });
    expect(axisOf(10, 20, 1, [line(500), line(-3)])).toEqual({ min: 9, max: 21, drawn: [] });
  });
});

function rule(some: Partial<RuleView>): RuleView {
  const id = some.id ?? 'rule';
  return {
    id,
    version: 1,
    title: { zh: id, en: id },
    class: 'supervisory',
    quantity: 'water.pressure',
    enabled: true,
    latching: false,
    advice: { zh: '', en: '' },
    clause: null,
    parameters: [{ name: 'low', title: { zh: '下限', en: 'lowest' }, otherwise: 0.1, isTime: false, use: 'below' }],
    own: false,
    sentence: { zh: '', en: '' },
    clears: null,
    waits: false,
    where: null,
    kinds: ['hydrant'],
    models: null,
    exceptModels: [],
    limits: [{ parameter: 'low', direction: 'below', value: 0.1 }],
    ...some,
  };
}

function place(id: string, parent: string | null): Place {
  return { id, parent, kind: 'unit', name: id };
}
