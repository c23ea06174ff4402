// The pump room fails piece by piece: the pool runs down, the duty pump fails, someone leaves it on manual.
import { words } from '../../device-drivers/words.ts';
import type { Story } from '../story.ts';

const pool = 'tower-b1-pool';
const pump = 'tower-b1-hydrant-pump';

export const pumpRoom: Story = {
  name: 'pump-room',
  title: words('消防泵房异常', 'Trouble in the pump room'),
  steps: [
    { at: 0, device: pool, set: { level: 2.3 } },
    { at: 8, device: pool, set: { level: 1.7 } },
    { at: 16, device: pool, set: { level: 1.1 } },
    { at: 24, device: pool, set: { level: 0.6 } },
    { at: 30, device: pump, set: { pump1Fault: true } },
    { at: 36, device: pump, set: { pumpMode: 'manual' } },
    { at: 44, device: pump, set: { pressure: 0.41 } },
    { at: 52, device: pump, set: { mainsLost: true } },
    { at: 120, device: pump, set: { mainsLost: null, pressure: null } },
    { at: 130, device: pump, set: { pump1Fault: null, pumpMode: null } },
    { at: 150, device: pool, set: { level: 1.8 } },
    { at: 170, device: pool, set: { level: null } },
  ],
};
