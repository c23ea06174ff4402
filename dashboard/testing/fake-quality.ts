// The part of the fake gateway that tells how good the alarms are: invented figures of a busy week.
import type { Router } from 'express';
import type { AlarmFigures, AlarmQuality } from '../../gateway/web/quality-contract.ts';

function figures(alarms: number, change: Partial<AlarmFigures> = {}): AlarmFigures {
  return {
    alarms,
    averagePer10Min: alarms / 1_008,
    peakPer10Min: Math.min(alarms, 3),
    floods: [],
    floodShare: 0,
    chattering: 0,
    fleeting: 1,
    stale: 0,
    topTenShare: 0.62,
    judged: Math.floor(alarms / 3),
    false: Math.floor(alarms / 4),
    falseRate: alarms < 3 ? null : Math.floor(alarms / 4) / Math.floor(alarms / 3),
    acknowledge: { count: alarms, p50Ms: 14_000, p95Ms: 48_000 },
    verify: { count: Math.floor(alarms / 3), p50Ms: 96_000, p95Ms: null },
    ...change,
  };
}

function transmission(id: string, limitMs: number, zh: string, en: string, sure: 'text' | 'secondary' | 'memory', measured: number) {
  const within = measured - Math.min(measured, 2);
  return {
    id,
    limitMs,
    title: { zh, en },
    source: 'GB 26875.1-2011 4.1.3.1；GB 25506-2010',
    sure,
    classes: null,
    measured,
    within,
    withinShare: measured === 0 ? null : within / measured,
    p50Ms: measured === 0 ? null : 1_240,
    p95Ms: measured === 0 ? null : 4_800,
    worstMs: measured === 0 ? null : 31_000,
    clockAhead: 3,
    noDeviceTime: 12,
  };
}

export function qualityRoutes(routes: Router, isEmpty: boolean): void {
  routes.get('/alarm-quality', (request, response) => {
    const to = Number(request.query['to'] ?? Date.now());
    const from = Number(request.query['from'] ?? to - 604_800_000);
    const flood = { from: to - 7_200_000, to: to - 6_300_000, alarms: 41, peak: 23 };
    const answer: AlarmQuality = {
      from,
      to,
      cut: false,
      drills: 17,
      figures: isEmpty
        ? figures(0)
        : figures(312, { floods: [flood], floodShare: 0.0149, peakPer10Min: 23, chattering: 2, fleeting: 9, stale: 6 }),
      seats: [
        { id: 'p1', name: '张三', ...figures(160) },
        { id: 'p2', name: '李四', ...figures(98) },
        { id: '', name: '', ...figures(54, { acknowledge: { count: 0, p50Ms: null, p95Ms: null } }) },
      ],
      units: [
        { id: 'unit-1', name: '望江苑物业服务有限公司', ...figures(201) },
        { id: 'unit-2', name: '示范大厦', ...figures(111) },
      ],
      devices: Array.from({ length: 12 }, (_, nth) => ({ id: `device-${nth}`, name: `${1201 + nth} 烟感`, ...figures(60 - 4 * nth) })),
      transmission: [
        transmission('gb16806-3s', 3_000, '火警、联动 3 s 内显示', 'Fire and linkage shown within 3 s', 'memory', 88),
        transmission('gb26875-10s', 10_000, '火警 10 s 内到监控中心', 'Fire at the centre within 10 s', 'secondary', 88),
        transmission('gb25506-100s', 100_000, '其他状态 100 s 内传输', 'Other states transmitted within 100 s', 'text', 0),
      ],
    };
    response.json(answer);
  });
}
