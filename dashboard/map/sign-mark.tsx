// The sign of a kind and the state of a point beside the map: the same drawings as on it, with their words.
import { type AlarmClass, CLASS_TOKENS } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassMark, ClassShape } from '../marks.tsx';
import { SIGNS, type SignName } from './signs.ts';
import type { PointState } from './standing.ts';

export function SignMark({ of }: { readonly of: SignName }) {
  const { frame, strokes } = SIGNS[of];
  return (
    <svg className="sign" data-frame={frame} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={strokes} fill="none" stroke="currentColor" strokeWidth="1.800" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** Outline and word. */
export function StateMark({ of }: { readonly of: PointState }) {
  const { t } = useWords();
  if (Object.hasOwn(CLASS_TOKENS, of)) return <ClassMark of={of as AlarmClass} />;
  if (of === 'silent') return <span className="chip loud hatched">{t('map.silent')}</span>;
  return (
    <span className="mark" data-class={of}>
      <ClassShape of={of === 'test' ? 'test' : 'normal'} />
      {of === 'test' ? t('drill.word') : t('map.normal')}
    </span>
  );
}
