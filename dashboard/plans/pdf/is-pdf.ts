// Whether a file is a PDF by what it holds, whatever its name says; the library that reads one is not needed for it.

/** Readers find the mark anywhere in so many bytes. */
const HEAD = 1_024;

export async function isPdf(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  return new TextDecoder('latin1').decode(head).includes('%PDF-');
}
