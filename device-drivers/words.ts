// Words that a person reads: always Chinese and English, Chinese first.

/** One text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Writes a text in both languages: `words('水压', 'Water pressure')`. */
export function words(zh: string, en: string): Words {
  return { zh, en };
}
