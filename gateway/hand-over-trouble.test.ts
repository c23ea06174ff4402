// What every screen says of hand-overs that nobody answers.
import type { Incident } from './alarms/incident.ts';
import { tellOfHandOvers } from './hand-over-trouble.ts';
import { Troubles } from './troubles.ts';

const AT = 1_000_000;
/** What an offer without a word of its own may wait, ms. */
const USUAL_MS = 120_000;

function offered(more: object = {}, within?: number): Incident {
  const handOver = { id: 'zhang', name: '张三', at: AT, to: { id: 'li', name: '李四' }, words: '已派人', within, answer: null };
  return { drill: false, handOver, ...more } as Incident;
}

it('counts them once the time is up, and is gone with the answers; a drill is not among them, and nobody is named', () => {
  const troubles = new Troubles(
    () => AT,
    () => undefined,
  );
  const said = () => troubles.all().map(({ detail }) => detail.zh);
  const open = [offered(), offered({ drill: true }), { drill: false } as Incident];
  tellOfHandOvers(open, troubles, AT + USUAL_MS - 1);
  expect(said()).toEqual([]);
  tellOfHandOvers(open, troubles, AT + USUAL_MS);
  expect(said()).toEqual(['1 起超过应答时限未接收：请在报警台接收、谢绝，或由移交人撤回']);
  tellOfHandOvers([offered(), offered()], troubles, AT + USUAL_MS);
  expect(said()[0]).toMatch(/^2 起/);
  tellOfHandOvers([], troubles, AT + USUAL_MS);
  expect(said()).toEqual([]);
});

it('gives each the time that its place gave when it was offered', () => {
  const troubles = new Troubles(
    () => AT,
    () => undefined,
  );
  const open = [offered({}, 30), offered({}, 600)];
  tellOfHandOvers(open, troubles, AT + 30_000);
  expect(troubles.all()[0]?.detail.zh).toMatch(/^1 起/);
  tellOfHandOvers(open, troubles, AT + 600_000);
  expect(troubles.all()[0]?.detail.zh).toMatch(/^2 起/);
});
