// The pages of a PDF as small pictures, of which a person takes one for the plan. A chunk of its own: pdf.js comes with it.
import { Button, Input, InputNumber } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { Dialog } from '../../dialog.tsx';
import { useWords } from '../../language.ts';
import { Loading } from '../../states.tsx';
import { type PdfFault, PdfFile, PdfProblem } from './pdf-file.ts';
import './pdf.css';

/** Small pictures at once: each is drawn from the whole page, and a plan's page is heavy. */
const AT_ONCE = 12;
/** Longer side of a small picture, CSS pixels. */
const SMALL = 200;

interface Props {
  readonly file: File;
  /** A picture of the page that was chosen; whether the gateway takes it is said by whoever sends it. */
  readonly take: (picture: File) => Promise<void>;
  readonly close: () => void;
}

export default function PdfPages({ file, take, close }: Props) {
  const { t } = useWords();
  const [pdf, setPdf] = useState<PdfFile | null>(null);
  const [fault, setFault] = useState<PdfFault | null>(null);
  const [chosen, setChosen] = useState(1);
  const [drawing, setDrawing] = useState<AbortController | null>(null);
  const [locked, setLocked] = useState<Locked | null>(null);
  const busy = drawing !== null;

  useEffect(() => {
    let opened: PdfFile | null = null;
    const stop = new AbortController();
    const askPassword = (isWrong: boolean): Promise<string> => new Promise((answer) => setLocked({ isWrong, answer }));
    PdfFile.open(file, askPassword, stop.signal).then(
      (made) => {
        if (stop.signal.aborted) return made.close();
        opened = made;
        setLocked(null);
        setPdf(made);
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        setLocked(null);
        setFault(faultOf(thrown));
      },
    );
    return () => {
      stop.abort();
      opened?.close();
    };
  }, [file]);

  async function use(from: PdfFile): Promise<void> {
    const stop = new AbortController();
    setDrawing(stop);
    setFault(null);
    try {
      const picture = await from.pictureOf(chosen, stop.signal);
      // Cancelled while the picture was packed: nothing is sent.
      if (stop.signal.aborted) return;
      const name = file.name.replace(/\.pdf$/i, '') || 'plan';
      await take(new File([picture], `${name}-${chosen}.${picture.type === 'image/png' ? 'png' : 'jpg'}`, { type: picture.type }));
      close();
    } catch (thrown) {
      if (!stop.signal.aborted) setFault(faultOf(thrown));
    } finally {
      setDrawing(null);
    }
  }

  const leave = (): void => {
    drawing?.abort();
    close();
  };
  return (
    <Dialog
      width={760}
      title={t('plan-pdf.title', { name: file.name })}
      close={leave}
      mask={{ closable: false }}
      okText={t('plan-pdf.use', { n: chosen })}
      confirmLoading={busy}
      okButtonProps={{ disabled: pdf === null, 'data-testid': 'pdf-use' }}
      onOk={() => {
        if (pdf !== null) void use(pdf);
      }}
    >
      {fault === null ? null : (
        <p className="problem-line" role="alert" data-testid="pdf-fault">
          {t(`plan-pdf.fault-${fault}`)}
        </p>
      )}
      {locked === null ? null : <Password locked={locked} />}
      {pdf === null ? (
        fault === null && locked === null ? (
          <Loading />
        ) : null
      ) : (
        <Pages pdf={pdf} chosen={chosen} choose={setChosen} isStill={busy} />
      )}
      {busy ? (
        <p className="quiet" role="status">
          {t('plan-pdf.drawing')}
        </p>
      ) : null}
    </Dialog>
  );
}

/** A file that opens with a password only. */
interface Locked {
  /** The one that was given last does not open it. */
  readonly isWrong: boolean;
  readonly answer: (password: string) => void;
}

