// Text within a page that the gateway writes itself.

/** With every letter that means something to HTML, in a text or between quotes, as a number. */
export function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
