// The sign of an alarm class: its outline and its word, so that it is known without its colour.
import { type AlarmClass, CLASS_TOKENS, type Shape, STATE_TOKENS } from './alarm-classes.ts';
import { useWords } from './language.ts';

const FLAME =
  'M12 5.500c.8 2.600 3.900 4.300 3.900 7.800a3.900 3.900 0 0 1-7.800 0c0-1.400.6-2.300 1.300-3.100.2 1 .7 1.500 1.200 1.700-.2-2.300.3-4.500 1.400-6.400z';

function outline(shape: Shape) {
  switch (shape) {
    case 'octagon':
      return (
        <>
          <path d="M7.700 1.500h8.600l6.200 6.200v8.600l-6.200 6.200H7.700l-6.200-6.200V7.700z" fill="currentColor" />
          <path d={FLAME} fill="var(--panel)" />
        </>
      );
    case 'diamond':
      return (
        <>
          <path d="M12 .8 23.200 12 12 23.200.8 12z" fill="currentColor" />
          <path d="M10.800 6h2.400v7.500h-2.400zM10.800 15.300h2.400v2.500h-2.400z" fill="var(--panel)" />
        </>
      );
    case 'diamond-arrow':
      return (
        <>
          <path d="M12 .8 23.200 12 12 23.200.8 12z" fill="currentColor" />
          <path d="M6.500 10.800h6V7.500l5 4.500-5 4.500v-3.300h-6z" fill="var(--panel)" />
        </>
      );
    case 'triangle':
      return (
        <>
          <path d="M12 1.500 23.500 22H.5z" fill="currentColor" />
          <path d="M10.900 8.500h2.200v7h-2.200zM10.900 17.200h2.200v2.300h-2.200z" fill="var(--panel)" />
        </>
      );
    case 'square-slash':
      return <path d="M3 3h18v18H3zM3 21 21 3" fill="none" stroke="currentColor" strokeWidth="2.600" />;
    case 'circle-bar':
      return (
        <path
          d="M12 2.500a9.500 9.500 0 1 1 0 19 9.500 9.500 0 0 1 0-19zM6.500 12h11"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.600"
        />
      );
    case 'circle-arrow':
      return (
        <>
          <circle cx="12" cy="12" r="10.500" fill="currentColor" />
          <path d="M12 5.500 17 11h-3.600v7.500h-2.800V11H7z" fill="var(--panel)" />
        </>
      );
    case 'dashed':
      return <circle cx="12" cy="12" r="9.500" fill="none" stroke="currentColor" strokeWidth="2.600" strokeDasharray="4.500 3" />;
    case 'dot':
      return <circle cx="12" cy="12" r="4" fill="currentColor" />;
  }
}

/** The outline alone; the word must stand beside it or in its title. */
export function ClassShape({ of }: { readonly of: AlarmClass | keyof typeof STATE_TOKENS }) {
  const token = of in STATE_TOKENS ? STATE_TOKENS[of as keyof typeof STATE_TOKENS] : CLASS_TOKENS[of as AlarmClass];
  return (
    <svg className="shape" data-class={of} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {outline(token.shape)}
    </svg>
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
