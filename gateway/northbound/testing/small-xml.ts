// A small, strict reader of XML in tests: elements, text and entities; anything else is a fault.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Text directly within it. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads a document. Throws with a sentence where it is not well-formed. */
export function readXml(source: string): Element {
  for (const char of source) {
    const code = char.codePointAt(0) ?? 0;
    const isChar =
      code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code > 0xffff;
    if (!isChar) throw new Error(`character ${code} has no place in XML 1.0`);
  }
  const tokens = source.replace(/^<\?xml [^?]*\?>\s*/, '').match(/<[^>]*>|[^<]+/g) ?? [];
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [];
  let root: Element | undefined;
  for (const token of tokens) {
    const top = open.at(-1);
    if (!token.startsWith('<')) {
      if (top) top.text += decoded(token);
      else if (token.trim() !== '') throw new Error('text outside the root');
    } else if (token.startsWith('</')) {
      const closed = open.pop();
      if (!closed || closed.name !== token.slice(2, -1).trim()) throw new Error(`${token} closes nothing that is open`);
      const parent = open.at(-1);
      if (parent) parent.children.push(closed);
      else if (root) throw new Error('two roots');
      else root = closed;
    } else {
      const tag = /^<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*"[^"<]*")*)\s*(\/?)>$/.exec(token);
      if (!tag?.[1]) throw new Error(`${token} is no tag`);
      const attributes: Record<string, string> = {};
      for (const [, name = '', value = ''] of (tag[2] ?? '').matchAll(/([\w.:-]+)\s*=\s*"([^"]*)"/g)) attributes[name] = decoded(value);
      const element = { name: tag[1], attributes, children: [] as Element[], text: '' };
      if (tag[3] !== '/') open.push(element);
      else if (top) top.children.push(element);
      else throw new Error('an empty root');
    }
  }
  if (open.length > 0 || !root) throw new Error('not closed');
  return root;
}

function decoded(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const known = number ? String.fromCodePoint(Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10)) : ENTITIES[name];
    if (known === undefined || !whole.endsWith(';')) throw new Error(`${whole} is no entity`);
    return known;
  });
}
