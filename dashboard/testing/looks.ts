// The looks that every screen must fit: three sizes, two languages, two themes.
import type { Page } from 'playwright-core';

interface Look {
  readonly language: 'zh' | 'en';
  readonly theme: 'dark' | 'light';
}

/** A wall of a control room, a desk, a phone; CSS pixels. */
export const SIZES = [
  [1_920, 1_080],
  [1_366, 768],
  [390, 844],
] as const;

/** Each language and each theme once: what is too long is so in every theme, what is too pale in every language. */
export const LOOKS: readonly Look[] = [
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
];

/** As a person chose it on this screen before; holds from the next page on. */
export async function wear(page: Page, { language, theme }: Look): Promise<void> {
  await page.evaluate(
    ([spoken, worn]) => {
      localStorage.setItem('balefire.language', spoken);
      localStorage.setItem('balefire.theme', worn);
    },
    [language, theme] as const,
  );
}

/** By how many pixels the page is wider than the screen, and how many of those boxes cut off what is in them. */
export function overflow(page: Page, boxes: string): Promise<readonly [sideways: number, cut: number]> {
  return page.evaluate((selector) => {
    const cut = [...document.querySelectorAll(selector)].filter((one) => one.scrollWidth > one.clientWidth + 1);
    return [document.documentElement.scrollWidth - window.innerWidth, cut.length] as const;
  }, boxes);
}
