// The page of a link as text: what is told, and three buttons that send a form. Plain HTML, without a script.
import type { Words } from '../../../device-drivers/words.ts';
import { ANSWER_WORDS, CLASS_WORDS, stateWords } from '../../alarms/alarm-words.ts';
import type { Answer, IncidentAnswer, IncidentState } from '../../alarms/incident.ts';
import type { Notice } from '../../notify/notice.ts';
import { html } from '../html.ts';
import type { IncidentView } from '../incident-contract.ts';
import { ANSWER_STYLE } from './answer-style.ts';
import { ANSWER_EFFECT, CLOSED_DOOR, PAGE_WORDS, SURE_WORDS } from './answer-words.ts';

type Language = 'zh' | 'en';

/** Why there is nothing to press. */
export type ShutWhy = keyof typeof CLOSED_DOOR;

/** What the page tells of an incident. */
export interface AnswerFacts {
  readonly class: Notice['class'];
  readonly drill: boolean;
  readonly place: string;
  /** What came first, and on what. */
  readonly what: Words;
  readonly advice: Words | null;
  readonly began: number;
  readonly alarms: number;
  readonly evidence: IncidentView['evidence'];
  readonly state: IncidentState;
  readonly answers: readonly IncidentAnswer[];
}

export interface AnswerPage {
  readonly language: Language;
  readonly nonce: string;
  /** Address of this page without its query. */
  readonly path: string;
  /** The local time as people read it. */
  readonly clock: (at: number) => string;
  /** To whom the notice went; null where nobody may know. */
  readonly name: string | null;
  readonly facts: AnswerFacts | null;
  /**
   * `ask`: the answer is open; `seen`: the newest beginning that the page shows; `problem`: why the last press came to nothing.
   * `said`: what this person has answered.
   */
  readonly now:
    | { readonly is: 'ask'; readonly seen: number; readonly problem?: ShutWhy | undefined }
    | { readonly is: 'said'; readonly said: IncidentAnswer }
    | { readonly is: 'shut'; readonly why: ShutWhy };
}

/** Told without a colour. */
const SHAPES: Readonly<Record<Notice['class'], string>> = {
  fire: '⬣',
  'pre-alarm': '◆',
  linkage: '◆',
  supervisory: '▲',
  fault: '■',
  isolation: '●',
  notice: '●',
};

/** In the order of the thumb: what helps most first. */
const BUTTONS: readonly Answer[] = ['going', 'seen', 'unable'];

export function answerPage(page: AnswerPage): string {
  const { language, nonce, path, facts, name, now } = page;
  const say = (text: Words): string => html(text[language]);
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const title = facts ? `${CLASS_WORDS[facts.class][language]} · ${facts.place}` : '烽燧 Balefire';
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${html(title)}</title>
<style nonce="${html(nonce)}">${ANSWER_STYLE}</style></head>
<body><header><span>烽燧 Balefire${name === null ? '' : ` · ${html(name)}`}</span><a href="${html(path)}?lang=${other}" lang="${other}">${say(PAGE_WORDS.other)}</a></header>
<main id="main" data-class="${facts?.class ?? ''}" data-drill="${facts?.drill ?? false}" data-is="${now.is === 'shut' ? now.why : now.is}" data-problem="${(now.is === 'ask' && now.problem) || ''}">
${facts ? factsHtml(facts, page, say) : ''}
${nowHtml(page, say)}
<footer><a href="${html(path)}?lang=${language}">${say(PAGE_WORDS.again)}</a></footer></main></body></html>
`;
}

type Say = (text: Words) => string;

function factsHtml(facts: AnswerFacts, { clock, language }: AnswerPage, say: Say): string {
  const { evidence } = facts;
  const sure = [
    SURE_WORDS[evidence.sure][language],
    ...(evidence.points > 1 ? [`${evidence.points} ${PAGE_WORDS.points[language]}`] : []),
    ...(evidence.falseBefore > 0 ? [`${PAGE_WORDS.falseBefore[language]} ${evidence.falseBefore}`] : []),
  ].join(' · ');
  const row = (name: Words, value: string, more = ''): string => `<dt>${say(name)}</dt><dd${more}>${html(value)}</dd>`;
  return `${facts.drill ? `<p class="drill">${say(PAGE_WORDS.drill)}</p>` : ''}
<h1><span aria-hidden="true">${SHAPES[facts.class]}</span> ${facts.drill ? `${language === 'zh' ? '演练' : 'Drill:'} ` : ''}${say(CLASS_WORDS[facts.class])}</h1>
<p class="place">${html(facts.place)}</p>
<section class="panel"><dl>${row(PAGE_WORDS.what, facts.what[language])}${row(PAGE_WORDS.when, clock(facts.began), ' class="numbers"')}
${row(PAGE_WORDS.sure, sure)}${row(PAGE_WORDS.state, stateWords(facts.state, facts.class)[language])}
${facts.advice ? row(PAGE_WORDS.advice, facts.advice[language]) : ''}</dl></section>
${answersHtml(facts.answers, clock, say)}`;
}

function answersHtml(answers: readonly IncidentAnswer[], clock: AnswerPage['clock'], say: Say): string {
  if (answers.length === 0) return '';
  const items = answers.map(
    ({ name, answer, at }) =>
      `<li><span>${html(name)} · ${say(ANSWER_WORDS[answer])}</span><time class="quiet numbers">${html(clock(at))}</time></li>`,
  );
  return `<section class="panel"><h2>${say(PAGE_WORDS.answers)}</h2><ul>${items.join('')}</ul></section>`;
}

function nowHtml({ now, path, language, clock }: AnswerPage, say: Say): string {
  switch (now.is) {
    case 'shut':
      return `<p class="panel shut" role="status">${say(CLOSED_DOOR[now.why])}</p>`;
    case 'said':
      return `<section class="panel said" role="status"><strong>✓ ${say(ANSWER_WORDS[now.said.answer])}</strong>
<span class="quiet numbers">${html(clock(now.said.at))} · ${say(ANSWER_EFFECT[now.said.answer])}</span></section><p class="quiet">${say(CLOSED_DOOR.used)}</p>`;
    case 'ask': {
      const buttons = BUTTONS.map(
        (answer) =>
          `<button name="answer" value="${answer}"${answer === 'going' ? ' class="first"' : ''}>${say(ANSWER_WORDS[answer])}<small>${say(ANSWER_EFFECT[answer])}</small></button>`,
      );
      const problem = now.problem === undefined ? '' : `<p class="panel shut" role="alert">${say(CLOSED_DOOR[now.problem])}</p>\n`;
      return `${problem}<h2>${say(PAGE_WORDS.ask)}</h2>
<form method="post" action="${html(path)}?lang=${language}"><input type="hidden" name="seen" value="${now.seen}">${buttons.join('\n')}</form>`;
    }
  }
}
