// The sign of an alarm class: its outline and its word, so that it is known without its colour.
import { type AlarmClass, CLASS_TOKENS, type Shape, STATE_TOKENS } from './alarm-classes.ts';
import { LINE_WIDTH, OUTLINES } from './class-shapes.ts';
import { useWords } from './language.ts';

function Drawn({ shape }: { readonly shape: Shape }) {
  const { path, drawn, inside, dashes } = OUTLINES[shape];
  if (drawn === 'line')
    return <path d={path} fill="none" stroke="currentColor" strokeWidth={LINE_WIDTH} strokeDasharray={dashes?.join(' ')} />;
  return (
    <>
      <path d={path} fill="currentColor" />
      {inside === undefined ? null : <path d={inside} fill="var(--panel)" />}
    </>
  );
}

/** The outline alone; the word must stand beside it or in its title. */
export function ClassShape({ of }: { readonly of: AlarmClass | keyof typeof STATE_TOKENS }) {
  const token = of in STATE_TOKENS ? STATE_TOKENS[of as keyof typeof STATE_TOKENS] : CLASS_TOKENS[of as AlarmClass];
  return (
    <svg className="shape" data-class={of} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <Drawn shape={token.shape} />
    </svg>
  );
}

interface Shown {
  readonly drill: boolean;
  readonly class: AlarmClass;
}

/** The shape and tone in which an alarm or an incident is shown: of a drill never those of the real thing. */
export function shownAs({ drill, class: of }: Shown): AlarmClass | 'test' {
  return drill ? 'test' : of;
}

/** Outline and word of an alarm or an incident: its class, and before it that it is a drill. */
export function AlarmMark({ of }: { readonly of: Shown }) {
  const { t } = useWords();
  return (
    <span className="mark" data-class={shownAs(of)}>
      <ClassShape of={shownAs(of)} />
      {of.drill ? `${t('drill.word')}·` : ''}
      {t(`class.${of.class}`)}
    </span>
  );
}

/** Outline and word of an alarm class. */
export function ClassMark({ of }: { readonly of: AlarmClass }) {
  const { t } = useWords();
  return (
    <span className="mark" data-class={of}>
      <ClassShape of={of} />
      {t(`class.${of}`)}
    </span>
  );
}

/** Outline and word of the most urgent alarm, or that there is none. */
export function WorstMark({ of }: { readonly of: AlarmClass | null }) {
  const { t } = useWords();
  if (of !== null) return <ClassMark of={of} />;
  return (
    <span className="mark" data-class="normal">
      <ClassShape of="normal" />
      {t('class.none')}
    </span>
  );
}
