// What a plan's picture shows in a browser: the colours of spots of it.
import type { Page } from 'playwright-core';

/** Red, green and blue at shares of the picture's width, in the middle of its height. */
export function drawn(page: Page, shares: readonly number[]): Promise<readonly number[]> {
  return page.locator('.plan-sheet img').evaluate(async (image: HTMLImageElement, at) => {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0);
    return at.flatMap((share) => [...(pen?.getImageData(canvas.width * share, canvas.height / 2, 1, 1).data.slice(0, 3) ?? [])]);
  }, shares);
}
