// Certificates and contracts of a unit's file that run out: told 30 days before, 7 days before and on the last day, once each.
import { words } from '../../device-drivers/words.ts';
import type { Rule } from '../rule.ts';
import { clause, row } from './row.ts';

/** Judged by the calendar alone and not by the engine: no device tells how many days are left. */
function runsOut(id: string, days: number, zh: string, en: string, adviceZh: string, adviceEn: string): Rule {
  return row({
    id,
    title: words(zh, en),
    class: 'notice',
    watches: { quantity: 'paper.daysLeft', kinds: ['dossier'] },
    // Days are whole: between the two limits there is none.
    raiseWhen: { is: 'below', limit: days + 0.5 },
    clearWhen: { is: 'above', limit: days + 0.75 },
    advice: words(adviceZh, adviceEn),
    clause: clause('设计值', 'design'),
  });
}

/** The longest time first: the later one takes the place of the one before. */
export const PAPER_RULES: readonly { readonly days: number; readonly rule: Rule }[] = [
  {
    days: 30,
    rule: runsOut('paper-30-days', 30, '30 天内到期', 'Runs out within 30 days', '安排复检、续签或换证', 'Have it renewed'),
  },
  {
    days: 7,
    rule: runsOut('paper-7-days', 7, '7 天内到期', 'Runs out within 7 days', '尽快完成续签或换证', 'Have it renewed without delay'),
  },
  {
    days: 0,
    rule: runsOut(
      'paper-expired',
      0,
      '今天到期或已过期',
      'Runs out today, or has',
      '立即续办，并在单位档案中更新',
      'Renew it now and enter it in the file',
    ),
  },
];

export const paperRules: readonly Rule[] = PAPER_RULES.map(({ rule }) => rule);
