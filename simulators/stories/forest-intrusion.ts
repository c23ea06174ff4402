// Someone walks into the closed forest past two voice posts, which speak to them.
import { words } from '../../device-drivers/words.ts';
import type { Story } from '../story.ts';

export const forestIntrusion: Story = {
  name: 'forest-intrusion',
  title: words('有人闯入封山区', 'Someone walks into the closed forest'),
  steps: [
    { at: 0, device: 'forest-post-3', set: { pir: true } },
    { at: 2, device: 'forest-post-3', set: { playing: true } },
    { at: 14, device: 'forest-post-3', set: { pir: false } },
    { at: 20, device: 'forest-post-3', set: { playing: false } },
    { at: 38, device: 'forest-post-4', set: { pir: true } },
    { at: 40, device: 'forest-post-4', set: { playing: true } },
    { at: 58, device: 'forest-post-4', set: { pir: false, playing: false } },
    { at: 70, device: 'forest-post-3', set: { pir: null, playing: null } },
    { at: 70, device: 'forest-post-4', set: { pir: null, playing: null } },
  ],
};
