// The sound of this seat: what calls is heard until somebody silences it, and the next alarm is heard again.
import { Button } from 'antd';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { placeLine } from '../alarms/alarm-words.ts';
import { uplinkLook } from '../frame/uplink.ts';
import { useWords } from '../language.ts';
import { isMapWindow } from '../second-window.ts';
import { useMay, useSession } from '../session.tsx';
import { useLive } from '../use-live.ts';
import { Siren, speak } from './siren.ts';
import './sound.css';
import { SELF_TEST, TONES, UPLINK_FAILS } from './tones.ts';
import { NewFires, NO_SILENCE, silence, sounding, stillSilenced } from './what-sounds.ts';

interface Sound {
  /** There is sound on this screen. */
  readonly isOn: boolean;
  /** Turns it on and plays what a fire sounds like; false where the browser gives none. Called from a press. */
  readonly test: () => Promise<boolean>;
}

const SoundContext = createContext<Sound | null>(null);
const SELF_TEST_MS = SELF_TEST.every * 1_000 * (SELF_TEST.times ?? 1);

export function useSound(): Sound {
  const sound = useContext(SoundContext);
  if (sound === null) throw new Error('no sound above this component');
  return sound;
}

/** One siren for the whole page; the keys of muting are heard wherever no text is being written. */
export function SoundHolder({ children }: { readonly children: ReactNode }) {
  const { t, say, language } = useWords();
  const may = useMay();
  const [isOn, setOn] = useState(false);
  const [siren] = useState(() => new Siren(setOn));
  const [isTesting, setTesting] = useState(false);
  const [silenced, setSilenced] = useState(NO_SILENCE);
  const open = useLive((view) => view.open);
  const isFlood = useLive((view) => view.flood !== null);
  // The map's window stands beside the board, which sounds: two sirens would be one too many.
  const [isBeside] = useState(isMapWindow);
  const heard = may('alarm.read') && isOn && !isBeside ? sounding(open, silenced, isFlood) : null;

  useEffect(() => {
    if (!isTesting) siren.play(heard === null ? null : TONES[heard]);
  }, [siren, heard, isTesting]);
  useEffect(() => () => siren.play(null), [siren]);
  const isUplinkFailed = useLive((view) => uplinkLook(view) === 'failed');
  const isToldFailed = useRef(false);
  useEffect(() => {
    if (!isUplinkFailed) isToldFailed.current = false;
    // Once, and never into the tones of an alarm: the chip goes on saying it.
    if (!isUplinkFailed || isToldFailed.current || !isOn || isBeside || heard !== null || isTesting) return;
    isToldFailed.current = true;
    siren.play(null);
    siren.play(UPLINK_FAILS);
  }, [siren, isUplinkFailed, isOn, isBeside, heard, isTesting]);

  const [fires] = useState(() => new NewFires());
  const spoken = useRef<ReturnType<NewFires['look']> | null>(null);
  useEffect(() => {
    const told = fires.look(open);
    // Once each: neither another language nor the sound turned on says again what was said, or was seen, before.
    if (spoken.current === told) return;
    spoken.current = told;
    if (!isOn || isBeside) return;
    for (const one of told) speak(`${t('class.fire')}，${placeLine(one.place)}，${say(one.title)}`, language === 'zh' ? 'zh-CN' : 'en');
  }, [fires, open, isOn, isBeside, t, say, language]);

  // While the state is still coming, what is not told yet may call all the same.
  const isWhole = useLive((view) => view.coming === 0);
  useEffect(() => {
    if (isWhole) setSilenced((before) => stillSilenced(before, open, isFlood));
  }, [isWhole, open, isFlood]);

  const mute = useCallback(() => setSilenced(silence(open)), [open]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.code !== 'Space' || event.repeat || heard === null || isWriting(event.target)) return;
      event.preventDefault();
      mute();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [heard, mute]);

  const testing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const test = useCallback(async () => {
    const has = await siren.unlock();
    setOn(has);
    if (!has) return false;
    setTesting(true);
    siren.play(SELF_TEST);
    // Pressed again it is heard to its end once more.
    clearTimeout(testing.current);
    testing.current = setTimeout(() => {
      siren.play(null);
      setTesting(false);
    }, SELF_TEST_MS);
    return true;
  }, [siren]);
  const sound = useMemo(() => ({ isOn, test }), [isOn, test]);
  return (
    <SoundContext value={sound}>
      {isBeside ? null : <Strips heard={heard} mute={mute} />}
      {children}
    </SoundContext>
  );
}

/** That nothing would be heard is said as loudly as an alarm, to whoever sits there to hear it. */
function Strips({ heard, mute }: { readonly heard: ReturnType<typeof sounding>; readonly mute: () => void }) {
  const { t } = useWords();
  const { isOn, test } = useSound();
  const { standing } = useSession();
  const [isRefused, setRefused] = useState(false);
  const isSeat = standing.is === 'signed-in' && standing.session.person.role === 'operator';
  if (heard !== null)
    return (
      <div className="sound-strip" data-sounding={heard} data-testid="sounding">
        <strong>{t('sound.sounding', { word: t(`class.${heard}`) })}</strong>
        <Button onClick={mute} data-testid="mute">
          {t('sound.mute')} <kbd>{t('sound.space')}</kbd>
        </Button>
      </div>
    );
  if (isOn || !isSeat) return null;
  return (
    <div className="sound-strip" data-off="true" role="alert" data-testid="sound-off">
      <strong>{t(isRefused ? 'sound.refused' : 'sound.off')}</strong>
      <Button onClick={() => test().then((has) => setRefused(!has))} data-testid="sound-on">
        {t('sound.turn-on')}
      </Button>
    </div>
  );
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, button, a, [contenteditable="true"], [role="menuitem"]') !== null
  );
}
