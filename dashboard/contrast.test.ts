// The colours can be told apart by tired eyes: WCAG 2.2 contrast of every token on every surface it stands on.
import { CLASS_ORDER, CLASS_TOKENS, STATE_TOKENS } from './alarm-classes.ts';
import { BANDS, SURFACES, type ThemeName } from './colours.ts';
import { antTheme } from './theme.ts';

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG contrast ratio of two colours, 1 to 21. */
function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** A translucent colour laid over an opaque one. */
function over(rgba: string, ground: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (rgba.match(/[\d.]+/g) ?? []).map(Number);
  const mixed = [red, green, blue].map((part, place) => {
    const below = Number.parseInt(ground.slice(1 + 2 * place, 3 + 2 * place), 16);
    return Math.round(part * alpha + below * (1 - alpha))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

const THEMES: readonly ThemeName[] = ['dark', 'light'];
const TOKENS = { ...CLASS_TOKENS, ...STATE_TOKENS };

describe('the colours', () => {
  it('are measured rightly: black on white is 21, a colour on itself 1', () => {
    expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(ratio('#ff5a52', '#ff5a52')).toBe(1);
  });

  it.each(THEMES)('of every class reach 4.5 as text on page, panel and raised in the %s theme', (theme) => {
    const { page, panel, raised } = SURFACES[theme];
    for (const [name, token] of Object.entries(TOKENS))
      for (const surface of [page, panel, raised])
        expect([name, surface, ratio(token[theme], surface) >= 4.5]).toEqual([name, surface, true]);
  });

  it('have the ratios of the token table on the panel', () => {
    const table: Readonly<Record<string, readonly [dark: number, light: number]>> = {
      fire: [5.2, 5.7],
      'pre-alarm': [7.7, 5.4],
      supervisory: [11.1, 5.9],
      fault: [9.7, 6.3],
      isolation: [7.4, 7.1],
      notice: [7.5, 6.2],
      test: [8.6, 6.0],
      normal: [6.0, 6.1],
    };
    for (const [name, [dark, light]] of Object.entries(table)) {
      const token = TOKENS[name as keyof typeof TOKENS];
      expect([name, Math.abs(ratio(token.dark, SURFACES.dark.panel) - dark) < 0.1]).toEqual([name, true]);
      expect([name, Math.abs(ratio(token.light, SURFACES.light.panel) - light) < 0.1]).toEqual([name, true]);
    }
  });

  it.each(THEMES)('of plain and quiet text reach 4.5 everywhere, also on a fire’s row and a drill’s stripes, in the %s theme', (theme) => {
    const surface = SURFACES[theme];
    const grounds = [
      surface.page,
      surface.panel,
      surface.raised,
      over(surface['fire-wash'], surface.panel),
      over(surface['drill-wash'], surface.panel),
    ];
    for (const ground of grounds)
      for (const text of [surface.text, surface.quiet]) expect([ground, ratio(text, ground) >= 4.5]).toEqual([ground, true]);
    expect(ratio(TOKENS.test[theme], over(surface['drill-wash'], surface.panel))).toBeGreaterThanOrEqual(4.5);
    expect(ratio(surface.onAccent, surface.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(THEMES)('of a link reach 4.5, also under the pointer, in the %s theme', (theme) => {
    const { page, panel, raised } = SURFACES[theme];
    const { colorLink, colorLinkHover, colorLinkActive } = antTheme(theme, false, false).token ?? {};
    for (const link of [colorLink, colorLinkHover, colorLinkActive])
      for (const ground of [page, panel, raised])
        expect([link, ground, ratio(link ?? ground, ground) >= 4.5]).toEqual([link, ground, true]);
  });

  it.each(THEMES)('of edges reach 3 where an edge is all that shows a thing can be operated, in the %s theme', (theme) => {
    const { edge, panel, page, raised } = SURFACES[theme];
    for (const ground of [panel, page, raised]) expect([ground, ratio(edge, ground) >= 3]).toEqual([ground, true]);
  });

  it('of the bands across the screen reach 4.5', () => {
    for (const band of Object.values(BANDS)) expect(ratio(band.text, band.back)).toBeGreaterThanOrEqual(4.5);
  });

  it('never stand alone: no two classes share both a colour and a shape', () => {
    const looks = CLASS_ORDER.map((name) => `${CLASS_TOKENS[name].dark} ${CLASS_TOKENS[name].shape}`);
    expect(new Set(looks).size).toBe(looks.length);
    expect(new Set(CLASS_ORDER.map((name) => CLASS_TOKENS[name].shape)).size).toBe(CLASS_ORDER.length);
  });
});
