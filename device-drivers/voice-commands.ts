// The commands of what speaks: fire broadcast and forest voice posts.
import type { CommandSpec } from './driver.ts';
import { words } from './words.ts';

/** An order to leave must not play tomorrow: two minutes after it was given it is void. */
const PLAY_EXPIRES_S = 120;
const STOP_EXPIRES_S = 300;
const SETTING_EXPIRES_S = 3600;

const text = { type: 'text', title: words('播报内容', 'What to say'), longest: 200 } as const;

export const playText: CommandSpec = {
  id: 'play',
  title: words('播报', 'Play'),
  arguments: {
    text,
    repeat: { type: 'number', title: words('遍数', 'How many times'), lowest: 1, highest: 20, otherwise: 3 },
    volume: { type: 'number', title: words('音量', 'Volume'), lowest: 0, highest: 100, unit: '%', otherwise: 80 },
  },
  expiresAfter: PLAY_EXPIRES_S,
};

export const stopPlaying: CommandSpec = {
  id: 'stop',
  title: words('停止播报', 'Stop'),
  arguments: {},
  expiresAfter: STOP_EXPIRES_S,
};

export const setVolume: CommandSpec = {
  id: 'volume',
  title: words('调节音量', 'Set the volume'),
  arguments: { volume: { type: 'number', title: words('音量', 'Volume'), lowest: 0, highest: 100, unit: '%' } },
  expiresAfter: SETTING_EXPIRES_S,
};

export const setSchedule: CommandSpec = {
  id: 'schedule',
  title: words('定时播报', 'Play on a schedule'),
  arguments: {
    text,
    fromHour: { type: 'number', title: words('开始时刻', 'From'), lowest: 0, highest: 23, unit: 'h', otherwise: 8 },
    untilHour: { type: 'number', title: words('结束时刻', 'Until'), lowest: 1, highest: 24, unit: 'h', otherwise: 18 },
    everyMinutes: { type: 'number', title: words('间隔', 'Every'), lowest: 5, highest: 720, unit: 'min', otherwise: 60 },
  },
  expiresAfter: SETTING_EXPIRES_S,
};
