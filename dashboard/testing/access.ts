// What keeps a person from using a page: looked for in the page itself, by the rules of WCAG 2.2 that a program can judge.

/**
 * Runs in the browser and knows nothing outside itself. Each line names a fault and where it is: a control without a name
 * (4.1.2), a target below 24 px (2.5.8), text below 4.5:1 (1.4.3), a live region with controls in it, what scrolls and cannot
 * be reached by the keyboard (2.1.1), a reference to nothing. In an open dialog, else in the main part of the page.
 */
export function accessFaults(): string[] {
  const faults: string[] = [];
  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const dialog = [...document.querySelectorAll('[role="dialog"]')].filter(isShown).at(-1);
  const root = dialog ?? document.querySelector('#main') ?? document.body;
  const isHidden = (element: Element): boolean => element.closest('[aria-hidden="true"]') !== null;
  const text = (element: Element): string => (element.textContent ?? '').trim();
  const tell = (fault: string, element: Element): void => {
    const testId = element.closest('[data-testid]')?.getAttribute('data-testid') ?? '';
    faults.push(`${fault}: ${element.tagName.toLowerCase()}.${element.classList[0] ?? ''} “${text(element).slice(0, 24)}” @${testId}`);
  };

  const NAMELESS_BY_CONTENT = new Set(['radiogroup', 'tree', 'listbox', 'dialog', 'region', 'combobox', 'tabpanel']);
  function nameOf(element: Element): string {
    const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    const label = element.id === '' ? null : document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
    const given = element.getAttribute('aria-label') ?? by.join(' ').trim();
    if (given !== '') return given;
    const around = label ?? element.closest('label');
    if (around !== null) return text(around);
    if (element.matches('input, textarea') || NAMELESS_BY_CONTENT.has(element.getAttribute('role') ?? '')) return '';
    const said = element.cloneNode(true) as Element;
    for (const hidden of said.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
    return text(said);
  }

  /** A field is pressed anywhere in its frame, a box with its label. */
  const FRAMES = 'label, .ant-select, .ant-input-affix-wrapper, .ant-input-number, .ant-tabs-tab, .ant-radio-wrapper';
  const BIG = new Set(['tree', 'radiogroup', 'dialog', 'tabpanel', 'region']);
  const CONTROLS = 'a[href], button, input, textarea, summary, [tabindex], [role="switch"], [role="tree"], [role="radiogroup"]';
  for (const control of root.querySelectorAll<HTMLElement>(CONTROLS)) {
    if (!isShown(control) || control.matches(':disabled')) continue;
    const isReached = control.tabIndex >= 0;
    if (isHidden(control)) {
      if (isReached) tell('hidden from readers and reached by the keyboard', control);
      continue;
    }
    if (control.tabIndex > 0) tell('out of order', control);
    if ((isReached || control.hasAttribute('role')) && nameOf(control) === '') tell('no name', control);
    const { width, height } = (control.closest(FRAMES) ?? control).getBoundingClientRect();
    if (isReached && !BIG.has(control.getAttribute('role') ?? '') && (width < 24 || height < 24)) tell('too small', control);
    if (control.matches('a, button') && control.querySelector('a, button, input') !== null) tell('a control in a control', control);
  }

  for (const region of root.querySelectorAll('[role="status"], [aria-live="polite"]'))
    if (region.querySelector('a, button, input') !== null) tell('controls in a live region', region);
  for (const heading of root.querySelectorAll('th')) if (text(heading) === '') tell('a column without a title', heading);
  for (const attribute of ['aria-describedby', 'aria-labelledby'])
    for (const element of root.querySelectorAll(`[${attribute}]`))
      for (const id of (element.getAttribute(attribute) ?? '').split(' '))
        if (id !== '' && document.getElementById(id) === null) tell(`${attribute} of nothing`, element);
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`an id twice: ${id}`);

  for (const box of root.querySelectorAll<HTMLElement>('*')) {
    const { overflowX, overflowY } = getComputedStyle(box);
    const isScrolled =
      (/auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight + 1) ||
      (/auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth + 1);
    if (!isScrolled || isHidden(box) || box.tabIndex >= 0) continue;
    if (![...box.querySelectorAll('a[href], button, input, [tabindex="0"]')].some(isShown)) tell('scrolled by the pointer alone', box);
  }

  type Colour = readonly [red: number, green: number, blue: number, alpha: number];
  const colourOf = (css: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = ([red, green, blue, alpha]: Colour, ground: Colour): Colour => {
    const mix = (part: number, below: number): number => part * alpha + below * (1 - alpha);
    return [mix(red, ground[0]), mix(green, ground[1]), mix(blue, ground[2]), 1];
  };
  const luminance = ([red, green, blue]: Colour): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
      part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  function groundOf(element: Element): Colour {
    const own = colourOf(getComputedStyle(element).backgroundColor);
    if (own[3] === 1) return own;
    return over(own, element.parentElement === null ? [255, 255, 255, 1] : groundOf(element.parentElement));
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || !isShown(element)) continue;
    if (element.closest('.hidden-text, :disabled, [aria-disabled="true"]') !== null) continue;
    const ground = groundOf(element);
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [dark = 0, light = 0] = [luminance(over(colourOf(color), ground)), luminance(ground)].sort((a, b) => a - b);
    const isLarge = Number.parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
    if ((light + 0.05) / (dark + 0.05) < (isLarge ? 3 : 4.5)) tell('too little contrast', element);
  }
  return faults;
}
