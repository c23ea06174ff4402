// What those said who were told of an incident and answered by the link on their phone.
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { useWords } from '../language.ts';
import { clock } from '../time.ts';
import './told.css';

export function Answers({ answers }: { readonly answers: IncidentView['answers'] }) {
  const { t } = useWords();
  if (answers.length === 0) return null;
  return (
    <ul className="incident-answers" aria-label={t('answer.title')} data-testid="incident-answers">
      {answers.map((one) => (
        <li key={`${one.by} ${one.at}`} className={one.answer === 'going' ? 'chip loud' : 'chip'} data-answer={one.answer}>
          {one.name} · {t(`answer.${one.answer}`)} <time className="quiet numbers">{clock(one.at)}</time>
        </li>
      ))}
    </ul>
  );
}
