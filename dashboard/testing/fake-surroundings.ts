// The part of the fake gateway that tells what stands around an alarm. All of it invented.
import type { Router } from 'express';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { Feedback, Level, Neighbour, Surroundings } from '../../gateway/web/surroundings-contract.ts';
import { refuse } from './fake-answers.ts';
import type { FakeState } from './fake-state.ts';

const TELLS = ['smoke.density', 'water.pressure', 'water.level', 'callpoint.pressed', 'electric.cableTemperature'];

export function surroundingsRoutes(routes: Router, state: FakeState): void {
  routes.get('/incidents/:id/surroundings', (request, response) => {
    const incident = state.incidents.get(String(request.params.id));
    const alarm = state.alarms.get(String(request.query['alarm'] ?? incident?.firstOut));
    if (!incident || !alarm) return refuse(response, 404, 'not-found', '没有找到', 'Not found');
    response.json(aroundOf(state, incident.id, alarm));
  });
}

function aroundOf(state: FakeState, incident: string, alarm: NonNullable<ReturnType<FakeState['raise']>>): Surroundings {
  const now = Date.now();
  const floor = Number(/^floor-(\d+)$/.exec(alarm.place.at(-1)?.id ?? '')?.[1] ?? Number.NaN);
  const building = alarm.place.find(({ kind }) => kind === 'building') ?? null;
  const level = (id: string | undefined, most: number): Level | null => {
    const place = state.places.find((one) => one.id === id);
    if (!place) return null;
    const there = state.devices.filter((one) => one.place.at(-1)?.id === id);
    const points = there.toSorted((one, other) => Number(other.worst !== null) - Number(one.worst !== null)).slice(0, most);
    return {
      place: { id: place.id, name: place.name, kind: place.kind },
      hasPlan: state.plans.has(place.id),
      total: there.length,
      alarms: there.filter(({ worst }) => worst !== null).length,
      silent: there.filter(({ stale }) => stale).length,
      points: points.map((one) => ({ ...neighbour(one), value: one.values.find(({ quantity }) => TELLS.includes(quantity)) ?? null })),
    };
  };
  const card = building && state.units.cards.find(({ id }) => id === building.id);
  const here = level(alarm.place.at(-1)?.id, 24);
  return {
    incident,
    alarm: alarm.id,
    now,
    here: here ?? { place: { id: 'root', name: '全部', kind: 'region' }, hasPlan: false, total: 0, alarms: 0, silent: 0, points: [] },
    above: level(`floor-${floor + 1}`, 8),
    below: level(`floor-${floor - 1}`, 8),
    building: building && { id: building.id, name: building.name },
    feedback: building === null ? [] : inventedFeedback(now),
    water: card ? { topPressure: card.topPressure, tanks: card.tanks } : null,
    nearest: {
      within: 5_000,
      items: [
        near('water', 'water-1', '松涛路取水码头', 640, 80, 'water'),
        near('micro', 'post-micro', '松涛家园微型消防站', 85, 190, 'station'),
        near('station', 'post-9', '云泽区松涛路消防救援站', 2_140, 310, 'station'),
      ],
    },
  };
}

function near(id: string, of: string, name: string, metres: number, bearing: number, resource: 'water' | 'station') {
  return { of: 'place' as const, id: `${id}-${of}`, kind: resource, name, longitude: 104.7, latitude: 35.8, metres, bearing, resource };
}

function neighbour({ id, name, kind, worst, stale, online, lastHeard, part }: DeviceView): Neighbour {
  const number = part?.loop === null || part === null ? null : `${part.loop}-${part.point}`;
  return { id, name, kind, number, worst, silent: stale, offline: online === false, lastHeard };
}

/** At rest, moved, failed, and not heard. */
function inventedFeedback(now: number): Feedback[] {
  const value = (point: string, quantity: string, zh: string, en: string, told: boolean | string) => ({
    point,
    quantity,
    title: { zh, en },
    value: told,
    at: now - 40_000,
    receivedAt: now - 40_000,
    quality: 'good' as const,
    stale: false,
  });
  const one = (name: string, kind: string, number: string | null, more: Partial<Neighbour> = {}): Neighbour => ({
    ...{ id: `beside-${name}`, name, kind, number, worst: null, silent: false, offline: false, lastHeard: now - 40_000 },
    ...more,
  });
  const none = { moved: 0, silent: 0, points: [] };
  return [
    {
      group: 'lift',
      total: 4,
      silent: 0,
      moved: 2,
      points: [
        { ...one('1号消防电梯', 'module', '3-11'), values: [value('feedback', 'state.feedback', '反馈', 'Feedback', true)] },
        { ...one('2号消防电梯', 'module', '3-12'), values: [value('feedback', 'state.feedback', '反馈', 'Feedback', true)] },
      ],
    },
    { group: 'door', total: 64, ...none, silent: 3 },
    {
      group: 'fan',
      total: 12,
      silent: 1,
      moved: 2,
      points: [
        {
          ...one('屋顶排烟风机', 'smoke-control', '4-2', { worst: 'fault' }),
          values: [value('started', 'state.started', '启动', 'Start', true), value('fault', 'state.fault', '故障', 'Fault', true)],
        },
        {
          ...one('前室正压送风机', 'smoke-control', '4-1', { silent: true }),
          values: [value('started', 'state.started', '启动', 'Start', true)],
        },
      ],
    },
    {
      group: 'pump',
      total: 3,
      silent: 0,
      moved: 1,
      points: [{ ...one('喷淋泵控制柜', 'pump', null), values: [value('pumpMode', 'pump.mode', '水泵控制方式', 'Pump mode', 'manual')] }],
    },
    { group: 'valve', total: 30, ...none },
  ];
}
