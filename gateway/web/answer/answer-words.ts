// What the page of a link says to whoever opens it on a phone: short, as one reads it at night.
import { type Words, words } from '../../../device-drivers/words.ts';
import type { Answer } from '../../alarms/incident.ts';
import type { IncidentView } from '../incident-contract.ts';

/** What each answer brings about, below its button. */
export const ANSWER_EFFECT: Readonly<Record<Answer, Words>> = {
  going: words('确认报警并开始核实', 'Acknowledges and begins to verify'),
  seen: words('确认报警，还需有人去现场', 'Acknowledges; somebody must still go'),
  unable: words('继续通知其他人', 'Others are told on'),
};

export const SURE_WORDS: Readonly<Record<IncidentView['evidence']['sure'], Words>> = {
  weak: words('单点报警，待核实', 'One point, unverified'),
  fair: words('多点报警', 'Several points'),
  strong: words('多种证据，很可能属实', 'Several kinds of evidence: likely true'),
};

export const PAGE_WORDS = {
  what: words('报警', 'Alarm'),
  where: words('位置', 'Place'),
  when: words('时间', 'Since'),
  sure: words('把握', 'How sure'),
  state: words('现状', 'State'),
  advice: words('处置', 'What to do'),
  answers: words('答复', 'Answers'),
  drill: words('演练，不是真实报警', 'A drill, not a real alarm'),
  ask: words('请答复', 'Your answer'),
  other: words('English', '中文'),
  again: words('刷新', 'Reload'),
  points: words('个点位', 'points'),
  falseBefore: words('此点 90 天内误报次数', 'false alarms of this point in 90 days:'),
} as const satisfies Readonly<Record<string, Words>>;

/** Why there is nothing to press. */
export const CLOSED_DOOR = {
  wrong: words(
    '链接无效。请检查是否复制完整，或联系值班席。',
    'This link is not valid. See whether it is whole, or call the seat on duty.',
  ),
  expired: words(
    '链接已过期，未记录答复。请用最新一条通知中的链接，或联系值班席。',
    'This link is too old, and nothing was recorded. Use the one of the latest notice, or call the seat on duty.',
  ),
  closed: words('事件已结束，不需要再答复。', 'The incident is over; no answer is needed.'),
  merged: words(
    '此事件已并入另一事件，仍在处置。请用最新一条通知中的链接。',
    'This incident went up in another one, which goes on. Use the link of the latest notice.',
  ),
  used: words('您已答复，一个链接只能答复一次。', 'You have answered; a link takes one answer.'),
  foreign: words('请求来自其他网站，已拒绝。', 'Refused: the request came from another site.'),
  unread: words('没有选择答复，请重选。', 'No answer was chosen. Choose one.'),
  'too-many': words('操作过于频繁，请稍候再试。', 'Too many requests; wait a moment.'),
  failing: words(
    '答复未能记录，请再按一次；仍不行请联系值班席。',
    'Your answer was not recorded. Press again; if that does not help, call the seat on duty.',
  ),
} as const satisfies Readonly<Record<string, Words>>;
