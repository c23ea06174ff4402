// Symbols drawn by ourselves on a canvas: no picture and no font is fetched from anywhere.
import { CLASS_TOKENS, STATE_TOKENS } from '../alarm-classes.ts';
import { LINE_WIDTH, OUTLINES, type Outline } from '../class-shapes.ts';
import { BANDS, SURFACES, type ThemeName } from '../colours.ts';
import { type Frame, SIGNS, type SignName } from './signs.ts';
import type { PointState } from './standing.ts';

/** Pixels of the picture for each pixel of the screen. */
export const RATIO = 2;
/** Pixels of the screen. */
const SIZE = 44;
const BOX = 24;

/** What is silent is crossed out; of an alarm class its own outline. */
const SILENT: Outline = { path: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM8 8l8 8M16 8l-8 8', drawn: 'line' };

const FRAMES: Readonly<Record<Frame, string>> = {
  square: 'M3 1h18a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z',
  shield: 'M12 .5l10.500 2.500v9.500c0 5.500-4.500 9-10.500 11-6-2-10.500-5.500-10.500-11V3z',
  disc: 'M12 1a11 11 0 1 0 0 22 11 11 0 1 0 0-22z',
};

export function colourOf(state: PointState, theme: ThemeName): string {
  if (state === 'silent' || state === 'normal') return state === 'silent' ? SURFACES[theme].edge : STATE_TOKENS.normal[theme];
  return state === 'test' ? STATE_TOKENS.test[theme] : CLASS_TOKENS[state][theme];
}

function badgeOf(state: PointState): Outline | null {
  if (state === 'normal') return null;
  if (state === 'silent') return SILENT;
  return OUTLINES[state === 'test' ? STATE_TOKENS.test.shape : CLASS_TOKENS[state].shape];
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * The picture of a name: `sign|state` for a point, `cluster|state` for many. Null for a name of neither form, or where the
 * browser gives no canvas.
 */
export function pictureFor(name: string, theme: ThemeName): Picture | null {
  const [sign = '', state = ''] = name.split('|');
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * RATIO;
  canvas.height = SIZE * RATIO;
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  if (sign === 'cluster') drawCluster(pen, state as PointState, theme);
  else if (Object.hasOwn(SIGNS, sign)) drawPoint(pen, sign as SignName, state as PointState, theme);
  else return null;
  const { width, height, data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { width, height, data };
}

function drawPoint(pen: CanvasRenderingContext2D, name: SignName, state: PointState, theme: ThemeName): void {
  const { frame, strokes } = SIGNS[name];
  const surface = SURFACES[theme];
  const isFire = state === 'fire';
  inBox(pen, 7, 7, 30, () => {
    const outline = new Path2D(FRAMES[frame]);
    pen.fillStyle = isFire ? BANDS.fire.back : surface.panel;
    pen.fill(outline);
    if (state === 'silent') pen.setLineDash([2.6, 2]);
    pen.lineWidth = state === 'normal' ? 1.5 : 2.2;
    pen.strokeStyle = isFire ? BANDS.fire.text : colourOf(state, theme);
    pen.stroke(outline);
    pen.setLineDash([]);
  });
  inBox(pen, 12, 12, 20, () => {
    pen.lineWidth = 2;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = isFire ? BANDS.fire.text : state === 'silent' ? surface.quiet : surface.text;
    pen.stroke(new Path2D(strokes));
  });
  drawBadge(pen, state, theme);
}

function drawCluster(pen: CanvasRenderingContext2D, state: PointState, theme: ThemeName): void {
  const surface = SURFACES[theme];
  inBox(pen, 4, 4, 36, () => {
    const disc = new Path2D(FRAMES.disc);
    pen.fillStyle = state === 'fire' ? BANDS.fire.back : surface.raised;
    pen.fill(disc);
    pen.lineWidth = state === 'normal' || state === 'silent' ? 1.2 : 2.4;
    pen.strokeStyle = state === 'fire' ? BANDS.fire.text : state === 'normal' || state === 'silent' ? surface.edge : colourOf(state, theme);
    pen.stroke(disc);
  });
  // A cluster of which some are silent is no news; one in which something is the matter says what.
  if (state !== 'silent') drawBadge(pen, state, theme);
}

/** In the upper right corner, on a ground of its own, so that its outline is seen on every map. */
function drawBadge(pen: CanvasRenderingContext2D, state: PointState, theme: ThemeName): void {
  const badge = badgeOf(state);
  if (badge === null) return;
  const { panel } = SURFACES[theme];
  inBox(pen, 27, 0, 17, () => {
    pen.fillStyle = panel;
    pen.fill(new Path2D('M12 0a12 12 0 1 0 0 24 12 12 0 1 0 0-24z'));
  });
  inBox(pen, 28.5, 1.5, 14, () => {
    const path = new Path2D(badge.path);
    if (badge.drawn === 'fill') {
      pen.fillStyle = colourOf(state, theme);
      pen.fill(path);
      pen.fillStyle = panel;
      if (badge.inside !== undefined) pen.fill(new Path2D(badge.inside));
    } else {
      pen.lineWidth = LINE_WIDTH;
      pen.strokeStyle = colourOf(state, theme);
      pen.setLineDash([...(badge.dashes ?? [])]);
      pen.stroke(path);
      pen.setLineDash([]);
    }
  });
}

/** Draws in a box of 24 that stands so on the screen. */
function inBox(pen: CanvasRenderingContext2D, left: number, top: number, size: number, draw: () => void): void {
  pen.save();
  pen.scale(RATIO, RATIO);
  pen.translate(left, top);
  pen.scale(size / BOX, size / BOX);
  draw();
  pen.restore();
}
