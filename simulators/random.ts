// Chance without state: the same words give the same number, so a simulated field can be played again.

/** A number from 0 to just under 1, spread evenly, that depends on nothing but the parts. */
export function chance(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}\u001f`;
    for (let nth = 0; nth < text.length; nth++) hash = Math.imul(hash ^ text.charCodeAt(nth), 0x01000193);
  }
  // Without these last shifts, parts that differ only in their last digit give neighbouring numbers.
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** A number from -1 to just under 1, likewise. */
export function sway(...parts: readonly (string | number)[]): number {
  return chance(...parts) * 2 - 1;
}
