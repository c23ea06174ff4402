// What has just appeared and must not have to be looked for.

/** As a ref: scrolls no further than it must, and not at all where it is in sight. */
export function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
