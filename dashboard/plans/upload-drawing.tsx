// Choosing the file of a drawing: a picture goes to the gateway as it is, of a PDF the person chooses a page first.
import { Button } from 'antd';
import { Suspense, useRef, useState } from 'react';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { DRAWING_BYTES } from './drawing-bytes.ts';
import { isPdf } from './pdf/is-pdf.ts';

const PdfPages = later(() => import('./pdf/pdf-pages.tsx'));

const TYPES = '.png,.jpg,.jpeg,.webp,.svg,.pdf';

/** Why a file is not even sent, as the key of its words. */
export type Refusal = 'floor-plan.too-large' | 'floor-plan.unreadable';

interface Props {
  readonly busy: boolean;
  readonly isFirst: boolean;
  readonly upload: (file: File) => Promise<void>;
  /** What is wrong with the file before it is sent; null for nothing. */
  readonly refuse: (why: Refusal | null) => void;
}

export function UploadDrawing({ busy, isFirst, upload, refuse }: Props) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [pdf, setPdf] = useState<File | null>(null);
  const choose = async (file: File): Promise<void> => {
    refuse(null);
    try {
      if (await isPdf(file)) setPdf(file);
      else if (file.size > DRAWING_BYTES) refuse('floor-plan.too-large');
      else await upload(file);
    } catch {
      // A folder, or a file that was taken away since it was chosen.
      refuse('floor-plan.unreadable');
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={TYPES}
        data-testid="plan-file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) void choose(file);
          target.value = '';
        }}
      />
      <Button loading={busy} type={isFirst ? 'primary' : 'default'} onClick={() => input.current?.click()}>
        {t(isFirst ? 'floor-plan.upload' : 'floor-plan.replace')}
      </Button>
      {pdf === null ? null : (
        <Suspense>
          <PdfPages file={pdf} take={upload} close={() => setPdf(null)} />
        </Suspense>
      )}
    </>
  );
}
