// PDFs of one scanned page each, real files beside this one: an invented floor of three rooms, 620 × 420, a block in the middle.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How the page is kept. `ccitt-g4`: img2pdf of a TIFF; `ccitt-g3`: ghostscript from that, one-dimensional; `jpeg2000`: opj_compress and
 * img2pdf, in colours; `jbig2`: one generic region, arithmetic coding, written after ITU-T T.88 by hand, as no tool of Debian writes one;
 * `locked`: `ccitt-g4` under AES-256 by qpdf, with a Chinese password.
 */
export type Scan = 'ccitt-g4' | 'ccitt-g3' | 'jpeg2000' | 'jbig2' | 'locked';

export function scan(name: Scan): Buffer {
  return readFileSync(join(import.meta.dirname, 'scans', `${name}.pdf`));
}

/** The same file with a picture that no reader can draw: its head is overwritten. */
export function damagedScan(name: 'jpeg2000' | 'jbig2'): Buffer {
  const file = scan(name);
  const begins = file.indexOf('stream', file.indexOf(name === 'jbig2' ? '/JBIG2Decode' : '/JPXDecode'));
  return Buffer.from(file).fill(0x7f, begins + 'stream\r\n'.length, begins + 60);
}
