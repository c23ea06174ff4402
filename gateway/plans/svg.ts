// An SVG as a drawing: refused in words where it could run, load or embed anything; it is shown as an image and never as a page.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Size } from '../pictures/raster.ts';

/** What must not stand in it, and how a person is told. A name may carry a prefix (`svg:script`). */
const REFUSED: readonly (readonly [pattern: RegExp, what: Words])[] = [
  [/<!\s*(?:doctype|entity)/i, words('DOCTYPE 或实体声明', 'a DOCTYPE or entity declaration')],
  [/<\?(?!xml\s)/i, words('处理指令（<?…?>）', 'a processing instruction (<?…?>)')],
  [/<\s*(?:[\w.-]+:)?script\b/i, words('脚本（script）', 'a script')],
  [/<\s*(?:[\w.-]+:)?foreignobject\b/i, words('嵌入的网页（foreignObject）', 'an embedded page (foreignObject)')],
  [/<\s*(?:[\w.-]+:)?(?:iframe|embed|object|audio|video|handler|listener)\b/i, words('嵌入的内容', 'embedded content')],
  [/[\s"'/]on[a-z]+\s*=/i, words('事件处理（on…）', 'an event handler (on…)')],
  [/@import\b/i, words('外部样式（@import）', 'an outside style sheet (@import)')],
  [/\burl\s*\(\s*(?!\s|["']?#)/i, words('外部引用（url）', 'an outside reference (url)')],
  [/\b(?:xml:base)\s*=/i, words('外部引用（xml:base）', 'an outside reference (xml:base)')],
];
const LINK = /\b(?:href|src)\s*=\s*(["'])([\s\S]*?)\1/gi;
const BARE_LINK = /\b(?:href|src)\s*=\s*(?!["'\s])/i;
/** Within the drawing, or a picture that it carries itself. */
const OWN_LINK = /^\s*(?:#|data:image\/(?:png|jpeg|webp);base64,)/i;
/** Style text that hides a name from the patterns above. */
const ESCAPED_STYLE = /<\s*(?:[\w.-]+:)?style\b[^>]*>[^<]*\\|\bstyle\s*=\s*(["'])[^"']*(?:\\|&)[^"']*\1/i;

/** Its size in units of the view box, undefined where it has none, or why it is refused. */
export function svgDrawing(file: Buffer): Size | Words | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return words('SVG 须为 UTF-8 编码', 'The SVG must be in UTF-8');
  }
  const found = REFUSED.find(([pattern]) => pattern.test(text))?.[1] ?? linkRefused(text);
  if (found)
    return words(
      `SVG 中含有不允许的内容：${found.zh}；请在绘图软件中另存为“纯 SVG”或 PNG`,
      `The SVG holds what is not allowed: ${found.en}; save it as plain SVG or as PNG`,
    );
  const root = /<(?:[\w.-]+:)?svg\b[^>]*>/i.exec(text)?.[0] ?? '';
  const box = /\bviewBox\s*=\s*["']\s*([^"']+)["']/i
    .exec(root)?.[1]
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = box?.[2] ?? lengthOf(root, 'width');
  const height = box?.[3] ?? lengthOf(root, 'height');
  return width !== undefined && height !== undefined && width > 0 && height > 0 && width / height < 1_000 && height / width < 1_000
    ? { width, height }
    : undefined;
}

function linkRefused(text: string): Words | undefined {
  const isOutside = BARE_LINK.test(text) || [...text.matchAll(LINK)].some(([, , target = '']) => !OWN_LINK.test(target));
  if (isOutside) return words('外部引用（href）', 'an outside reference (href)');
  return ESCAPED_STYLE.test(text) ? words('转义的样式', 'escaped style text') : undefined;
}

function lengthOf(root: string, name: string): number | undefined {
  const length = new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px|mm|cm|pt)?\\s*["']`, 'i').exec(root)?.[1];
  return length === undefined ? undefined : Number(length);
}
