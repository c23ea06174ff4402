// 扫码: the label of a device leads to its page; by the camera, by a photo, or by its number typed in.
import { Button, Input } from 'antd';
import { type ChangeEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../language.ts';
import { useMay } from '../../session.tsx';
import { Denied } from '../../states.tsx';
import { dateTime } from '../../time.ts';
import '../phone.css';
import { type Camera, type CameraProblem, openCamera } from './camera.ts';
import { deviceOnLabel } from './label.ts';
import { codeOnPhoto } from './read-code.ts';
import { recentScans, rememberScan, type Scanned } from './recent.ts';

export default function ScanPage() {
  const { t } = useWords();
  const may = useMay();
  const go = useNavigate();
  const [wrong, setWrong] = useState<'not-ours' | 'no-code' | 'no-number' | null>(null);
  const [recent, setRecent] = useState<readonly Scanned[]>([]);
  useEffect(() => void recentScans().then(setRecent), []);

  const seen = useCallback(
    (text: string): boolean => {
      const id = deviceOnLabel(text);
      if (id === null) {
        setWrong('not-ours');
        return false;
      }
      void rememberScan(id).then(() => go(`/devices/${encodeURIComponent(id)}`));
      return true;
    },
    [go],
  );
  async function photo({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    target.value = '';
    if (file === undefined) return;
    const text = await codeOnPhoto(file);
    if (text === null) setWrong('no-code');
    else seen(text);
  }
  if (!may('device.read')) return <Denied />;
  return (
    <div className="page scan">
      <header>
        <h1>{t('scan.title')}</h1>
      </header>
      <Finder seen={seen} />
      {wrong === null ? null : (
        <p className="problem-line" role="alert" data-testid="scan-wrong">
          {t(`scan.${wrong}`)}
        </p>
      )}
      <label className="photo-button">
        <input type="file" accept="image/*" capture="environment" className="hidden-text" onChange={photo} data-testid="scan-photo" />
        {t('scan.photo')}
      </label>
      <Typed seen={(text) => (seen(text) ? undefined : setWrong('no-number'))} />
      <section className="panel tile">
        <h2>{t('scan.recent')}</h2>
        {recent.length === 0 ? <p className="quiet">{t('scan.none')}</p> : null}
        <ul className="way-there">
          {recent.map(({ id, at }) => (
            <li key={id}>
              <Link to={`/devices/${encodeURIComponent(id)}`} data-testid="scanned">
                <span className="mono grow">{id}</span>
                <span className="quiet numbers">{dateTime(at).slice(5, 16)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The camera's picture with its frame, or why there is none. */
function Finder({ seen }: { readonly seen: (text: string) => boolean }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [lit, setLit] = useState(false);
  useEffect(() => {
    let gone = false;
    let opened: Camera | null = null;
    const { current } = video;
    if (current === null) return;
    openCamera(current, (text) => {
      if (!gone && seen(text)) opened?.stop();
    }).then(
      (found) => {
        opened = found;
        if (gone) found.stop();
        else setCamera(found);
      },
      (why: CameraProblem) => {
        if (!gone) setProblem(why);
      },
    );
    return () => {
      gone = true;
      opened?.stop();
    };
  }, [seen]);
  return (
    <section className="finder" data-open={camera !== null} data-testid="finder">
      <video ref={video} playsInline muted aria-label={t('scan.camera')} />
      {camera === null ? null : <div className="finder-frame" aria-hidden="true" />}
      <p className="finder-word" role="status">
        {problem === null ? t(camera === null ? 'scan.opening' : 'scan.hold') : t(`scan.camera-${problem}`)}
      </p>
      {camera?.light ? (
        <Button
          size="large"
          className="finder-light"
          aria-pressed={lit}
          onClick={() => void camera.light?.(!lit).then(() => setLit(!lit))}
          data-testid="scan-light"
        >
          {t(lit ? 'scan.light-off' : 'scan.light-on')}
        </Button>
      ) : null}
    </section>
  );
}

function Typed({ seen }: { readonly seen: (text: string) => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  return (
    <Input.Search
      size="large"
      aria-label={t('scan.typed')}
      placeholder={t('scan.typed')}
      enterButton={t('scan.open')}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={seen}
      data-testid="scan-typed"
    />
  );
}
