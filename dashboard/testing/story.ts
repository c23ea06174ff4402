// A night in the invented estate: something of every class, in every state.
import type { FakeState } from './fake-state.ts';
import { heldStation } from './fake-transmission.ts';

/** Fills the boards of the fake gateway. */
export function tellStory(state: FakeState): void {
  const admin = state.people[0];
  if (admin === undefined) return;
  const by = { by: admin.id, name: admin.name, at: Date.now() - 60_000, from: '10.20.0.7' };
  const first = state.raise('smoke', { device: 'smoke-12-05', ago: 127_000 });
  state.raise('smoke', { device: 'smoke-12-08', ago: 96_000 });
  state.raise('button', { device: 'button-12', ago: 47_000 });
  state.note(null, 'raise', first.id, { rule: 'smoke-alarm' });
  const seen = state.raise('smoke', { device: 'smoke-21-01', ago: 1_900_000 });
  state.settle({
    ...seen,
    attention: 'acknowledged',
    acknowledged: by,
    condition: 'restored',
    restoredAt: Date.now() - 900_000,
    verdict: 'false',
    judged: { ...by, cause: 'steam' },
  });
  state.raise('smoke', { device: 'smoke-3-01', drill: true, ago: 300_000 });
  state.raise('smoke', { device: 'NB-8841C2', registered: false, ago: 640_000 });
  state.raise('density', { device: 'smoke-13-05', ago: 30_000 });
  state.raise('pump', { device: 'pump-1', ago: 20_000 });
  const low = state.raise('pressure', { device: 'hydrant-12', ago: 400_000 });
  state.put({ ...low, times: 4 });
  state.raise('pressure', { device: 'hydrant-13', ago: 5_000_000 });
  for (const floor of [2, 5, 9, 14, 22, 28]) state.raise('battery', { device: `smoke-${floor}-08`, ago: floor * 4_000_000 });
  state.raise('tilt', { device: 'hydrant-1', ago: 86_400_000 });
  for (let floor = 1; floor <= 9; floor += 1) {
    const old = state.raise(floor % 3 === 0 ? 'pressure' : 'smoke', {
      device: floor % 3 === 0 ? `hydrant-${floor}` : `smoke-${floor}-01`,
      drill: floor === 4,
      ago: floor * 7_300_000,
    });
    const verdict = floor % 2 === 0 ? 'false' : 'real';
    state.put({
      ...old,
      condition: 'restored',
      restoredAt: old.receivedAt + 240_000,
      closed: true,
      closedAt: old.receivedAt + 600_000,
      attention: 'acknowledged',
      acknowledged: by,
      verdict,
      judged: verdict === 'false' ? { ...by, cause: 'dust' } : by,
      reset: by,
    });
    state.note(admin, 'acknowledge', old.id, {});
    state.note(admin, 'judge', old.id, { verdict, ...(verdict === 'false' ? { cause: 'dust', note: '装修切割' } : {}) });
  }
  const now = Date.now();
  state.held.push(
    {
      id: 'NB-8841C2',
      site: '云泽区',
      firstHeard: now - 900_000,
      lastHeard: now - 20_000,
      frames: 18,
      peer: '10.20.0.99:41022',
      model: 'balefire/smoke',
    },
    {
      id: 'tank-new-07',
      site: '青石岭林场',
      firstHeard: now - 90_000,
      lastHeard: now - 61_000,
      frames: 2,
      peer: '10.20.3.4:50110',
      model: null,
    },
  );
  state.held.push(heldStation(now));
  const parts = state.transmission.parts.filter((one) => one.values.some((value) => value.point === 'fire' && value.value === true));
  for (const part of parts) if (part.part?.partType !== null) state.raise('part', { device: part.id, ago: 205_000 });
  state.happen('on-duty', '值班员甲', '云泽区');
  state.happen('held', 'NB-8841C2', '松涛家园');
  state.happen('duty-answered', '3号楼消控室传输装置', '松涛家园 › 3号楼');
  state.happen('isolated', '1205烟感', '松涛家园 › 3号楼 › 12层');
  state.happen('silent', '2号消火栓', '北仓物流园');
  const command = { device: 'post-eagle', by: admin.id, name: admin.name, drill: false, reason: null, result: [] };
  state.commands.push(
    {
      ...command,
      id: 'c1',
      command: 'play',
      arguments: { text: '请勿携带火种进入林区', times: 3 },
      state: 'done',
      at: now - 700_000,
      expiresAt: now - 640_000,
      changedAt: now - 690_000,
    },
    {
      ...command,
      id: 'c2',
      command: 'volume',
      arguments: { percent: 80 },
      state: 'expired',
      at: now - 90_000_000,
      expiresAt: now - 89_000_000,
      changedAt: now - 89_000_000,
    },
  );
}
