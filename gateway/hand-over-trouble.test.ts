// What every screen says of hand-overs that nobody answers.

import type { Incident } from './alarms/incident.ts';
import { HAND_OVER_MS } from './alarms/incident-work.ts';
import { tellOfHandOvers } from './hand-over-trouble.ts';
import { Troubles } from './troubles.ts';

const AT = 1_000_000;

function offered(to: string, more: object = {}): Incident {
  const handOver = { id: 'zhang', name: '张三', at: AT, to: { id: to, name: to }, words: '已派人', answer: null };
  return { drill: false, handOver, ...more } as Incident;
}

it('names who offered to whom once the time is up, and is gone with the answer; a drill is not among them', () => {
  const troubles = new Troubles(
    () => AT,
    () => undefined,
  );
  const open = [offered('李四'), offered('王五', { drill: true }), { drill: false } as Incident];
  tellOfHandOvers(open, troubles, AT + HAND_OVER_MS - 1);
  expect(troubles.all()).toEqual([]);
  tellOfHandOvers(open, troubles, AT + HAND_OVER_MS);
  expect(troubles.all().map(({ id, detail }) => [id, detail.zh])).toEqual([['hand-over', '张三 → 李四：请接收、谢绝，或由移交人撤回']]);
  tellOfHandOvers(
    ['甲', '乙', '丙', '丁'].map((to) => offered(to)),
    troubles,
    AT + HAND_OVER_MS,
  );
  expect(troubles.all()[0]?.detail.en).toBe('张三 → 甲；张三 → 乙；张三 → 丙 and 1 more: accept it, decline it, or take it back');
  tellOfHandOvers([], troubles, AT + HAND_OVER_MS);
  expect(troubles.all()).toEqual([]);
});