/** It opens the file here and is sent nowhere. */
function Password({ locked: { isWrong, answer } }: { readonly locked: Locked }) {
  const { t } = useWords();
  const id = useId();
  const [password, setPassword] = useState('');
  /** What was answered last: until the file says what it thinks of it, nothing else can be. */
  const [given, setGiven] = useState<Locked['answer'] | null>(null);
  const isAsked = given !== answer;
  return (
    <form
      className="stack"
      data-testid="pdf-locked"
      onSubmit={(event) => {
        event.preventDefault();
        if (password === '' || !isAsked) return;
        setGiven(() => answer);
        answer(password);
      }}
    >
      <label htmlFor={id}>{t('plan-pdf.password')}</label>
      <Input.Password
        id={id}
        autoFocus
        autoComplete="off"
        value={password}
        onChange={({ target }) => setPassword(target.value)}
        aria-invalid={isWrong && isAsked}
        aria-describedby={`${id}-said`}
        {...(isWrong && isAsked ? { status: 'error' as const } : {})}
        data-testid="pdf-password"
      />
      <span id={`${id}-said`} role="status" className={isWrong && isAsked ? 'field-problem' : 'quiet'} data-testid="pdf-password-said">
        {t(isWrong && isAsked ? 'plan-pdf.password-wrong' : 'plan-pdf.password-what')}
      </span>
      <div className="row">
        <Button htmlType="submit" type="primary" disabled={password === ''} loading={!isAsked} data-testid="pdf-open">
          {t('plan-pdf.open')}
        </Button>
      </div>
    </form>
  );
}

function faultOf(thrown: unknown): PdfFault {
  return thrown instanceof PdfProblem ? thrown.fault : 'damaged';
}

interface PagesProps {
  readonly pdf: PdfFile;
  readonly chosen: number;
  readonly choose: (page: number) => void;
  /** The chosen page is being drawn: nothing else is. */
  readonly isStill: boolean;
}

function Pages({ pdf, chosen, choose, isStill }: PagesProps) {
  const { t } = useWords();
  const [from, setFrom] = useState(1);
  const to = Math.min(pdf.pages, from + AT_ONCE - 1);
  const go = (page: number): void => setFrom(Math.floor((page - 1) / AT_ONCE) * AT_ONCE + 1);
  return (
    <>
      {pdf.pages === 1 ? null : (
        <div className="row">
          <label htmlFor="pdf-page">{t('plan-pdf.page-of', { n: pdf.pages })}</label>
          <InputNumber<number>
            id="pdf-page"
            min={1}
            max={pdf.pages}
            precision={0}
            value={chosen}
            data-testid="pdf-page"
            onChange={(page) => {
              if (page === null) return;
              choose(page);
              go(page);
            }}
          />
          <span className="grow" />
          <span className="row">
            <Button disabled={from === 1} onClick={() => setFrom(from - AT_ONCE)}>
              {t('plan-pdf.before')}
            </Button>
            <span className="numbers" role="status" data-testid="pdf-span">
              {t('plan-pdf.span', { from, to })}
            </span>
            <Button disabled={to === pdf.pages} onClick={() => setFrom(from + AT_ONCE)} data-testid="pdf-after">
              {t('plan-pdf.after')}
            </Button>
          </span>
        </div>
      )}
      <ul className="pdf-pages">
        {Array.from({ length: to - from + 1 }, (_, nth) => from + nth).map((page) => (
          <li key={page}>
            <button
              type="button"
              className="pdf-page"
              aria-pressed={page === chosen}
              onClick={() => choose(page)}
              data-testid="pdf-small"
              data-page={page}
            >
              <SmallPage pdf={pdf} page={page} isStill={isStill} />
              <span className="numbers">{t('plan-pdf.page', { n: page })}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function SmallPage({ pdf, page, isStill }: { readonly pdf: PdfFile; readonly page: number; readonly isStill: boolean }) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'drawing' | 'drawn' | PdfFault>('drawing');
  useEffect(() => {
    const place = canvas.current;
    if (place === null || isStill || state !== 'drawing') return;
    const stop = new AbortController();
    pdf.drawSmall(page, place, SMALL * Math.min(2, devicePixelRatio), stop.signal).then(
      () => {
        if (!stop.signal.aborted) setState('drawn');
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setState(faultOf(thrown));
      },
    );
    return () => stop.abort();
  }, [pdf, page, isStill, state]);
  return (
    <span className="pdf-small" data-state={state}>
      <canvas ref={canvas} />
      {state === 'drawing' || state === 'drawn' ? null : (
        <span className="quiet">{t(state === 'blank' ? 'plan-pdf.page-blank' : 'plan-pdf.page-failed')}</span>
      )}
    </span>
  );
}
