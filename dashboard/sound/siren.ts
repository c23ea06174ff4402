// The synthesiser of the alarm tones, and the voice that says the place of a fire.
import type { Pattern } from './tones.ts';

/** Seconds: a tone that begins or ends at once cracks. */
const EDGE = 0.012;

/** Browsers give no sound before a person has pressed something: `unlock` is called from a press. */
export class Siren {
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #playing: Pattern | null = null;
  readonly #onTurn: (isOn: boolean) => void;

  /** `onTurn`: there is sound from now on, or none any more: a machine that slept, a speaker that was unplugged, a page that was frozen. */
  constructor(onTurn: (isOn: boolean) => void) {
    this.#onTurn = onTurn;
  }

  get isUnlocked(): boolean {
    return this.#context?.state === 'running';
  }

  /** True when there is sound now. */
  async unlock(): Promise<boolean> {
    try {
      this.#context ??= this.#opened();
      await this.#context.resume();
    } catch {
      return false;
    }
    return this.isUnlocked;
  }

  #opened(): AudioContext {
    const context = new AudioContext();
    context.addEventListener('statechange', () => this.#onTurn(this.isUnlocked));
    return context;
  }

  /** Plays a pattern until another is asked for; null is silence. The same one goes on without a new beginning. */
  play(pattern: Pattern | null): void {
    if (pattern === this.#playing) return;
    clearInterval(this.#timer);
    this.#playing = pattern;
    if (pattern === null) return;
    let left = pattern.times ?? Number.POSITIVE_INFINITY;
    const turn = (): void => {
      if (left <= 0) {
        clearInterval(this.#timer);
        return;
      }
      left -= 1;
      this.#sound(pattern);
    };
    turn();
    this.#timer = setInterval(turn, pattern.every * 1_000);
  }

  #sound({ beeps, gain }: Pattern): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const now = context.currentTime + EDGE;
    for (const { pitch, from, to } of beeps) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = 'square';
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, now + from);
      volume.gain.linearRampToValueAtTime(gain * 0.3, now + from + EDGE);
      volume.gain.setValueAtTime(gain * 0.3, now + to - EDGE);
      volume.gain.linearRampToValueAtTime(0, now + to);
      tone.connect(volume).connect(context.destination);
      tone.start(now + from);
      tone.stop(now + to);
    }
  }
}

/** Says a text where this machine has a voice of that language; a voice of a far server would say it too late, or tell others. */
export function speak(text: string, language: 'zh-CN' | 'en'): boolean {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const voice = voices.find(({ lang, localService }) => localService && lang.replace('_', '-').startsWith(language.slice(0, 2)));
  if (!voice) return false;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  globalThis.speechSynthesis.speak(words);
  return true;
}
