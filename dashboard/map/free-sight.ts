// What of the map stays in sight beside the drawer that lies over it: the middle of that, and the room in it.

/** Pixels of the right that the drawer lies over, as `.map-drawer` says. */
const DRAWER = 400;
/** On a phone it is a sheet that begins so far down the screen, of its height; as the same rule says for a narrow screen. */
const [SHEET, NARROW] = [0.52, 767];
/** So much of the map is left free at the least, pixels; what is smaller lies under the drawer whole. */
const LEAST = 80;
/** Around what is to be seen, pixels. */
const MARGIN = 60;
/** The buttons for zooming lie over the left of it; a narrower map has no room to spare. */
const [BESIDE_BUTTONS, WIDE] = [110, 400];

/** Pixels from each edge of the map. */
interface Sides {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What the drawer lies over. */
function coveredOf(map: HTMLElement): Pick<Sides, 'right' | 'bottom'> {
  const { width, height, bottom } = map.getBoundingClientRect();
  const [right, below] = window.innerWidth > NARROW ? [DRAWER, 0] : [0, Math.max(0, bottom - window.innerHeight * SHEET)];
  return { right: width - right < LEAST ? 0 : right, bottom: height - below < LEAST ? 0 : below };
}

/** From the middle of the map to the middle of what the drawer leaves free, pixels to the right and down. */
export function freeMiddle(map: HTMLElement): [number, number] {
  const { right, bottom } = coveredOf(map);
  return [-right / 2, -bottom / 2];
}

/** What is kept free around all that is to be seen. */
export function marginsOf(map: HTMLElement, isBesideDrawer: boolean): Sides {
  const { right, bottom } = isBesideDrawer ? coveredOf(map) : { right: 0, bottom: 0 };
  const [wide, high] = [map.clientWidth - right, map.clientHeight - bottom];
  const [beside, above] = [Math.min(MARGIN, wide / 4), Math.min(MARGIN, high / 4)];
  return { top: above, bottom: bottom + above, left: wide > WIDE ? BESIDE_BUTTONS : beside, right: right + beside };
}
