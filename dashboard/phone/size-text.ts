// A number of bytes as a person reads it.

/** `0 kB`, `12 kB`, `3.4 MB`; decimal, as phones count. */
export function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
