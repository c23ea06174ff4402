// A bad joint on floor 10: the residual current creeps up, the cable grows hot, in the end it arcs.
import { words } from '../../device-drivers/words.ts';
import type { Story, StoryStep } from '../story.ts';

const monitor = 'tower-f10-electrical';

const creeping: StoryStep[] = Array.from({ length: 12 }, (_, nth) => ({
  at: nth * 6,
  device: monitor,
  set: { residualCurrent2: 140 + nth * 46, cableTemperature2: 34 + nth * 4.5 },
}));

export const electrical: Story = {
  name: 'electrical',
  title: words('电气火灾隐患', 'A joint that goes bad'),
  steps: [
    ...creeping,
    { at: 74, device: monitor, set: { arc: true } },
    { at: 90, device: monitor, set: { arc: false, residualCurrent2: 0, cableTemperature2: 52 } },
    { at: 150, device: monitor, set: { arc: null, residualCurrent2: null, cableTemperature2: null } },
  ],
};
