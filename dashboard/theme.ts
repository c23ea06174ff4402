// The look, as Ant Design is told of it.
import { type ThemeConfig, theme } from 'antd';
import { CLASS_TOKENS } from './alarm-classes.ts';
import { SURFACES, type ThemeName } from './colours.ts';
import { FONTS } from './theme-colours.ts';

/** Ant Design's theme. `still`: the person asked for reduced motion. `touch`: targets of 48 px instead of 44 px. */
export function antTheme(name: ThemeName, still: boolean, touch: boolean): ThemeConfig {
  const surface = SURFACES[name];
  const target = touch ? 48 : 44;
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    token: {
      motion: !still,
      fontFamily: FONTS,
      fontSize: 15,
      controlHeight: target,
      controlHeightSM: target,
      borderRadius: 4,
      wireframe: false,
      colorPrimary: surface.accent,
      colorInfo: surface.accent,
      colorLink: name === 'dark' ? '#9cc3e8' : '#25557f',
      // Under the pointer a link would be dimmed below 4.5:1.
      colorLinkHover: surface.text,
      colorLinkActive: surface.text,
      colorError: CLASS_TOKENS.fire[name],
      colorWarning: CLASS_TOKENS.supervisory[name],
      colorBgLayout: surface.page,
      colorBgContainer: surface.panel,
      colorBgElevated: surface.raised,
      colorBorder: surface.edge,
      colorBorderSecondary: surface.line,
      colorText: surface.text,
      colorTextSecondary: surface.quiet,
      colorTextTertiary: surface.quiet,
      colorTextDescription: surface.quiet,
      colorTextPlaceholder: surface.quiet,
      colorTextDisabled: surface.quiet,
      // The track of a switch that is off, the arrow of a choice: 3:1 against what they stand on.
      colorTextQuaternary: surface.edge,
    },
    components: {
      // The dark algorithm would dim the red of an error below 4.5:1.
      Form: { colorError: CLASS_TOKENS.fire[name] },
      // A target of 24 px at least (WCAG 2.2, 2.5.8).
      Switch: { trackHeight: 26, trackMinWidth: 48, handleSize: 22 },
      Input: { activeBorderColor: surface.text, hoverBorderColor: surface.text, activeShadow: `0 0 0 2px ${surface.text}` },
      InputNumber: {
        activeBorderColor: surface.text,
        hoverBorderColor: surface.text,
        activeShadow: `0 0 0 2px ${surface.text}`,
      },
      Select: { activeBorderColor: surface.text, hoverBorderColor: surface.text, activeOutlineColor: surface.text },
      Tabs: { itemSelectedColor: surface.text, itemHoverColor: surface.text, itemActiveColor: surface.text, inkBarColor: surface.text },
      // A target of 24 px at least, as the switch.
      Slider: { handleSize: 24, handleSizeHover: 24, railSize: 6 },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        // Under the pointer a button would be written in the accent, below 4.5:1 in the dark.
        defaultHoverColor: surface.text,
        defaultHoverBorderColor: surface.text,
        defaultActiveColor: surface.text,
        defaultActiveBorderColor: surface.text,
      },
    },
  };
}
