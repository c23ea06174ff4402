// One picture of an incident, large, with who took it when, its hash, and where for those who may know.
import { Button } from 'antd';
import type { PicturePlace, WorkEntry } from '../../gateway/web/work-contract.ts';
import { getFile } from '../api.ts';
import { Dialog } from '../dialog.tsx';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { bytes } from '../values.ts';
import './workbench.css';

/** Of the file as the gateway shows it to this person. */
export function addressOfPicture(picture: string): string {
  return `/api/v1${pathOf(picture)}`;
}

function pathOf(picture: string): string {
  return `/pictures/${encodeURIComponent(picture)}`;
}

export function PictureView({ entry, close }: { readonly entry: WorkEntry; readonly close: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const { busy, problem, submit } = useSubmit();
  const mayKnow = may('alarm.verdict');
  const { value } = useAnswer<PicturePlace>(mayKnow && entry.media !== null ? `${pathOf(entry.media.id)}/place` : null);
  const { media } = entry;
  if (media === null) return null;
  const name = `${media.hash.slice(0, 12)}.${media.kind.slice('image/'.length)}`;
  const original = () => submit(async () => handOver(name, await getFile(`${pathOf(media.id)}?original=true`)));
  return (
    <Dialog
      width="min(1200px, 96vw)"
      close={close}
      problem={problem}
      buttons={
        mayKnow ? (
          <Button loading={busy} onClick={original} data-testid="original">
            {t('work.original')}
          </Button>
        ) : null
      }
      title={entry.text === '' ? t('work.picture-of', { name: entry.name }) : entry.text}
    >
      <div className="picture-view" data-testid="picture-view">
        <img src={addressOfPicture(media.id)} alt={entry.text} />
        <dl className="facts">
          <dt>{t('work.taken-by')}</dt>
          <dd className="numbers">
            {entry.name} {dateTime(entry.taken ?? entry.at)}
          </dd>
          <dt>{t('work.received-at')}</dt>
          <dd className="numbers">{dateTime(entry.at)}</dd>
          <dt>{t('work.size')}</dt>
          <dd className="numbers">
            {media.width}×{media.height} · {bytes(media.bytes)}
          </dd>
          <dt>SHA-256</dt>
          <dd className="mono">{media.hash}</dd>
          {value === null ? null : (
            <>
              <dt>{t('work.where')}</dt>
              <dd className="numbers">
                {value.position === null
                  ? t('work.where-unknown')
                  : `${value.position.latitude.toFixed(5)}, ${value.position.longitude.toFixed(5)}`}
              </dd>
            </>
          )}
        </dl>
      </div>
    </Dialog>
  );
}
