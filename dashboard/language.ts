// The words of the screen: every text a person reads passes through here by key.
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type chinese from './locales/zh-CN.json';
import type { BothWords, Language } from './values.ts';

/** Every key of the locale files. */
export type WordKey = keyof typeof chinese;
/** A text by key with its places `{{name}}` filled in. */
type Translate = (key: WordKey, details?: Readonly<Record<string, string | number>>) => string;

const REMEMBERED = 'balefire.language';
const FILES = {
  zh: () => import('./locales/zh-CN.json'),
  en: () => import('./locales/en.json'),
} as const;

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  i18next.addResourceBundle(language, 'translation', (await FILES[language]()).default);
}

/** Chinese unless a person chose English on this screen before. */
export async function startLanguage(): Promise<void> {
  const language: Language = localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh';
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  await load(language);
  show(language);
}

function show(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** Changes the language of the whole screen and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  await speak(language);
  localStorage.setItem(REMEMBERED, language);
}

/** Changes the language of this page alone. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  show(language);
  for (const listener of [...listening]) listener();
}

/** Families of names that the gateway tells and that may grow before the dashboard knows them. */
type TermFamily =
  | 'kind'
  | 'audit'
  | 'duty-role'
  | 'audit-detail'
  | 'role'
  | 'place-kind'
  | 'told-way'
  | 'link-setting'
  | 'frame-fault'
  | 'reading-fault'
  | 'clause-sure'
  | 'command-state'
  | 'command-name'
  | 'command-reason'
  | 'part-state'
  | 'counter'
  | 'profile'
  | 'setting-choice'
  | 'file-field'
  | 'contact-role'
  | 'certificate'
  | 'contract'
  | 'tank'
  | 'system'
  | 'use';

export interface SpokenWords {
  readonly t: Translate;
  /** The one of both that the person reads. */
  readonly say: (both: BothWords) => string;
  /** The word for a name of the gateway's; the name itself where the dashboard does not know it. */
  readonly term: (family: TermFamily, name: string) => string;
  /** Names one after another. */
  readonly list: (names: readonly string[]) => string;
  readonly language: Language;
}

/** What a component asks, each made once: a list in a flood asks for the same twenty words some thousand times a second. */
const spoken = new Map<Language, SpokenWords>();
const listening = new Set<() => void>();

function inLanguage(language: Language): SpokenWords {
  const translate = i18next.getFixedT(language);
  /** Texts without places. */
  const plain = new Map<WordKey, string>();
  return {
    t: (key, details) => {
      if (details !== undefined) return translate(key, details);
      const known = plain.get(key);
      if (known !== undefined) return known;
      const text = translate(key);
      plain.set(key, text);
      return text;
    },
    say: (both) => both[language] || both.zh,
    term: (family, name) => (i18next.exists(`${family}.${name}`) ? translate(`${family}.${name}`) : name),
    list: (names) => names.join(language === 'zh' ? '、' : ', '),
    language,
  };
}

function spokenNow(): SpokenWords {
  const language: Language = i18next.language === 'en' ? 'en' : 'zh';
  const words = spoken.get(language) ?? inLanguage(language);
  spoken.set(language, words);
  return words;
}

function onLanguage(listener: () => void): () => void {
  listening.add(listener);
  return () => listening.delete(listener);
}

/** The words of the language that is on now. One look and no listener of the library's in each of a thousand rows. */
export function useWords(): SpokenWords {
  return useSyncExternalStore(onLanguage, spokenNow);
}
