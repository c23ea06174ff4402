// The look without Ant Design: puts the theme's colours where the style sheets read them.
import { CLASS_TOKENS, STATE_TOKENS } from './alarm-classes.ts';
import { BANDS, SURFACES, type ThemeName } from './colours.ts';

/** Fonts of the machine itself. In English the quotes come first from a Latin one (base.css): those of a Chinese font are as wide as a character. */
export const FONTS =
  'var(--quotes, "PingFang SC"),"PingFang SC","Microsoft YaHei","HarmonyOS Sans SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif';

/** Writes the theme's colours where the style sheets read them. */
export function paint(root: HTMLElement, name: ThemeName): void {
  root.dataset['theme'] = name;
  root.style.colorScheme = name;
  root.style.setProperty('--fonts', FONTS);
  for (const [key, colour] of Object.entries(SURFACES[name])) root.style.setProperty(`--${key}`, colour);
  for (const [key, token] of Object.entries({ ...CLASS_TOKENS, ...STATE_TOKENS })) root.style.setProperty(`--class-${key}`, token[name]);
  for (const [key, band] of Object.entries(BANDS)) {
    root.style.setProperty(`--band-${key}`, band.back);
    root.style.setProperty(`--band-${key}-text`, band.text);
  }
}
