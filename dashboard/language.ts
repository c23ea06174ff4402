// The words of the screen: every text a person reads passes through here by key.
import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
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
  await i18next.use(initReactI18next).init({
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
  await load(language);
  localStorage.setItem(REMEMBERED, language);
  await i18next.changeLanguage(language);
  show(language);
}

/** Families of names that the gateway tells and that may grow before the dashboard knows them. */
type TermFamily =
  | 'kind'
  | 'audit'
  | 'audit-detail'
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
  | 'file-field';

export interface SpokenWords {
  readonly t: Translate;
  /** The one of both that the person reads. */
  readonly say: (both: BothWords) => string;
  /** The word for a name of the gateway's; the name itself where the dashboard does not know it. */
  readonly term: (family: TermFamily, name: string) => string;
  readonly language: Language;
}

/** Texts without places, by language: a list in a flood asks for the same twenty words some thousand times a second. */
const plain: Record<Language, Map<WordKey, string>> = { zh: new Map(), en: new Map() };

/** The words of the language that is on now. */
export function useWords(): SpokenWords {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return useMemo(
    () => ({
      t: (key, details) => {
        if (details !== undefined) return t(key, details);
        const known = plain[language].get(key);
        if (known !== undefined) return known;
        const text = t(key);
        plain[language].set(key, text);
        return text;
      },
      say: (both) => both[language] || both.zh,
      term: (family, name) => (i18n.exists(`${family}.${name}`) ? t(`${family}.${name}`) : name),
      language,
    }),
    [t, i18n, language],
  );
}
