// Notes and pictures of an incident: written, sent, shown; what could not be sent stays and can be sent again.
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import type { IncidentWorkView, WorkEntry } from '../../gateway/web/work-contract.ts';
import { asProblem, send, sendFile } from '../api.ts';
import { useDraft } from '../drafts.ts';
import { fieldText, useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { requestKey } from '../request-key.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { addressOfPicture, PictureView } from './picture-view.tsx';
import './workbench.css';

/** The gateway's own bounds. */
const NOTE_LONGEST = 1_000;
const LARGEST = 10 * 2 ** 20;
const KINDS = 'image/jpeg,image/png,image/webp';

/** A picture on its way, or refused. */
interface Sending {
  readonly key: string;
  readonly file: File;
  /** Why it was refused; null: it is on its way. */
  readonly refused: string | null;
  /** Whether it may be taken another time. */
  readonly isWorthAgain: boolean;
}

interface Props {
  readonly incident: IncidentView;
  readonly work: IncidentWorkView;
  readonly again: () => void;
}

export function FieldNotes({ incident, work, again }: Props) {
  const { t } = useWords();
  const may = useMay();
  const [shown, setShown] = useState<string | null>(null);
  const open = work.entries.find(({ id }) => id === shown);
  return (
    <section className="panel work-part" data-testid="field-notes">
      <header className="row">
        <h2>{t('work.notes')}</h2>
        <span className="chip numbers">{work.entries.length}</span>
      </header>
      {work.entries.length === 0 ? <p className="quiet">{t('work.no-notes')}</p> : null}
      <ol className="entries">
        {work.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} show={() => setShown(entry.id)} />
        ))}
      </ol>
      {may('alarm.acknowledge') ? <Write incident={incident.id} again={again} /> : null}
      {open === undefined ? null : <PictureView entry={open} close={() => setShown(null)} />}
    </section>
  );
}

function Entry({ entry, show }: { readonly entry: WorkEntry; readonly show: () => void }) {
  const { t } = useWords();
  const { media, text } = entry;
  return (
    <li className="entry" data-testid="entry" data-entry={entry.is}>
      {media === null ? null : (
        <button
          type="button"
          className="thumb"
          onClick={show}
          aria-label={text === '' ? t('work.picture-of', { name: entry.name }) : text}
          data-testid="thumb"
        >
          <img src={addressOfPicture(media.id)} alt="" loading="lazy" decoding="async" width={media.width} height={media.height} />
        </button>
      )}
      <div className="entry-words">
        <p className="entry-text">{text}</p>
        <p className="quiet">
          {entry.name} <time className="numbers">{dateTime(entry.taken ?? entry.at)}</time>
          {entry.taken !== null && entry.at - entry.taken > 60_000 ? ` · ${t('work.received', { time: dateTime(entry.at) })}` : ''}
        </p>
      </div>
    </li>
  );
}

function Write({ incident, again }: { readonly incident: string; readonly again: () => void }) {
  const { t, say } = useWords();
  const path = `/incidents/${encodeURIComponent(incident)}`;
  const { value: note, set, forget, isRestored } = useDraft(`note:${incident}`, '');
  const { busy, problem, submit } = useSubmit();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  /** The note keeps its key until it is taken: sent twice it is written once. */
  const noteKey = useRef<string | null>(null);

  const add = () =>
    submit(async () => {
      noteKey.current ??= requestKey();
      await send<WorkEntry>('POST', `${path}/notes`, { text: note.trim() }, noteKey.current);
      noteKey.current = null;
      forget();
      again();
    });

  async function sendOne(key: string, file: File): Promise<void> {
    setSending((before) => [...before.filter((one) => one.key !== key), { key, file, refused: null, isWorthAgain: true }]);
    const refuse = (refused: string, isWorthAgain: boolean): void =>
      setSending((before) => before.map((one) => (one.key === key ? { ...one, refused, isWorthAgain } : one)));
    if (file.size > LARGEST) return refuse(t('work.too-large'), false);
    try {
      await sendFile<WorkEntry>(`${path}/media`, { at: file.lastModified, sent: Date.now() }, { type: file.type, body: file }, key);
      setSending((before) => before.filter((one) => one.key !== key));
      again();
    } catch (thrown) {
      const { fields, words, status } = asProblem(thrown);
      refuse(fields[0] === undefined ? say(words) : fieldText(fields[0], say), status !== 400 && status !== 413);
    }
  }
  const drop = (key: string): void => setSending((before) => before.filter((one) => one.key !== key));

  async function take(files: readonly File[]): Promise<void> {
    // One after the other: a poor line carries one picture well and five not at all.
    for (const file of files) await sendOne(requestKey(), file);
  }

  return (
    <div className="stack">
      {sending.map((one) => (
        <p key={one.key} className="row sending" data-testid="sending" data-failed={one.refused !== null}>
          <strong className="sending-name">{one.file.name}</strong>
          {one.refused === null ? (
            <span className="quiet">{t('work.sending')}</span>
          ) : (
            <>
              <span role="alert" className="field-problem">
                {one.refused}
              </span>
              {one.isWorthAgain ? (
                <Button size="small" onClick={() => sendOne(one.key, one.file)} data-testid="send-again">
                  {t('work.send-again')}
                </Button>
              ) : null}
              <Button size="small" type="text" onClick={() => drop(one.key)} data-testid="send-drop">
                {t('work.drop')}
              </Button>
            </>
          )}
        </p>
      ))}
      <Input.TextArea
        aria-label={t('work.note')}
        placeholder={t('work.note')}
        rows={3}
        maxLength={NOTE_LONGEST}
        value={note}
        onChange={({ target }) => set(target.value)}
        data-testid="note"
      />
      <div className="row">
        <Button type="primary" loading={busy} disabled={note.trim() === ''} onClick={add} data-testid="add-note">
          {t('work.add-note')}
        </Button>
        <Button onClick={() => chooser.current?.click()} data-testid="add-picture">
          {t('work.add-picture')}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept={KINDS}
          multiple
          hidden
          onChange={({ target }) => {
            void take([...(target.files ?? [])]);
            target.value = '';
          }}
          data-testid="picture-file"
        />
        {isRestored && note !== '' ? <span className="quiet">{t('work.restored')}</span> : null}
      </div>
      <FailedLine problem={problem} />
    </div>
  );
}
