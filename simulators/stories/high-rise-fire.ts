// A fire on floor 12 of the high-rise: two smoke heads, a call point, a hydrant drawn on, a pump; later all is restored.
import { words } from '../../device-drivers/words.ts';
import type { Story } from '../story.ts';

const hydrant = 'tower-f12-hydrant';

export const highRiseFire: Story = {
  name: 'high-rise-fire',
  title: words('高层 12 层火情', 'Fire on floor 12 of the high-rise'),
  steps: [
    { at: 0, device: 'tower-f12-smoke-1203', set: { smokeDensity: 0.09 } },
    { at: 3, device: 'tower-f12-smoke-1203', set: { smoke: 'alarm', smokeDensity: 0.21 } },
    { at: 10, device: 'tower-f12-smoke-corridor', set: { smoke: 'alarm', smokeDensity: 0.17 } },
    { at: 13, device: 'tower-f12-door', set: { door: 'open' } },
    { at: 17, device: 'tower-f12-call', set: { pressed: true } },
    { at: 22, device: hydrant, set: { pressure: 0.29 } },
    { at: 25, device: hydrant, set: { pressure: 0.21 } },
    { at: 28, device: hydrant, set: { pressure: 0.13 } },
    { at: 30, device: 'tower-b1-hydrant-pump', set: { pump1Running: true, pressure: 0.94 } },
    { at: 31, device: hydrant, set: { pressure: 0.06 } },
    { at: 35, device: 'tower-f13-smoke-corridor', set: { smokeDensity: 0.06 } },
    { at: 180, device: hydrant, set: { pressure: 0.24 } },
    { at: 200, device: 'tower-f12-smoke-1203', set: { smokeDensity: 0.05 } },
    { at: 210, device: 'tower-f13-smoke-corridor', set: { smokeDensity: null } },
    { at: 240, device: hydrant, set: { pressure: null } },
    { at: 242, device: 'tower-b1-hydrant-pump', set: { pump1Running: null, pressure: null } },
    { at: 250, device: 'tower-f12-smoke-corridor', set: { smoke: null, smokeDensity: null } },
    { at: 255, device: 'tower-f12-smoke-1203', set: { smoke: null, smokeDensity: null } },
    { at: 260, device: 'tower-f12-call', set: { pressed: null } },
    { at: 265, device: 'tower-f12-door', set: { door: null } },
  ],
};
