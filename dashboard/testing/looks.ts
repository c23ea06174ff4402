// The looks that every screen must fit: three sizes, two languages, two themes.
import type { Page, Request } from 'playwright-core';

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

/** How long nothing may be asked for until a screen has all that it shows, ms: Playwright's own measure. */
const AT_REST_MS = 500;

/**
 * Goes elsewhere within the dashboard, as a click does, over a light screen: so that nothing of the one before is taken
 * for the next. To load the whole dashboard for each look costs more than the look.
 */
export async function go(page: Page, path: string): Promise<void> {
  const to = (where: string): Promise<void> =>
    page.evaluate((url) => {
      history.pushState(null, '', url);
      dispatchEvent(new PopStateEvent('popstate', { state: null }));
    }, where);
  await to('/me');
  await page.locator('.me-ways').waitFor();
  await to(path);
}

/** To be called before the page asks for anything; what it gives resolves when nothing is under way any more. */
export function restOf(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  let changed: () => void = () => undefined;
  const ended = (request: Request): void => {
    underWay.delete(request);
    changed();
  };
  page.on('request', (request) => {
    underWay.add(request);
    changed();
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return () =>
    new Promise((resolve) => {
      let calm: NodeJS.Timeout | undefined;
      changed = () => {
        clearTimeout(calm);
        if (underWay.size === 0) calm = setTimeout(resolve, AT_REST_MS);
      };
      changed();
    });
}
