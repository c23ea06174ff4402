// Looking on at a running gateway: what stands on a real page and since when, and what the process costs.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { RunningGateway } from '../simulators/testing/gateway-process.ts';

const TICKS_PER_SECOND = 100;

/** Signs in as the administrator of a gateway's first start; resolves when the screen stands. */
export async function signedInPage(gateway: RunningGateway, page: Page): Promise<void> {
  await page.goto(`http://127.0.0.1:${gateway.webPort}/`);
  await page.getByTestId('sign-in-login').fill('admin');
  await page.getByTestId('sign-in-secret').fill(gateway.secret ?? '');
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('lamps').waitFor();
}

/** Signs in and notes, in the page itself, when each head's name first stands on it. */
export async function watchingPage(gateway: RunningGateway, page: Page): Promise<Page> {
  await signedInPage(gateway, page);
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    Object.assign(globalThis, { seen });
    const page = (globalThis as unknown as { document: { body: unknown } }).document.body as { textContent: string };
    const Observer = (
      globalThis as unknown as { MutationObserver: new (then: () => void) => { observe(node: unknown, how: object): void } }
    ).MutationObserver;
    new Observer(() => {
      const now = Date.now();
      for (const [, name] of page.textContent.matchAll(/烟感 (\d+)/g)) if (name !== undefined && !seen.has(name)) seen.set(name, now);
    }).observe(page, { childList: true, subtree: true, characterData: true });
  });
  return page;
}

/** The names that stood on the page, and when; waits 5 s at most for so many. */
export async function seenOn(page: Page, count: number): Promise<[name: string, at: number][]> {
  await page
    .waitForFunction((wanted) => (globalThis as unknown as { seen: Map<string, number> }).seen.size >= wanted, count, { timeout: 5_000 })
    .catch(() => undefined);
  return page.evaluate(() => [...(globalThis as unknown as { seen: Map<string, number> }).seen]);
}

/** Resident memory of the process. */
export function megabytes({ child }: RunningGateway): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
}

/** User and system time of all threads so far, s. */
export function cpuSeconds({ child }: RunningGateway): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
