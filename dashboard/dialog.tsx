// A dialog that stands before the page: the keyboard goes into it and back, and what a deed was refused with stands above its buttons.
import { Modal, type ModalProps } from 'antd';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ApiProblem } from './api.ts';
import { useWords } from './language.ts';
import { FailedLine } from './states.tsx';

interface Props extends Omit<ModalProps, 'open' | 'onCancel' | 'footer' | 'cancelText' | 'afterClose'> {
  readonly close: () => void;
  /** What the deed was refused with. */
  readonly problem?: ApiProblem | null;
  /** Asks once more for what failed. */
  readonly again?: (() => void) | undefined;
  /** A word on what it was refused with. */
  readonly refusalDetail?: ReactNode;
  /** What its button does, and Enter in a field of it; left out where a form of its own does that. */
  readonly give?: () => void;
  /** Instead of its own two; null: none, and no foot. */
  readonly buttons?: ReactNode;
}

/** It stands as long as it is rendered. However long it is, its foot with refusal and buttons is in sight. */
export function Dialog(props: Props) {
  const { close, problem = null, again, refusalDetail, give, buttons, okButtonProps, children, ...rest } = props;
  const { t } = useWords();
  const form = useId();
  return (
    <Modal
      {...rest}
      open
      // It stands at once: a press while it grows would meet a button that is elsewhere when it is let go.
      transitionName=""
      maskTransitionName=""
      onCancel={close}
      cancelText={t('button.cancel')}
      okButtonProps={give === undefined ? (okButtonProps ?? {}) : { ...okButtonProps, htmlType: 'submit', form }}
      footer={
        buttons === null
          ? null
          : (own) => (
              <div className="dialog-foot">
                {problem === null ? null : (
                  <div className="dialog-refused" ref={keepField}>
                    <FailedLine problem={problem} {...(again === undefined ? {} : { again })} />
                    {refusalDetail}
                  </div>
                )}
                {buttons ?? own}
              </div>
            )
      }
    >
      <Inside>
        {give === undefined ? (
          children
        ) : (
          <form
            id={form}
            onSubmit={(event) => {
              event.preventDefault();
              give();
            }}
            // The key that opened it and is still held down gives nothing.
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.repeat && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault();
            }}
          >
            {children}
          </form>
        )}
      </Inside>
    </Modal>
  );
}

/** The foot of a form that fills a drawer: in sight as that of a dialog is, however long the form. */
export function FormFoot({ problem, children }: { readonly problem: ApiProblem | null; readonly children: ReactNode }) {
  return (
    <div className="form-foot">
      <FailedLine problem={problem} />
      {children}
    </div>
  );
}

/** The foot has grown: the field that the keyboard is in must not lie behind it. */
function keepField(refusal: HTMLElement | null): void {
  const field = document.activeElement;
  const body = refusal?.closest('[role="dialog"]')?.querySelector('.ant-modal-body');
  if (field !== null && body?.contains(field) === true) field.scrollIntoView({ block: 'center' });
}

/** What a person can go to by the keyboard. */
const REACHED = 'input, textarea, select, button, a[href], [tabindex="0"]';

function firstOf(box: ParentNode, wanted: string): HTMLElement | undefined {
  return [...box.querySelectorAll<HTMLElement>(wanted)].find((one) => !one.matches(':disabled') && one.getClientRects().length > 0);
}

/** Of radio buttons the one that is chosen: the keyboard reaches no other. */
function chosenOf(first: HTMLElement, box: ParentNode): HTMLElement {
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first;
  return box.querySelector<HTMLElement>(`input[type="radio"][name="${CSS.escape(first.name)}"]:checked`) ?? first;
}

/** From where each dialog was opened: of one that takes the place of another that is the other's, whose own button is gone with it. */
const openers = new WeakMap<Element, Element | null>();

/** What had the focus before this stood; as it is taken down it has it again, unless the person has gone on (WCAG 2.4.3). */
export function useFocusBack(): Element | null {
  // While it is rendered: a field that asks for the focus itself has it before any effect.
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener === document.body || document.activeElement !== document.body) return;
      let back = opener;
      while (back?.isConnected === false) back = openers.get(back.closest('[role="dialog"]') ?? back) ?? null;
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
      // Its button may be dead after the deed: then the page is read on from where it begins.
      if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
    },
    [opener],
  );
  return opener;
}

/** The focus goes to the first field or button as it opens. */
function Inside({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const opener = useFocusBack();
  useLayoutEffect(() => {
    const dialog = box.current?.closest('[role="dialog"]') ?? null;
    if (box.current === null || dialog === null) return;
    openers.set(dialog, opener);
    if (dialog.contains(document.activeElement)) return;
    const first = firstOf(box.current, REACHED) ?? firstOf(dialog, '.ant-modal-footer button') ?? firstOf(dialog, REACHED);
    if (first !== undefined) chosenOf(first, box.current).focus({ preventScroll: true });
  }, [opener]);
  return <div ref={box}>{children}</div>;
}
